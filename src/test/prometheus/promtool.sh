#!/usr/bin/env bash
# Finds promtool of Prometheus, or gets it once, and prints the program's path as the last line on stdout. The order:
# PROMTOOL, promtool on the PATH, the user's cache folder; then into the cache the program of Debian's package, which
# takes no root. The package is not installed: it would start a server. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OS=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  arm64 | aarch64) ARCH=arm64 ;;
  *) ARCH=amd64 ;;
esac
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/promtool
PROGRAM=$CACHE/promtool-$OS-$ARCH
PACKAGE=prometheus

topic=promtool
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_promtool() { # another program may have that name too
  [ -x "$1" ] && "$1" --version </dev/null 2>&1 | grep -q '^promtool, version'
}

find_program() {
  local program
  if [ -n "${PROMTOOL:-}" ]; then
    is_promtool "$PROMTOOL" && echo "$PROMTOOL" && return
    say "PROMTOOL=$PROMTOOL is not a working promtool; looking elsewhere"
  fi
  program=$(type -P promtool) && is_promtool "$program" && echo "$program" && return
  is_promtool "$PROGRAM" && echo "$PROGRAM"
}

unpack_package() { # unpack_package FOLDER: the program of Debian's package, without installing it
  local tool
  for tool in apt-get apt-cache dpkg-deb timeout; do command -v "$tool" >/dev/null || return 1; done
  if ! is_known "$PACKAGE" && [ "$(id -u)" = 0 ]; then
    with_progress "asking Debian for its packages" apt_get update || return 1
  fi
  is_known "$PACKAGE" || { say "the package $PACKAGE is not known here"; return 1; }
  (cd "$1" && with_progress "downloading the package $PACKAGE" apt_get download "$PACKAGE") || return 1
  dpkg-deb --fsys-tarfile "$1/$PACKAGE"_*.deb | tar -xO "./usr/bin/promtool" >"$1/promtool" || return 1
  chmod 755 "$1/promtool"
  is_promtool "$1/promtool" || { say "the program of the package $PACKAGE does not run"; return 1; }
}

get_program() {
  local folder
  mkdir -p "$CACHE" && folder=$(mktemp -d "$CACHE/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  if unpack_package "$folder"; then
    mv "$folder/promtool" "$PROGRAM" || return 1
    say "promtool is $PROGRAM"
    echo "$PROGRAM"
    return
  fi
  say "Could not download promtool. Do one of these and run 'make promtool' again:"
  say "  - on Debian or Ubuntu: run 'apt-get update' as root, or install the package $PACKAGE"
  say "  - install Prometheus in another way, so that promtool is on the PATH"
  say "  - set PROMTOOL to the program of https://github.com/prometheus/prometheus"
  return 1
}

find_program || get_program
