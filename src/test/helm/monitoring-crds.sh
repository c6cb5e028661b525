#!/usr/bin/env bash
# Gets definitions that the chart's objects need once, from their sources in the Go module proxy, and prints their folder as
# the last line on stdout: ServiceMonitor and PrometheusRule of the Prometheus Operator, HTTPRoute of the Gateway API.
# Progress goes to stderr.
#
#   monitoring-crds.sh          finds or gets them
#   monitoring-crds.sh --find   finds them, or fails and says what to run
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
MODULE=github.com/prometheus-operator/prometheus-operator
VERSION=$(sed -n "s|^require $MODULE v||p" "$HERE/monitoring/go.mod")
GATEWAY=sigs.k8s.io/gateway-api
GATEWAY_VERSION=$(sed -n "s|^require $GATEWAY v||p" "$HERE/monitoring/go.mod")
FOLDER=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/helm/definitions-$VERSION-$GATEWAY_VERSION

topic=helm
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

get() {
  local source gateway new
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  with_progress "downloading the sources of the Prometheus Operator $VERSION and the Gateway API $GATEWAY_VERSION" \
    go -C "$HERE/monitoring" mod download "$MODULE" "$GATEWAY" </dev/null >&2 || return 1
  source=$(go -C "$HERE/monitoring" list -m -f '{{.Dir}}' "$MODULE") || return 1
  gateway=$(go -C "$HERE/monitoring" list -m -f '{{.Dir}}' "$GATEWAY") || return 1
  mkdir -p "${FOLDER%/*}" && new=$(mktemp -d "${FOLDER%/*}/getting.XXXXXX") || return 1
  cp "$source"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml "$new" &&
    cp "$gateway"/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml "$new" &&
    chmod u+w "$new"/* && rm -rf "$FOLDER" && mv "$new" "$FOLDER"
}

if [ ! -d "$FOLDER" ]; then
  if [ "${1:-}" = --find ]; then
    say "Definitions that the chart's objects need are not in the cache folder. Run 'make helm' once, which gets them."
    exit 1
  fi
  get || { say "Could not get them. Install Go and allow access to a Go module proxy, then run 'make helm' again."; exit 1; }
fi
echo "$FOLDER"
