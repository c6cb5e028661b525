# shellcheck shell=bash
# A container registry with TLS, and what CI pushes into it. Sourced by demo.sh.

start_registry() {
  registry_port=$(free_port)
  image=127.0.0.1:$registry_port/acme/web
  mkdir -p "$work/registry"
  cat >"$work/registry/config.yml" <<-END
	version: 0.1
	log: {level: info}
	storage:
	  filesystem: {rootdirectory: $work/registry/data}
	http:
	  addr: 127.0.0.1:$registry_port
	  secret: demo
	  tls: {certificate: $work/pki/server.crt, key: $work/pki/server.key}
	END
  start registry env OTEL_TRACES_EXPORTER=none "$registry" serve "$work/registry/config.yml"
  wait_until 10 "The registry answers" ask_registry "https://127.0.0.1:$registry_port/v2/"
}

ask_registry() {
  curl -fsS --max-time 5 --cacert "$work/pki/ca.crt" "$@"
}

# push_image: pushes an image of $commit as CI would; it has no layers, since no node runs it here
push_image() {
  local config=$work/registry/config.json manifest=$work/registry/manifest.json location digest
  local type=application/vnd.oci.image
  printf '{"architecture":"amd64","os":"linux","config":{"Labels":{"commit":"%s"}},"rootfs":{"type":"layers","diff_ids":[]}}' \
    "$commit" >"$config"
  digest=sha256:$(openssl dgst -sha256 -r "$config" | cut -d ' ' -f 1)
  printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[]}' \
    "$type.manifest.v1+json" "$type.config.v1+json" "$digest" "$(wc -c <"$config")" >"$manifest"
  location=$(ask_registry -X POST -D - -o "$work/log/registry-answer.log" \
    "https://127.0.0.1:$registry_port/v2/acme/web/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  ask_registry -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$config" \
    "$location&digest=$digest" || fail "The registry did not accept the image's configuration." registry
  ask_registry -X PUT -H "Content-Type: $type.manifest.v1+json" --data-binary "@$manifest" \
    "https://127.0.0.1:$registry_port/v2/acme/web/manifests/$commit" ||
    fail "The registry did not accept the image." registry
  note "Pushed $image:${commit:0:7}…"
}
