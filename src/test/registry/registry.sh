#!/usr/bin/env bash
# Finds a container registry (github.com/distribution/distribution), or gets it once, and prints the program's path as
# the last line on stdout. The order: REGISTRY_BINARY, docker-registry or registry on the PATH, the user's cache folder;
# then into the cache the program of Debian's package, which takes no root, and where that cannot be, a build from the
# Go module in this folder. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OS=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  arm64 | aarch64) ARCH=arm64 ;;
  *) ARCH=amd64 ;;
esac
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/registry
PROGRAM=$CACHE/registry-$OS-$ARCH
PACKAGE=docker-registry

topic=registry
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_registry() { # another program may have that name too
  [ -x "$1" ] && "$1" --version </dev/null 2>/dev/null | grep -q /distribution
}

find_program() {
  local name program
  if [ -n "${REGISTRY_BINARY:-}" ]; then
    is_registry "$REGISTRY_BINARY" && echo "$REGISTRY_BINARY" && return
    say "REGISTRY_BINARY=$REGISTRY_BINARY is not a working registry; looking elsewhere"
  fi
  for name in docker-registry registry; do
    program=$(type -P "$name") && is_registry "$program" && echo "$program" && return
  done
  is_registry "$PROGRAM" && echo "$PROGRAM"
}

unpack_package() { # unpack_package FOLDER: the program of Debian's package, without installing it
  local tool
  for tool in apt-get apt-cache dpkg-deb timeout; do command -v "$tool" >/dev/null || return 1; done
  if ! is_known "$PACKAGE" && [ "$(id -u)" = 0 ]; then
    with_progress "asking Debian for its packages" apt_get update || return 1
  fi
  is_known "$PACKAGE" || { say "the package $PACKAGE is not known here"; return 1; }
  (cd "$1" && with_progress "downloading the package $PACKAGE" apt_get download "$PACKAGE") || return 1
  dpkg-deb --fsys-tarfile "$1/$PACKAGE"_*.deb | tar -xO "./usr/bin/$PACKAGE" >"$1/registry" || return 1
  chmod 755 "$1/registry"
  is_registry "$1/registry" || { say "the program of the package $PACKAGE does not run"; return 1; }
}

build() { # build FOLDER
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  with_progress "building the registry (takes about 4 minutes on one core)" \
    env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags '-s -w' -o "$1/registry" \
    github.com/distribution/distribution/v3/cmd/registry </dev/null || return 1
  is_registry "$1/registry"
}

get_program() {
  local folder
  mkdir -p "$CACHE" && folder=$(mktemp -d "$CACHE/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  if unpack_package "$folder" || { say "no package to take it from; building it instead" && build "$folder"; }; then
    mv "$folder/registry" "$PROGRAM" || return 1
    say "the registry is $PROGRAM"
    echo "$PROGRAM"
    return
  fi
  say "Could neither download nor build a container registry. Do one of these and run 'make registry' again:"
  say "  - on Debian or Ubuntu: run 'apt-get update' as root, or install the package $PACKAGE"
  say "  - install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy"
  say "  - set REGISTRY_BINARY to the program of https://github.com/distribution/distribution"
  return 1
}

find_program || get_program
