#!/usr/bin/env bash
# Quick start on kind: a cluster in a container, Argo CD, and the operator's *image*; it checks its own result.
#
#   kind.sh                 makes the cluster, and leaves it running
#   kind.sh --check         makes it, checks the result, and deletes it (as CI does)
#   kind.sh --delete        deletes it
#   kind.sh --help
#
# Environment: IMAGE (an image of the operator that the container engine has; built by `make image` if it has none),
# CLUSTER (gitopsbinding-quickstart), ARGOCD_VERSION.
set -Eeuo pipefail

CLUSTER=${CLUSTER:-gitopsbinding-quickstart}
IMAGE=${IMAGE:-gitopsbinding-operator:quickstart}
ARGOCD_VERSION=${ARGOCD_VERSION:-v3.2.12}
ARGOCD=https://raw.githubusercontent.com/argoproj/argo-cd/$ARGOCD_VERSION/manifests/install.yaml
NAMESPACE=gitopsbinding-system
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
engine='' context=kind-$CLUSTER work=''

main() {
  case ${1:-} in
    '') start && tell ;;
    --check)
      trap 'remove' EXIT
      start
      ;;
    --delete)
      find_engine
      delete_cluster
      ;;
    -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}" ;;
    *) refuse "'$1' is not known. \`kind.sh --help\` says how it is used." 2 ;;
  esac
}

refuse() {
  printf 'kind.sh: %s\n' "$1" >&2
  exit "${2:-1}"
}

say() {
  printf '\n== %s\n' "$1"
}

start() {
  check_requirements
  work=$(mktemp -d)
  say "A cluster in a container: $CLUSTER"
  kind create cluster --name "$CLUSTER" --wait 120s
  say "The operator's image $IMAGE"
  "$engine" image inspect "$IMAGE" >/dev/null 2>&1 || make image IMAGE="$IMAGE"
  load_image "$IMAGE"
  say "Argo CD $ARGOCD_VERSION"
  in_cluster create namespace argocd
  in_cluster apply -n argocd --server-side -f "$ARGOCD" >/dev/null
  say "The operator"
  in_cluster apply -k deploy/crds
  install_operator
  say "A git server in the cluster, with a source and a manifest repository"
  in_cluster apply -f "$here/git-server.yaml"
  in_cluster rollout status -n git deployment/git --timeout=180s
  in_cluster rollout status -n argocd deployment/argocd-repo-server --timeout=300s
  in_cluster rollout status -n argocd statefulset/argocd-application-controller --timeout=300s
  say "A binding, and an Application of Argo CD"
  make_shop
  say "A source commit: its tag has to reach the cluster without anybody's help"
  push_and_check
}

check_requirements() {
  local tool
  for tool in kind kubectl git ssh-keygen; do
    command -v "$tool" >/dev/null || refuse "$tool is missing. $(how_to_get "$tool")"
  done
  find_engine
  [ -n "$engine" ] || refuse "There is no container engine that answers. Start Docker or Podman; without one, \`make demo\` shows the operator with processes of this machine alone."
  if kind get clusters 2>/dev/null | grep -qx "$CLUSTER"; then
    refuse "The cluster $CLUSTER exists already. Delete it: src/quickstart/kind.sh --delete, or name another: CLUSTER=NAME"
  fi
}

how_to_get() {
  case $1 in
    kind) echo "Install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation" ;;
    kubectl) echo "Install it: https://kubernetes.io/docs/tasks/tools/" ;;
    *) echo "Install the packages git and openssh-client." ;;
  esac
}

# One that is installed may be stopped, or not be for this user.
find_engine() {
  local candidate
  for candidate in docker podman; do
    if command -v "$candidate" >/dev/null && "$candidate" info >/dev/null 2>&1; then
      engine=$candidate
      break
    fi
  done
  if [ "$engine" = podman ]; then
    export KIND_EXPERIMENTAL_PROVIDER=podman
  fi
}

# load_image IMAGE: from the engine into the cluster's node
load_image() {
  "$engine" save -o "$work/image.tar" "$1"
  kind load image-archive --name "$CLUSTER" "$work/image.tar"
  rm "$work/image.tar"
}

in_cluster() {
  kubectl --context "$context" "$@"
}

