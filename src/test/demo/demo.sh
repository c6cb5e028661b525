#!/usr/bin/env bash
# Shows the operator at work, from a source commit to the rollout, on a real API server, a real git
# server and a real container registry of this machine, and checks each result.
# `demo.sh --help` says how it is used. `make demo` builds the operator first.
set -Eeuo pipefail

demo=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
called_in=$PWD
cd "$demo/../../.."
# shellcheck source=src/test/demo/lib/api-server.sh
. "$demo/lib/api-server.sh"
# shellcheck source=src/test/demo/lib/console.sh
. "$demo/lib/console.sh"
# shellcheck source=src/test/demo/lib/forge.sh
. "$demo/lib/forge.sh"
# shellcheck source=src/test/demo/lib/git-server.sh
. "$demo/lib/git-server.sh"
# shellcheck source=src/test/demo/lib/gitea.sh
. "$demo/lib/gitea.sh"
# shellcheck source=src/test/demo/lib/kept.sh
. "$demo/lib/kept.sh"
# shellcheck source=src/test/demo/lib/notifications.sh
. "$demo/lib/notifications.sh"
# shellcheck source=src/test/demo/lib/operator.sh
. "$demo/lib/operator.sh"
# shellcheck source=src/test/demo/lib/processes.sh
. "$demo/lib/processes.sh"
# shellcheck source=src/test/demo/lib/pull-request.sh
. "$demo/lib/pull-request.sh"
# shellcheck source=src/test/demo/lib/registry.sh
. "$demo/lib/registry.sh"

jar=$PWD/target/gitopsbinding-operator.jar
file=apps/web/deployment.yaml
staging=apps/web/staging/kustomization.yaml
values=apps/web/values.yaml
interrupted=false
# set on the way
work='' binaries='' registry='' gitea='' java='' sshd='' api_port='' ssh_port='' registry_port='' http_port='' forge_port='' forge_token='' receiver_port=''
image='' source_url='' manifest_url='' commit='' landed=xxx

main() {
  case ${1:-} in
    '') run_demo ;;
    -h | --help) usage ;;
    --stop) stop_kept "${2:-}" ;;
    --push) push_kept "${2:-}" ;;
    --apply) apply_kept "${2:-}" ;;
    --run) run_kept ;;
    *)
      printf "demo.sh: '%s' is not known.\n\n" "$1" >&2
      usage >&2
      exit 2
      ;;
  esac
}

usage() {
  cat <<'END'
Shows the operator at work, from a source commit to the rollout, on a real API server, a real git server and a real
container registry of this machine, and checks each result. It takes about a minute, listens on 127.0.0.1 alone, keeps
all files in one temporary folder, and removes everything at its end.

  make demo                 builds the operator and runs the demo
  KEEP=1 make demo          leaves everything running, to play with:
  demo.sh --push TEXT       pushes a source commit, and its image as CI would; shows how the tag follows
  demo.sh --apply           plays Argo CD: applies the manifest of the repository, and reports the rollout
  demo.sh --apply FILE      applies a file of your own, such as another binding
  make run                  replaces its operator by the current build, in the foreground
  demo.sh --stop [FOLDER]   ends it (the demo that was kept last, or the one of this folder)
  demo.sh --help            this text

Needs a JDK 25, bash, git, openssl, curl, and OpenSSH's client and server. The API server's programs and the registry are
found or got once (`make envtest registry`); where `make gitea` has been run, a real Gitea shows checks and a pull request.

Environment: JAVA_HOME (the JDK), KEEP=1, NO_COLOR, DEMO (for --push and --apply: the folder of another kept demo),
ENVTEST_DIR (etcd, kube-apiserver and kubectl), REGISTRY_BINARY, GITEA_BINARY.
END
}

run_demo() {
  check_requirements
  prepare

  step "Start etcd and kube-apiserver"
  start_api_server
  note "Starting on 127.0.0.1:$api_port"

  step "Start a container registry with TLS"
  start_registry
  note "It answers on 127.0.0.1:$registry_port"

  step "Start a receiver of messages with TLS, in place of a chat and of a consumer of events"
  start_receiver
  note "It answers on 127.0.0.1:$receiver_port"

  step "Start a git server over SSH with a source and a manifest repository"
  start_git_server
  clone_repositories
  push_source 'Open the shop'
  push_image
  fill_manifest_repository

  step "Install the CRD, the service account and its rights"
  await_api_server
  install_operator

  step "Start the operator as its own process, under that service account"
  start_operator
  note "The operator answers on 127.0.0.1:$http_port"

  step "Apply a Deployment, Secrets with the SSH key and the registry's CA, and a GitOpsBinding"
  apply_shop

  step "Ask for messages: Secrets with URLs, and where to send what"
  ask_for_messages

  step "Push a source commit; the operator sees it within spec.interval, which is 10s here"
  push_source 'Sell shoes'
  await_missing_image
  step "CI has built the image and pushes it; the tag follows"
  push_image
  await_push
  step "The manifest repository: one commit, and in it the tag wherever it lives"
  check_manifest_commit
  step "Play Argo CD: apply the manifest, and report the rollout as its controller would"
  roll_out

  step "Once more, and ask for it at once instead of waiting for the interval"
  push_source 'Sell hats'
  push_image
  ask_at_once "$commit"
  await_push
  check_manifest_commit
  roll_out

  show_checks
  show_pull_request

  step "Everything about the binding in one line"
  show kubectl get gitopsbindings -n shop -o wide

  step "The events on the binding"
  show_events

  step "The messages that arrived"
  show_messages

  step "The metrics"
  show_metrics

  printf '\n%sThe demo is complete after %d seconds.%s\n' "$bold" "$SECONDS" "$plain"
}

