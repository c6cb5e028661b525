#!/usr/bin/env bash
# Builds the committed sources twice, in folders of other names and lengths, under another locale and time zone, and compares
# what is shipped: the jar, its libraries and the SBOM. The umask has to be the usual one, 022: jars hold permissions. Usage: reproducible.sh 'MAVEN COMMAND'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
IFS=' ' read -r -a maven <<<"${1:-mvn --batch-mode --no-transfer-progress}"
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() { # build NAME
  mkdir "$work/$1"
  git archive HEAD | tar -x -C "$work/$1"
  (cd "$work/$1" && "${maven[@]}" --quiet -Dmaven.test.skip=true -Dscm.revision="$(printf '0%.0s' {1..40})" package cyclonedx:makeBom)
  (cd "$work/$1/target" && find gitopsbinding-operator.jar gitopsbinding-operator.cdx.json lib -type f | LC_ALL=C sort |
    xargs sha256sum) >"$work/$1.sums"
}

build first
(LC_ALL=C TZ=Pacific/Kiritimati build another-folder-with-a-longer-name)
if ! diff "$work"/first.sums "$work"/another-folder-with-a-longer-name.sums; then
  echo "reproducible: two builds of one commit differ." >&2
  exit 1
fi
echo "reproducible: $(wc -l <"$work/first.sums") files are the same in both builds; the jar is $(sed -n 's/ .*gitopsbinding-operator.jar$//p' "$work/first.sums")"
