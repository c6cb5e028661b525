#!/usr/bin/env bash
# Finds Helm 3, or builds it once from the Go module in this folder, and prints its path as the last line on stdout. The
# order: HELM_BINARY, helm on the PATH, the user's cache folder; then a build into the cache folder. Progress goes to stderr.
#
#   helm.sh          finds or builds it
#   helm.sh --find   finds it, or fails and says what to run
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MODULE=helm.sh/helm/v3
VERSION=$(sed -n "s|^\s*$MODULE v\([0-9.]*\).*|\1|p" "$HERE/go.mod")
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/helm
PROGRAM=$CACHE/helm-$VERSION

topic=helm
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_helm() { # another program may have that name too
  [ -x "$1" ] && "$1" version --short </dev/null 2>/dev/null | grep -q '^v3\.'
}

find_program() {
  local program
  if [ -n "${HELM_BINARY:-}" ]; then
    is_helm "$HELM_BINARY" && echo "$HELM_BINARY" && return
    say "HELM_BINARY=$HELM_BINARY is not a working Helm 3; looking elsewhere"
  fi
  program=$(type -P helm) && is_helm "$program" && echo "$program" && return
  is_helm "$PROGRAM" && echo "$PROGRAM"
}

build() { # build NEW
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  with_progress "building Helm $VERSION (once; takes about 3 minutes on two cores)" \
    env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags "-s -w -X $MODULE/internal/version.version=v$VERSION" \
    -o "$1" "$MODULE/cmd/helm" </dev/null >&2 || return 1
  is_helm "$1" || { say "the program that was built does not run"; return 1; }
}

get_program() {
  local new
  mkdir -p "$CACHE" && new=$(mktemp "$CACHE/building.XXXXXX") || return 1
  if build "$new"; then
    chmod 755 "$new" && mv "$new" "$PROGRAM" || return 1
    say "Helm is $PROGRAM"
    echo "$PROGRAM"
    return
  fi
  rm -f "$new"
  say "Could not build Helm. Do one of these and run 'make helm' again:"
  say "  - install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy"
  say "  - set HELM_BINARY to the program of a release of https://github.com/helm/helm"
  return 1
}

find_program && exit
if [ "${1:-}" = --find ]; then
  say "There is no Helm: none by HELM_BINARY, on the PATH or in the cache folder. Run 'make helm' once, which builds it."
  exit 1
fi
get_program
