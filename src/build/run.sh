#!/bin/sh
# Runs the operator that was built, in the foreground: run.sh TARGET. Against the cluster of the kubeconfig; if there is
# none, in place of the operator of a demo that KEEP=1 left running.
set -eu
build=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
jar=$target/gitopsbinding-operator.jar
java=$JAVA_HOME/bin/java

kubeconfig=${KUBECONFIG:-$HOME/.kube/config}
# A list of files, as kubectl has it: one of them is enough.
found=
IFS=:
for file in $kubeconfig; do
  [ ! -r "$file" ] || found=$file
done
unset IFS

if [ -z "$found" ] && [ -z "${KUBERNETES_SERVICE_HOST:-}" ]; then
  demo=$build/../test/demo/demo.sh
  if [ -z "${KUBECONFIG:-}" ] && [ -f "$target/demo/processes" ]; then
    echo "There is no $kubeconfig: the demo in $(readlink "$target/demo") is used." >&2
    exec "$demo" --run
  fi
  cat >&2 <<END
No cluster: $kubeconfig cannot be read. One of these helps:
  KEEP=1 make demo       an API server on this machine, with a git server and a registry; then \`make run\` again
  kind create cluster    a cluster in a container (https://kind.sigs.k8s.io); then \`kubectl apply -k deploy/crds\`, and \`make run\` again
  KUBECONFIG=FILE        another kubeconfig
END
  exit 1
fi

if command -v kubectl >/dev/null && ! problem=$(kubectl get --request-timeout=10s --output=name crd/gitopsbindings.gitopsbinding.dev 2>&1); then
  case $problem in
    *NotFound*)
      echo "The cluster of $kubeconfig has no CustomResourceDefinition of bindings. Install it: kubectl apply -k deploy/crds" >&2
      ;;
    *)
      echo "The cluster of $kubeconfig does not answer: $problem" >&2
      echo "Start it, or name another one: kubectl config use-context NAME, or KUBECONFIG=FILE make run." >&2
      ;;
  esac
  exit 1
fi

export POD_NAMESPACE="${POD_NAMESPACE:-default}"
set -- "@$build/jvm.options"
if [ -f "$target/gitopsbinding-operator.aot" ]; then
  set -- "$@" -XX:AOTCache="$target/gitopsbinding-operator.aot"
fi
echo "Status page: http://localhost:${GITOPSBINDING_HTTP_PORT:-8080}/status" >&2
exec "$java" "$@" -jar "$jar"
