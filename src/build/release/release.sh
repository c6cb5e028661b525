#!/usr/bin/env bash
# Makes the files of a release in target/release, from what `mvn -Prelease package` has built: install.yaml, the chart, the
# jar with its libraries, the SBOM, checksums and notes. Needs no network; the same sources make the same bytes.
# Usage: release.sh [vVERSION]; without a tag it is a dry run, of which nothing is meant to be published.
#
# Environment: IMAGE (default ghcr.io/gitopsbinding/gitopsbinding-operator); IMAGE_DIGEST, which install.yaml and chart then
# name beside the tag; KUBECTL and HELM, else those of `make envtest` and `make helm`; SOURCE_DATE_EPOCH, as image.sh has it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
here=src/build/release
name=gitopsbinding-operator
image=${IMAGE:-ghcr.io/gitopsbinding/$name}
digest=${IMAGE_DIGEST:-}
out=target/release
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}

refuse() { printf 'release: %s\n' "$1" >&2; exit 1; }

main() {
  version=$($here/version.sh "${1:-}")
  check_requirements
  rm -rf $out && mkdir -p $out
  make_installation
  make_chart
  make_archive
  make_sbom
  (cd $out && sha256 -- * >../SHA256SUMS && mv ../SHA256SUMS .)
  $here/notes.sh "$version" "$image" >$out/notes.md
  report "${1:-}"
}

check_requirements() {
  [ -z "$digest" ] || [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || refuse "IMAGE_DIGEST=$digest is no digest such as sha256:<64 hex digits>."
  if [ ! -f target/$name.jar ] || [ ! -f target/$name.cdx.json ]; then
    refuse "target/ holds no $name.jar and $name.cdx.json. Run 'make release-dry-run', which builds them."
  fi
  tar=tar
  tar --version 2>/dev/null | grep -q GNU || tar=gtar
  command -v $tar >/dev/null || refuse "GNU tar is missing. Install it (Homebrew: gnu-tar)."
  kubectl=${KUBECTL:-$(src/test/envtest/envtest.sh | tail -n 1)/kubectl}
  helm=${HELM:-$(src/test/helm/helm.sh | tail -n 1)}
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# pack FILE FOLDER NAME…: an archive that depends on nothing but the files' names and bytes, and on who may run them
pack() {
  local file=$1 folder=$2
  shift 2
  $tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' --format=ustar \
    -C "$folder" -cf - "$@" | gzip -9n >"$file"
}

# One file for `kubectl apply -f URL`: the definition first, and the image of this release.
make_installation() {
  local work=$out/kustomize
  mkdir $work
  cp -r deploy/crds deploy/operator $work
  cat >$work/kustomization.yaml <<-END_OF_FILE
	resources: [crds, operator]
	images:
	  - name: $name
	    newName: $image
	    newTag: $version${digest:+@$digest}
	END_OF_FILE
  {
    echo "# The GitOpsBinding operator $version. Made from deploy/crds and deploy/operator; docs/versions.md says what it supports."
    "$kubectl" kustomize $work
  } >$out/install.yaml
  rm -r $work
  [ "$(grep -c "image: $image:$version${digest:+@$digest}\$" $out/install.yaml)" = 1 ] ||
    refuse "install.yaml does not name the image $image:$version once."
}

make_chart() {
  local work=$out/chart
  mkdir $work
  cp -r deploy/charts/$name $work
  sed -i.old -e "s|^  repository: .*|  repository: $image|" -e "s|^  digest: .*|  digest: \"$digest\"|" $work/$name/values.yaml
  sed -i.old -e "s|^version: .*|version: $version|" $work/$name/Chart.yaml
  rm $work/$name/*.old
  "$helm" lint --strict $work/$name >/dev/null || refuse "helm lint refuses the chart."
  # Helm packs what it accepts; its archive holds the time of the day, so it is packed again.
  "$helm" package $work/$name --destination $work >/dev/null
  mkdir $work/unpacked
  $tar -xmzf "$work/$name-$version.tgz" -C $work/unpacked
  pack "$out/$name-$version.tgz" $work/unpacked $name
  rm -r $work
}

# What runs without a container: the operator, and the commands for users.
make_archive() {
  local work=$out/archive folder=$name-$version
  mkdir -p "$work/$folder"
  cp -r target/$name.jar target/lib src/build/jvm.options src/plugin/kubectl* LICENSE "$work/$folder"
  pack "$out/$folder.tar.gz" $work "$folder"
  rm -r $work
}

# Each library that is shipped has to be named.
make_sbom() {
  local library
  for library in target/lib/*.jar; do
    library=${library##*/}
    grep -oE '"purl" : "pkg:maven/[^"?]*' target/$name.cdx.json | sed 's|.*/\([^/@]*\)@\(.*\)|\1-\2|' |
      grep -qxF -- "$(printf '%s' "${library%.jar}")" || refuse "the SBOM does not name $library."
  done
  cp target/$name.cdx.json "$out/$name-$version.cdx.json"
}

report() {
  echo "release: $version (${1:-dry run, nothing is published}), revision $(git rev-parse HEAD 2>/dev/null || echo unknown)"
  echo "release: the image would be $image:$version${digest:+@$digest}"
  (cd $out && for file in *; do
    printf '  %-45s %9d bytes  %s\n' "$file" "$(wc -c <"$file")" "$(sha256 "$file" | cut -c 1-16)"
  done)
  printf '  install.yaml holds'
  grep '^kind: ' $out/install.yaml | sort | uniq -c | awk '{ printf "%s %d %s", (NR > 1 ? "," : ""), $1, $3 } END { print "" }'
  printf '  the SBOM names %d components\n' "$(grep -c '"bom-ref" : "pkg:maven' "$out/$name-$version.cdx.json")"
}

main "$@"
