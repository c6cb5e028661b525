#!/usr/bin/env bash
# Finds the program that says what kstatus (sigs.k8s.io/cli-utils/pkg/kstatus) makes of objects, or builds it once from
# the Go module in this folder, and prints its path as the last line on stdout. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

topic=kstatus
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

find_or_build "$HERE" "kstatus" "a minute"
