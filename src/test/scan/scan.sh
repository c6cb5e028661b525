#!/usr/bin/env bash
# Looks for known vulnerabilities of what a CycloneDX file names: scan.sh FILE. Asks osv.dev, by osv-scanner, which is built
# once from the Go module in this folder (or is OSV_SCANNER, or on the PATH). Fails if there is one that osv-scanner.toml
# does not name together with the reason why it does not concern us.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MODULE=github.com/google/osv-scanner/v2
VERSION=$(sed -n "s|^\s*$MODULE v\([0-9.]*\).*|\1|p" "$HERE/go.mod")
PROGRAM=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/scan/osv-scanner-$VERSION

topic=scan
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

scanner=${OSV_SCANNER:-$(type -P osv-scanner || true)}
if [ -z "$scanner" ]; then
  scanner=$PROGRAM
  if [ ! -x "$PROGRAM" ]; then
    mkdir -p "${PROGRAM%/*}" && new=$(mktemp "${PROGRAM%/*}/building.XXXXXX")
    if ! { command -v go >/dev/null && with_progress "building osv-scanner $VERSION (once; takes about 3 minutes on two cores)" \
      env CGO_ENABLED=0 go -C "$HERE" build -trimpath -ldflags '-s -w' -o "$new" "$MODULE/cmd/osv-scanner" </dev/null >&2; }; then
      rm -f "$new"
      say "Could not build osv-scanner. Install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy, or set OSV_SCANNER."
      exit 1
    fi
    chmod 755 "$new" && mv "$new" "$PROGRAM"
  fi
fi
exec "$scanner" scan source --config "$HERE/osv-scanner.toml" --lockfile "$1"