check_requirements() {
  local tool
  for tool in git openssl curl ssh ssh-keygen; do
    command -v "$tool" >/dev/null || refuse "$tool is missing. Install it and run the demo again."
  done
  sshd=$(find_sshd)
  [ -n "$sshd" ] || refuse "OpenSSH's server sshd is missing. Install the package openssh-server (Arch, Homebrew: openssh)."
  binaries=${ENVTEST_DIR:-$(src/test/envtest/envtest.sh | tail -n 1)}
  for tool in etcd kube-apiserver kubectl; do
    [ -x "$binaries/$tool" ] || refuse "'$binaries' holds no $tool. Unset ENVTEST_DIR and run \`make demo\`, which gets it."
  done
  binaries=$(cd "$binaries" && pwd)
  registry=$(src/test/registry/registry.sh | tail -n 1)
  [ -x "$registry" ] || refuse "There is no container registry. Run \`make registry\`, which gets one."
  gitea=$(src/test/gitea/gitea.sh --find 2>/dev/null) || gitea=''
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || refuse "$java is missing. Set JAVA_HOME to a JDK 25."
  [ -f "$jar" ] || refuse "$jar is missing. Run \`make demo\`, which builds it."
}

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

# A folder of its own, and an environment of its own.
prepare() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/gitopsbinding-demo.XXXXXX")
  work=$(cd "$work" && pwd -P)
  note "DEMO=$work"
  mkdir "$work/log" "$work/home" "$work/tmp" "$work/clones"
  : >"$work/processes"
  trap on_exit EXIT
  trap 'interrupted=true; exit 130' INT
  trap 'interrupted=true; exit 143' TERM
  trap 'interrupted=true; exit 129' HUP
  trap 'fail "\`$BASH_COMMAND\` did not succeed."' ERR
  clean_environment
}

# Nothing of the user's reaches a program.
clean_environment() {
  local variable
  for variable in $(compgen -v | grep -E '^(GIT_|GITOPSBINDING_|KUBE|REGISTRY_|OTEL_|(https?|HTTPS?|all|ALL|no|NO)_(proxy|PROXY)$)' || true); do
    unset "$variable"
  done
  export HOME=$work/home PATH=$binaries:$PATH
  export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
}

on_exit() {
  local code=$?
  trap '' INT TERM HUP
  trap - ERR EXIT
  if [ "${KEEP:-}" = 1 ] && [ "$interrupted" = false ]; then
    tell_how_to_play
  else
    stop_all "$work"
  fi
  exit "$code"
}

apply_shop() {
  show kubectl create namespace shop
  sed "s|IMAGE|$image:$commit|" "$demo/deployment.yaml" >"$work/deployment.yaml"
  sed -e "s|IMAGE_NAME|$image|" -e "s|SOURCE_URL|$source_url|" -e "s|MANIFEST_URL|$manifest_url|" \
    "$demo/binding.yaml" >"$work/binding.yaml"
  show kubectl apply -f "$work/deployment.yaml"
  show kubectl create secret generic git -n shop --type=kubernetes.io/ssh-auth \
    --from-file=ssh-privatekey="$work/ssh/user" --from-file=known_hosts="$work/ssh/known_hosts"
  show kubectl create secret generic registry-ca -n shop --from-file=ca.crt="$work/pki/ca.crt"
  show kubectl apply -f "$work/binding.yaml"
  await 30s condition=Ready
  show kubectl get gitopsbindings -n shop
}

# await LIMIT CONDITION: waits for the binding as a user or a pipeline would
await() {
  show_command "kubectl wait -n shop gitopsbinding/web --timeout=$1 --for=$2"
  kubectl wait -n shop gitopsbinding/web --timeout="$1" --for="$2" >"$work/log/wait.log" 2>&1 ||
    {
      kubectl describe -n shop gitopsbinding/web | sed -n '/^Status:/,$p' >>"$work/log/wait.log"
      fail "The binding did not reach '$2' within $1."
    }
  rm "$work/log/wait.log"
}

# ask_at_once TEXT: instead of waiting for the interval; each text asks once
ask_at_once() {
  show kubectl annotate -n shop gitopsbinding/web --overwrite "gitopsbinding.dev/requestedAt=$1"
}

