#!/bin/sh
# Builds the image with docker, podman or buildah, whichever works here. Usage: image.sh NAME:TAG [BUILD OPTION…]
#
# Environment: SOURCE_DATE_EPOCH, the time in seconds since 1970 that all files of the image get; by default that of the
# newest commit, so that the same sources make the same layers.
set -eu
name=$1
shift

revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH
set -- --tag "$name" --build-arg "VERSION=$("$(dirname "$0")/release/version.sh")" --build-arg "REVISION=$revision" \
  --build-arg "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" "$@" .

if docker info >/dev/null 2>&1; then
  exec docker build "$@"
fi
if command -v podman >/dev/null; then
  exec podman build --timestamp "$SOURCE_DATE_EPOCH" "$@"
fi
if command -v buildah >/dev/null; then
  # As root inside a container neither namespaces nor overlay mounts can be had.
  if [ "$(id -u)" = 0 ]; then
    exec buildah --storage-driver vfs build --layers --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" "$@"
  fi
  exec buildah build --layers --timestamp "$SOURCE_DATE_EPOCH" "$@"
fi
echo "Neither a running docker, nor podman, nor buildah was found. Install one of them to build the image." >&2
exit 1
