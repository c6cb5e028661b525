#!/usr/bin/env bash
# Gets the Prometheus Operator's definitions of ServiceMonitor and PrometheusRule once, from its source in the Go module
# proxy, and prints their folder as the last line on stdout. Progress goes to stderr.
#
#   monitoring-crds.sh          finds or gets them
#   monitoring-crds.sh --find   finds them, or fails and says what to run
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MODULE=github.com/prometheus-operator/prometheus-operator
VERSION=$(sed -n "s|^require $MODULE v||p" "$HERE/monitoring/go.mod")
FOLDER=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/helm/monitoring-$VERSION

topic=helm
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

get() {
  local source new
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  with_progress "downloading the source of the Prometheus Operator $VERSION" \
    go -C "$HERE/monitoring" mod download "$MODULE" </dev/null >&2 || return 1
  source=$(go -C "$HERE/monitoring" list -m -f '{{.Dir}}' "$MODULE") || return 1
  mkdir -p "${FOLDER%/*}" && new=$(mktemp -d "${FOLDER%/*}/getting.XXXXXX") || return 1
  cp "$source"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml "$new" &&
    chmod u+w "$new"/* && rm -rf "$FOLDER" && mv "$new" "$FOLDER"
}

if [ ! -d "$FOLDER" ]; then
  if [ "${1:-}" = --find ]; then
    say "The Prometheus Operator's definitions are not in the cache folder. Run 'make helm' once, which gets them."
    exit 1
  fi
  get || { say "Could not get them. Install Go and allow access to a Go module proxy, then run 'make helm' again."; exit 1; }
fi
echo "$FOLDER"
