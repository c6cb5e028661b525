#!/bin/sh
# Builds the image with docker, podman or buildah, whichever works here. Usage: image.sh NAME:TAG [BUILD OPTION…]
set -eu
name=$1
shift

if docker info >/dev/null 2>&1; then
  exec docker build --tag "$name" "$@" .
fi
if command -v podman >/dev/null; then
  exec podman build --tag "$name" "$@" .
fi
if command -v buildah >/dev/null; then
  # As root inside a container neither namespaces nor overlay mounts can be had.
  if [ "$(id -u)" = 0 ]; then
    exec buildah --storage-driver vfs build --isolation chroot --tag "$name" "$@" .
  fi
  exec buildah build --tag "$name" "$@" .
fi
echo "Neither a running docker, nor podman, nor buildah was found. Install one of them to build the image." >&2
exit 1
