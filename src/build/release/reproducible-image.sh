#!/usr/bin/env bash
# Builds the image twice without a cache, and compares the layers: all but the last one, which holds the trained
# ahead-of-time cache, have to be the same. With docker it takes a builder as the release does: only such a one sets the times
# of folders too. Usage: reproducible-image.sh [BUILD OPTION…]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
work=$(mktemp -d)
builder=gitopsbinding-reproducible
remove() {
  rm -rf "$work"
  docker buildx rm "$builder" >/dev/null 2>&1 || true
}
trap remove EXIT
if docker info >/dev/null 2>&1; then
  docker buildx create --name "$builder" --driver docker-container >/dev/null
fi

layers() { # layers NUMBER: the digests of the layers' contents, one a line
  local name=localhost/gitopsbinding-reproducible:$1
  shift
  if docker info >/dev/null 2>&1; then
    src/build/image.sh "$name" --no-cache --builder "$builder" --provenance=false \
      --output "type=oci,dest=$work/image.tar,rewrite-timestamp=true" "$@" >&2
    rm -rf "$work/image" && mkdir "$work/image" && tar -xf "$work/image.tar" -C "$work/image"
    manifest=$(jq -er '.manifests[0].digest' "$work/image/index.json")
    jq -er '.layers[].digest' "$work/image/blobs/${manifest/:/\/}"
    return
  fi
  src/build/image.sh "$name" --no-cache "$@" >&2
  if command -v podman >/dev/null; then
    podman image inspect "$name" --format '{{range .RootFS.Layers}}{{println .}}{{end}}'
  else
    buildah ${storage[@]+"${storage[@]}"} inspect --type image --format '{{range .OCIv1.RootFS.DiffIDs}}{{println .}}{{end}}' "$name"
  fi
}

storage=()
[ "$(id -u)" != 0 ] || storage=(--storage-driver vfs)
layers 1 "$@" | sed '/^$/d' >"$work/first"
layers 2 "$@" | sed '/^$/d' >"$work/second"
# Base, runtime and operator are one layer each at least.
if [ "$(wc -l <"$work/first")" -lt 4 ]; then
  echo "reproducible: the image has less than 4 layers, so nothing can be told." >&2
  exit 1
fi
if ! diff <(sed '$d' "$work/first") <(sed '$d' "$work/second"); then
  echo "reproducible: two images of one commit differ in another layer than that of the ahead-of-time cache." >&2
  exit 1
fi
echo "reproducible: $(sed '$d' "$work/first" | wc -l) layers are the same in both images; the last one holds the ahead-of-time cache"
