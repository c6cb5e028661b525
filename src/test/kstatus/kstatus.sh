#!/usr/bin/env bash
# Finds the program that says what kstatus (sigs.k8s.io/cli-utils/pkg/kstatus) makes of objects, or builds it once from
# the Go module in this folder, and prints its path as the last line on stdout. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/kstatus
# Another text or another version is another program.
PROGRAM=$CACHE/kstatus-$(cat "$HERE/main.go" "$HERE/go.mod" | cksum | cut -d' ' -f1)

topic=kstatus
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

if [ ! -x "$PROGRAM" ]; then
  mkdir -p "$CACHE" && new=$(mktemp "$CACHE/building.XXXXXX")
  if ! { command -v go >/dev/null && with_progress "building kstatus (takes about a minute)" \
    env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags '-s -w' -o "$new" . </dev/null >&2; }; then
    rm -f "$new"
    say "Could not build kstatus. Install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy."
    exit 1
  fi
  chmod 755 "$new" && mv "$new" "$PROGRAM"
fi
echo "$PROGRAM"
