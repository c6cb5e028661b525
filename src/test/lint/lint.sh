#!/usr/bin/env bash
# Checks every shell script of the repository by shellcheck, every Dockerfile by hadolint, and the workflows by actionlint,
# which has shellcheck look at the scripts in them. A linter that cannot be had
# fails CI (CI=true); elsewhere its check is left out, and the last line says so.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$HERE/../../.."

scripts=()    # what is run
fragments=()  # what these source
dockerfiles=()
left_out=''

sort_out() { # sort_out FILE: adds it to the list that it belongs to, if any
  local first_line=''
  [ -f "$1" ] || return 0 # deleted, but not committed yet
  IFS= read -r first_line <"$1" || true
  case $first_line in
    '#!'*[/\ ]sh | '#!'*[/\ ]bash | '#!'*[/\ ]sh\ * | '#!'*[/\ ]bash\ *) scripts+=("$1") ;;
    *) case $1 in *.sh) fragments+=("$1") ;; esac ;;
  esac
  case ${1##*/} in Dockerfile | Dockerfile.* | *.Dockerfile) dockerfiles+=("$1") ;; esac
}

find_linter() { # find_linter NAME: sets $program; fails where it cannot be had
  program=$("$HERE/linter.sh" "$1" | tail -n 1) && return
  left_out="$left_out $1"
  return 1
}

files=$(git ls-files --cached --others --exclude-standard)
while IFS= read -r file; do sort_out "$file"; done <<<"$files"

status=0
if find_linter shellcheck; then
  "$program" --external-sources --check-sourced "${scripts[@]}" || status=1
  # A fragment's variables are those of the script that sources it; with that script they were checked just now.
  "$program" --external-sources --exclude=SC2034,SC2154 "${fragments[@]}" || status=1
fi
if find_linter hadolint; then
  "$program" "${dockerfiles[@]}" || status=1
fi
workflows=(.github/workflows/*.yml)
shellcheck=
! find_linter shellcheck || shellcheck=$program
if find_linter actionlint; then
  "$program" -shellcheck="$shellcheck" -pyflakes= "${workflows[@]}" || status=1
fi
if [ -n "$left_out" ]; then
  echo "lint: NOT CHECKED, because these linters are missing here:$left_out. CI needs them." >&2
  [ "${CI:-}" != true ] || status=1
elif [ "$status" = 0 ]; then
  echo "lint: ${#scripts[@]} scripts, ${#fragments[@]} sourced files, ${#dockerfiles[@]} Dockerfile and ${#workflows[@]} workflows passed."
fi
exit "$status"
