#!/usr/bin/env bash
# Finds promtool and the server of Prometheus, or gets them once, and prints the paths of both on stdout, promtool's last. The
# order: PROMTOOL and PROMETHEUS, the PATH, the user's cache folder; then into the cache the programs of Debian's package, which
# takes no root. The package is not installed: it would start a server. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OS=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  arm64 | aarch64) ARCH=arm64 ;;
  *) ARCH=amd64 ;;
esac
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/promtool
PACKAGE=prometheus

topic=promtool
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_named() { # is_named NAME PROGRAM: another program may have that name too
  [ -x "$2" ] && "$2" --version </dev/null 2>&1 | grep -q "^$1, version"
}

find_program() { # find_program NAME CHOSEN: prints the path of the program NAME; CHOSEN is what the user named
  local program
  if [ -n "$2" ]; then
    is_named "$1" "$2" && echo "$2" && return
    say "$2 is not a working $1; looking elsewhere"
  fi
  program=$(type -P "$1") && is_named "$1" "$program" && echo "$program" && return
  is_named "$1" "$CACHE/$1-$OS-$ARCH" && echo "$CACHE/$1-$OS-$ARCH"
}

find_both() {
  local server
  server=$(find_program prometheus "${PROMETHEUS:-}") || return 1
  echo "$server"
  find_program promtool "${PROMTOOL:-}"
}

unpack_package() { # unpack_package FOLDER: the programs of Debian's package, without installing it
  local tool
  for tool in apt-get apt-cache dpkg-deb timeout; do command -v "$tool" >/dev/null || return 1; done
  if ! is_known "$PACKAGE" && [ "$(id -u)" = 0 ]; then
    with_progress "asking Debian for its packages" apt_get update || return 1
  fi
  is_known "$PACKAGE" || { say "the package $PACKAGE is not known here"; return 1; }
  (cd "$1" && with_progress "downloading the package $PACKAGE" apt_get download "$PACKAGE") || return 1
  for tool in promtool prometheus; do
    dpkg-deb --fsys-tarfile "$1/$PACKAGE"_*.deb | tar -xO "./usr/bin/$tool" >"$1/$tool" || return 1
    chmod 755 "$1/$tool"
    is_named "$tool" "$1/$tool" || { say "the program $tool of the package $PACKAGE does not run"; return 1; }
  done
}

get_programs() {
  local folder tool
  mkdir -p "$CACHE" && folder=$(mktemp -d "$CACHE/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  if unpack_package "$folder"; then
    for tool in prometheus promtool; do
      mv "$folder/$tool" "$CACHE/$tool-$OS-$ARCH" || return 1
      say "$tool is $CACHE/$tool-$OS-$ARCH"
      echo "$CACHE/$tool-$OS-$ARCH"
    done
    return
  fi
  say "Could not download promtool and prometheus. Do one of these and run 'make promtool' again:"
  say "  - on Debian or Ubuntu: run 'apt-get update' as root, or install the package $PACKAGE"
  say "  - install Prometheus in another way, so that promtool and prometheus are on the PATH"
  say "  - set PROMTOOL and PROMETHEUS to the programs of https://github.com/prometheus/prometheus"
  return 1
}

find_both || get_programs
