#!/usr/bin/env bash
# Finds the program that receives traces with the receiver of the OpenTelemetry Collector, or builds it once from the Go
# module in this folder, and prints its path as the last line on stdout. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/otlp
# Another text or another version is another program.
PROGRAM=$CACHE/otlp-$(cat "$HERE/main.go" "$HERE/go.mod" | cksum | cut -d' ' -f1)

topic=otlp
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

if [ ! -x "$PROGRAM" ]; then
  mkdir -p "$CACHE" && new=$(mktemp "$CACHE/building.XXXXXX")
  if ! { command -v go >/dev/null && with_progress "building the OTLP receiver (takes about two minutes)" \
    env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags '-s -w' -o "$new" . </dev/null >&2; }; then
    rm -f "$new"
    say "Could not build the OTLP receiver. Install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy."
    exit 1
  fi
  chmod 755 "$new" && mv "$new" "$PROGRAM"
fi
echo "$PROGRAM"