# The image of the newest commit is not built yet: nothing may reach the manifest repository.
await_missing_image() {
  local ready='.status.conditions[?(@.type=="Ready")]'
  wait_until 30 "The binding says ImageNotFound" misses_image
  show kubectl get gitopsbindings -n shop -o "custom-columns=READY:$ready.status,REASON:$ready.reason,MESSAGE:$ready.message"
  expect "The manifest branch before the image is pushed" "$(git -C "$work/clones/deploy" rev-parse HEAD)" \
    "$(git ls-remote "$manifest_url" refs/heads/main | cut -f 1)"
}

misses_image() {
  [ "$(reason_of Ready)" = ImageNotFound ]
}

await_push() {
  await 30s "jsonpath={.status.source.commit}=$commit"
  await 30s condition=Ready
  show kubectl get gitopsbindings -n shop
  expect "The reason of RolledOut before the manifest is applied" AwaitingApply "$(reason_of RolledOut)"
}

# reason_of CONDITION
reason_of() {
  kubectl get -n shop gitopsbinding/web \
    -o jsonpath="{.status.conditions[?(@.type==\"$1\")].reason}"
}

# What the operator pushed, read from the git server like anybody else would.
check_manifest_commit() {
  local clone=$work/clones/deploy before
  before=$(git -C "$clone" rev-parse HEAD)
  git -C "$clone" pull -q --ff-only origin main
  show git -C "$clone" show --unified=0
  expect "The commits in the manifest repository" 1 "$(git -C "$clone" rev-list --count "$before..HEAD")"
  expect "The changed lines" "1 1 $file"$'\n'"2 2 $staging"$'\n'"1 1 $values" "$(git -C "$clone" diff --numstat "$before" HEAD | tr '\t' ' ')"
  expect "The new line" "          image: \"$image:$commit\"   # so do quotes and comments" \
    "$(grep 'image:' "$clone/$file")"
  expect "The lines of staging" "  - $source_url//config/crd?ref=$commit   # of the source repository"$'\n'"    newTag: $commit   # comments stay here too" \
    "$(grep -e 'ref=' -e 'newTag:' "$clone/$staging")"
  expect "The line of the values" "  tag: \"$commit\"   # and here" "$(grep 'tag:' "$clone/$values")"
  expect "The commit in the status" "$(git -C "$clone" rev-parse HEAD)" \
    "$(kubectl get -n shop gitopsbinding/web -o jsonpath='{.status.manifest.commit}')"
}

# No controller and no node run here, so the demo writes the Deployment's status itself.
roll_out() {
  local generation
  show kubectl apply -f "$work/clones/deploy/$file"
  generation=$(kubectl get -n shop deployment/web -o jsonpath='{.metadata.generation}')
  show kubectl patch -n shop deployment/web --subresource=status --type=merge --patch \
    "{\"status\":{\"observedGeneration\":$generation,\"replicas\":2,\"updatedReplicas\":2,\"readyReplicas\":2,\"availableReplicas\":2}}"
  await 30s condition=RolledOut
  show kubectl get gitopsbindings -n shop
  expect "The columns READY, REASON, TAG and ROLLED OUT" "True UpToDate ${commit:0:7} True" \
    "$(kubectl get gitopsbindings -n shop --no-headers | awk '{ print $2, $3, $4, $5 }')"
  expect "The running image" "$image:$commit" \
    "$(kubectl get -n shop gitopsbinding/web -o jsonpath='{.status.running.image}')"
}

show_events() {
  wait_until 10 "Each push has an event" has_all_events
  show kubectl events -n shop --for gitopsbinding/web
}

has_all_events() {
  [ "$(kubectl get events -n shop -o jsonpath='{range .items[?(@.reason=="Pushed")]}x{end}')" = "$landed" ]
}

show_metrics() {
  note "http://127.0.0.1:$http_port/metrics"
  metrics '^gitopsbinding_(pushes|commits|push_retries|bindings|ready|sync_duration_seconds_count|git_operation_duration_seconds_count)' |
    indented
  expect "Pushes by the metrics" "${#landed}.0" "$(metrics '^gitopsbinding_pushes_total' | cut -d ' ' -f 2)"
}

tell_how_to_play() {
  remember_demo
  cat <<END

KEEP=1: everything goes on running. The status page: http://127.0.0.1:$http_port/status
Play with it:
   $demo/demo.sh --push 'Sell scarves'   # a commit and its image: the tag follows
   $demo/demo.sh --apply                 # plays Argo CD: the rollout follows
   $demo/demo.sh --apply FILE            # applies a file of your own
or by hand:
   export KUBECONFIG=$work/admin.kubeconfig PATH=$binaries:\$PATH
   export GIT_SSH_COMMAND='${GIT_SSH_COMMAND:-}'
   kubectl get gitopsbindings -A --watch
   git clone $source_url
   git clone $manifest_url
   curl http://127.0.0.1:$http_port/metrics
   tail -f $work/log/operator.log
End it:
   $demo/demo.sh --stop
END
}

main ${1+"$@"} # so written, an empty list is no error in bash 3.2
