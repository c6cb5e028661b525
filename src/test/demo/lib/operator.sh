# shellcheck shell=bash
# The operator as its own process, with the rights of the shipped service account. Sourced by demo.sh.

operator_namespace=gitopsbinding-system
operator_account=gitopsbinding-operator

install_operator() {
  show kubectl apply -k deploy/crds
  show kubectl wait --for=condition=Established --timeout=30s crd/gitopsbindings.gitopsbinding.dev
  show kubectl apply -k deploy/operator
}

start_operator() {
  http_port=$(free_port)
  write_kubeconfig operator \
    --token="$(kubectl create token "$operator_account" --namespace "$operator_namespace")"
  operator_command
  start operator env "${operator_command[@]}"
  wait_until 30 "The operator is ready" curl -fsS --max-time 2 "http://127.0.0.1:$http_port/readyz"
}

# sets operator_command: the settings and the program
operator_command() {
  local options=(@src/build/jvm.options) cache=${jar%.jar}.aot
  if [ "$cache" -nt "$jar" ]; then # the JVM would not notice that it is too old
    options+=("-XX:AOTCache=$cache")
  fi
  operator_command=(
    KUBECONFIG="$work/operator.kubeconfig"
    GITOPSBINDING_ALLOW_LOOPBACK=true
    GITOPSBINDING_HTTP_ADDRESS=127.0.0.1
    GITOPSBINDING_HTTP_PORT="$http_port"
    GITOPSBINDING_CACHE_DIR="$work/cache"
    GITOPSBINDING_LEASE_NAMESPACE="$operator_namespace"
    GITOPSBINDING_LOG_FORMAT=text
    "$java" "${options[@]}" -Djava.io.tmpdir="$work/tmp" -jar "$jar")
}

# metrics PATTERN: the lines of /metrics that match
metrics() {
  curl -fsS --max-time 5 "http://127.0.0.1:$http_port/metrics" | grep -E "$1"
}
