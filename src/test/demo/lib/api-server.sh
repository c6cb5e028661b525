# shellcheck shell=bash
# etcd and kube-apiserver with throw-away certificates. Sourced by demo.sh.

start_api_server() {
  local etcd_port peer_port
  etcd_port=$(free_port)
  peer_port=$(free_port)
  api_port=$(free_port)
  make_certificates "$work/pki"
  start_etcd "$etcd_port" "$peer_port"
  start_kube_apiserver "$etcd_port"
  write_kubeconfig admin --client-certificate="$work/pki/admin.crt" --client-key="$work/pki/admin.key"
  export KUBECONFIG=$work/admin.kubeconfig
}

await_api_server() {
  wait_until 60 "kube-apiserver is ready" kubectl get --raw /readyz
}

make_certificates() {
  mkdir -p "$1"
  cat >"$1/openssl.cnf" <<-'END'
	[req]
	distinguished_name = name
	[name]
	[authority]
	basicConstraints = critical, CA:TRUE
	keyUsage = critical, keyCertSign
	[leaf]
	basicConstraints = critical, CA:FALSE
	extendedKeyUsage = serverAuth, clientAuth
	subjectAltName = IP:127.0.0.1, DNS:localhost
	END
  (
    cd "$1" &&
      certificate_authority &&
      certificate server "/CN=server" &&
      certificate admin "/O=system:masters/CN=admin" &&
      private_key service-account.key &&
      openssl ec -in service-account.key -pubout -out service-account.pub
  ) >"$work/log/openssl.log" 2>&1 || fail "openssl made no certificates." openssl
}

certificate_authority() {
  private_key ca.key &&
    openssl req -config openssl.cnf -x509 -new -key ca.key -subj "/CN=demo" -days 2 \
      -extensions authority -out ca.crt
}

private_key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1"
}

certificate() {
  private_key "$1.key" &&
    openssl req -config openssl.cnf -new -key "$1.key" -subj "$2" -out "$1.csr" &&
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" \
      -days 2 -extfile openssl.cnf -extensions leaf -out "$1.crt"
}

start_etcd() {
  local client=https://127.0.0.1:$1 peer=https://127.0.0.1:$2 pki=$work/pki
  start etcd "$binaries/etcd" --name=demo --data-dir="$work/etcd" --unsafe-no-fsync \
    --listen-client-urls="$client" --advertise-client-urls="$client" \
    --listen-peer-urls="$peer" --initial-advertise-peer-urls="$peer" --initial-cluster="demo=$peer" \
    --client-cert-auth --trusted-ca-file="$pki/ca.crt" \
    --cert-file="$pki/server.crt" --key-file="$pki/server.key" \
    --peer-client-cert-auth --peer-trusted-ca-file="$pki/ca.crt" \
    --peer-cert-file="$pki/server.crt" --peer-key-file="$pki/server.key"
}

start_kube_apiserver() {
  local pki=$work/pki
  start kube-apiserver "$binaries/kube-apiserver" \
    --etcd-servers="https://127.0.0.1:$1" --etcd-cafile="$pki/ca.crt" \
    --etcd-certfile="$pki/server.crt" --etcd-keyfile="$pki/server.key" \
    --bind-address=127.0.0.1 --secure-port="$api_port" --advertise-address=127.0.0.1 \
    --endpoint-reconciler-type=none --cert-dir="$pki" \
    --tls-cert-file="$pki/server.crt" --tls-private-key-file="$pki/server.key" \
    --client-ca-file="$pki/ca.crt" --authorization-mode=RBAC \
    --service-account-issuer="https://127.0.0.1:$api_port" \
    --service-account-key-file="$pki/service-account.pub" \
    --service-account-signing-key-file="$pki/service-account.key" \
    --service-cluster-ip-range=10.0.0.0/24
}

# write_kubeconfig NAME CREDENTIAL_FLAG...: writes $work/NAME.kubeconfig
write_kubeconfig() {
  local name=$1 file=$work/$1.kubeconfig
  shift
  {
    kubectl config --kubeconfig="$file" set-cluster demo --embed-certs \
      --server="https://127.0.0.1:$api_port" --certificate-authority="$work/pki/ca.crt"
    kubectl config --kubeconfig="$file" set-credentials "$name" "$@"
    kubectl config --kubeconfig="$file" set-context demo --cluster=demo --user="$name"
    kubectl config --kubeconfig="$file" use-context demo
  } >/dev/null
  chmod 600 "$file"
}