# Of Podman, images that have no registry are of localhost.
install_operator() {
  local name=${IMAGE%:*} tag=${IMAGE##*:}
  [ "$engine" != podman ] || [ "${name#*/}" != "$name" ] || name=localhost/$name
  cp -R deploy/operator "$work/operator"
  cat >"$work/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [operator]
images:
  - {name: gitopsbinding-operator, newName: $name, newTag: $tag}
END
  in_cluster apply -k "$work"
  in_cluster rollout status -n "$NAMESPACE" deployment/gitopsbinding-operator --timeout=180s
}

make_shop() {
  local server=git.git.svc.cluster.local
  ssh-keygen -q -t ed25519 -N '' -C quickstart -f "$work/key"
  in_cluster exec -i -n git deployment/git -- sh -c 'cat >/home/git/.ssh/authorized_keys' <"$work/key.pub"
  # Read inside the cluster, over the API server's connection: nobody else can have answered.
  in_cluster exec -n git deployment/git -- cat /etc/ssh/ssh_host_ed25519_key.pub |
    awk -v host="$server" '{ print host, $1, $2 }' >"$work/known_hosts"
  in_cluster create namespace shop
  in_cluster create secret generic git -n shop --type=kubernetes.io/ssh-auth \
    --from-file=ssh-privatekey="$work/key" --from-file=known_hosts="$work/known_hosts"
  in_cluster create secret generic deploy -n argocd --from-literal=type=git \
    --from-literal=url="ssh://git@$server/srv/deploy.git" --from-file=sshPrivateKey="$work/key"
  in_cluster label secret deploy -n argocd argocd.argoproj.io/secret-type=repository
  in_cluster create configmap argocd-ssh-known-hosts-cm -n argocd --dry-run=client -o yaml \
    --from-file=ssh_known_hosts="$work/known_hosts" | in_cluster apply -n argocd --server-side --force-conflicts -f -
  in_cluster apply -f "$here/shop.yaml"
}

# The commit is made on the server; its image is one that does nothing, under the tag of the commit.
push_and_check() {
  local commit pause=registry.k8s.io/pause:3.10
  commit=$(in_cluster exec -n git deployment/git -- sh -c '
    cd /tmp/web && git commit -q --allow-empty -m "Sell shoes" && git push -q origin HEAD:main && git rev-parse HEAD' |
    tail -n 1)
  "$engine" pull -q "$pause" >/dev/null
  "$engine" tag "$pause" "quickstart.local/acme/web:$commit"
  load_image "quickstart.local/acme/web:$commit"
  in_cluster annotate -n shop gitopsbinding/web --overwrite gitopsbinding.dev/requestedAt="$commit"
  in_cluster wait -n shop gitopsbinding/web --timeout=120s --for=jsonpath='{.status.source.commit}'="$commit"
  in_cluster wait -n shop gitopsbinding/web --timeout=120s --for=condition=Ready
  # Argo CD looks every few minutes by itself.
  in_cluster annotate -n argocd application/web --overwrite argocd.argoproj.io/refresh=normal
  in_cluster wait -n shop gitopsbinding/web --timeout=300s --for=condition=RolledOut
  in_cluster get gitopsbindings -n shop
  [ "$(in_cluster get -n shop deployment/web -o jsonpath='{.spec.template.spec.containers[0].image}')" = \
    "quickstart.local/acme/web:$commit" ] || refuse "The Deployment does not run the image of commit $commit."
  printf '\nThe operator wrote commit %s into the manifest repository, Argo CD applied it, and it runs.\n' "$commit"
}

tell() {
  rm -rf "$work"
  cat <<END

It goes on running:
  kubectl --context $context get gitopsbindings -A --watch
  kubectl --context $context port-forward -n $NAMESPACE deployment/gitopsbinding-operator 8080   # http://localhost:8080/status
  src/quickstart/kind.sh --delete
END
}

delete_cluster() {
  kind delete cluster --name "$CLUSTER"
}

remove() {
  local code=$?
  trap - EXIT
  [ -z "$work" ] || rm -rf "$work"
  if [ -n "$engine" ] && [ -n "$work" ]; then
    [ "$code" = 0 ] || in_cluster get pods,gitopsbindings,applications -A -o wide || true
    delete_cluster || true
  fi
  exit "$code"
}

main "$@"
