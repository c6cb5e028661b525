#!/usr/bin/env bash
# Finds the program that receives traces with the receiver of the OpenTelemetry Collector, or builds it once from the Go
# module in this folder, and prints its path as the last line on stdout. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

topic=otlp
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

find_or_build "$HERE" "the OTLP receiver" "two minutes"
