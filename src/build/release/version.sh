#!/bin/sh
# Prints the version that pom.xml names. With a tag it has to be the release of that tag, and everything else that names a
# version has to name the same one. Usage: version.sh [vVERSION]
set -eu
cd "$(dirname "$0")/../../.."
tag=${1:-}
chart=deploy/charts/gitopsbinding-operator/Chart.yaml
faults=''

complain() { faults="$faults
  $1"; }

version=$(sed -n '/<artifactId>gitopsbinding-operator</,/<version>/s|.*<version>\(.*\)</version>.*|\1|p' pom.xml)
released=${version%-SNAPSHOT}
[ "$(sed -n 's/^appVersion: "\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' $chart)" = "$version" ] || complain "$chart: appVersion has to be $version, the version in pom.xml"
[ "$(sed -n 's/^version: //p' $chart)" = "$released" ] || complain "$chart: version has to be $released"
[ "$(sed -n 's/^ *newTag: //p' deploy/operator/kustomization.yaml)" = "$version" ] ||
  complain "deploy/operator/kustomization.yaml: newTag has to be $version"
if [ -n "$tag" ]; then
  echo "$tag" | grep -qE '^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$' ||
    complain "$tag: is no version by SemVer such as v1.2.3 or v1.2.3-rc.1"
  [ "$tag" = "v$version" ] || complain "$tag: pom.xml has the version $version; tag the commit that has ${tag#v}"
  case $version in *-SNAPSHOT) complain "pom.xml: $version is no release; remove -SNAPSHOT in the commit that is tagged" ;; esac
  grep -qE "^## \[$(echo "$version" | sed 's/\./\\./g')\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md ||
    complain "CHANGELOG.md: has no heading '## [$version] - YEAR-MONTH-DAY'"
fi
if [ -n "$faults" ]; then
  echo "version: this cannot be released:$faults" >&2
  exit 1
fi
echo "$version"
