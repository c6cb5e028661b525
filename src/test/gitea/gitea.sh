#!/usr/bin/env bash
# Finds a Gitea (code.gitea.io/gitea) with SQLite, or builds it once, and prints the program's path as the last line on
# stdout. The order: GITEA_BINARY, gitea on the PATH, the user's cache folder; then a build into the cache folder, of the
# version in go.mod here, whose checksum is in go.sum. Progress goes to stderr.
#
#   gitea.sh          finds or builds it
#   gitea.sh --find   finds it, or fails and says what to run
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MODULE=code.gitea.io/gitea
VERSION=$(sed -n "s|^require $MODULE v||p" "$HERE/go.mod")
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/gitea
# The templates and texts that the program reads lie beside it.
FOLDER=$CACHE/gitea-$VERSION

topic=gitea
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_gitea() { # another program may have that name too, or it has no SQLite
  [ -x "$1" ] && "$1" --version </dev/null 2>/dev/null | grep -qi '^gitea version .*sqlite'
}

find_program() {
  local program
  if [ -n "${GITEA_BINARY:-}" ]; then
    is_gitea "$GITEA_BINARY" && echo "$GITEA_BINARY" && return
    say "GITEA_BINARY=$GITEA_BINARY is not a working Gitea with SQLite; looking elsewhere"
  fi
  program=$(type -P gitea) && is_gitea "$program" && echo "$program" && return
  is_gitea "$FOLDER/gitea" && echo "$FOLDER/gitea"
}

build() { # build NEW: SQLite is C, so that a C compiler is needed
  local source tags='sqlite sqlite_unlock_notify'
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  [ -n "$(type -P "$(go env CC)")" ] || { say "no C compiler is installed"; return 1; }
  with_progress "downloading the source of Gitea $VERSION" go -C "$HERE" mod download "$MODULE" </dev/null >&2 || return 1
  source=$(go -C "$HERE" list -m -f '{{.Dir}}' "$MODULE") || return 1
  # In its own module, because only there its replacements of other modules count.
  with_progress "building Gitea $VERSION (once; takes about 6 minutes on two cores)" \
    env CGO_ENABLED=1 go -C "$source" build -trimpath -tags "$tags" \
    -ldflags "-s -w -X main.Version=$VERSION -X 'main.Tags=$tags'" -o "$1/gitea" . </dev/null >&2 || return 1
  cp -R "$source/templates" "$source/options" "$source/public" "$1" && chmod -R u+w "$1" || return 1
  is_gitea "$1/gitea" || { say "the program that was built does not run"; return 1; }
}

get_program() {
  local new
  mkdir -p "$CACHE" && new=$(mktemp -d "$CACHE/building.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$new'" EXIT
  if build "$new"; then
    rm -rf "$FOLDER" && mv "$new" "$FOLDER" || return 1
    say "Gitea is $FOLDER/gitea"
    echo "$FOLDER/gitea"
    return
  fi
  say "Could not build Gitea. Do one of these and run 'make gitea' again:"
  say "  - install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and a C compiler (Debian: gcc and libc6-dev), and allow access to a Go module proxy"
  say "  - set GITEA_BINARY to the program of a release of https://github.com/go-gitea/gitea"
  return 1
}

find_program && exit
if [ "${1:-}" = --find ]; then
  say "There is no Gitea: none by GITEA_BINARY, on the PATH or in the cache folder. Run 'make gitea' once, which builds it."
  exit 1
fi
get_program
