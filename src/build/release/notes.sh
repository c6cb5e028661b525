#!/bin/sh
# Prints the notes of a release: its section of CHANGELOG.md, for a SNAPSHOT what is unreleased, and how to check what was
# downloaded. Usage: notes.sh VERSION IMAGE
# Environment: REPOSITORY (OWNER/NAME at GitHub), which signatures name as it is written; default: from IMAGE, in lower case.
set -eu
version=$1
image=$2
name=${REPOSITORY:-${image#*/}}
repository=https://github.com/$name
case $version in *-SNAPSHOT) section=Unreleased ;; *) section=$version ;; esac

changes=$(awk -v heading="## [$section]" '
  index($0, "## [") == 1 { inside = index($0, heading) == 1; next }
  inside && !/^\[.*\]: / { print }' CHANGELOG.md | sed -e '/./,$!d')
[ -n "$changes" ] || { echo "notes: CHANGELOG.md has nothing below '## [$section]'" >&2; exit 1; }

# A link to a page is one to the page of this release.
printf '%s\n' "$changes" | sed -E "s@\]\((docs|deploy|src)/@]($repository/blob/v$version/\1/@g"
cat <<END_OF_NOTES

### How to install and check it

\`\`\`sh
kubectl apply --server-side -f $repository/releases/download/v$version/install.yaml
# or
helm install gitopsbinding-operator oci://${image%/*}/charts/gitopsbinding-operator --version $version \\
  --namespace gitopsbinding-system --create-namespace
\`\`\`

\`\`\`sh
sha256sum --check SHA256SUMS
cosign verify $image:$version --certificate-oidc-issuer https://token.actions.githubusercontent.com \\
  --certificate-identity $repository/.github/workflows/release.yml@refs/tags/v$version
gh attestation verify oci://$image:$version --repo $name
\`\`\`
END_OF_NOTES
