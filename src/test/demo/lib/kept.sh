# shellcheck shell=bash
# What can be done with a demo that KEEP=1 left running. Sourced by demo.sh.

kept_link=$PWD/target/demo # leads to the folder of the demo that was kept last

# What the functions of the demo need is noted in its folder, which is readable by its owner alone.
kept_variables=(binaries registry gitea java sshd api_port ssh_port registry_port http_port forge_port forge_token
  gitea_password forge_manifest forge_id receiver_port image source_url manifest_url commit landed GIT_SSH_COMMAND)

remember_demo() {
  local name
  for name in "${kept_variables[@]}"; do
    printf '%s=%q\n' "$name" "${!name:-}"
  done >"$work/state"
  ln -sfn "$work" "$kept_link"
}

# kept_folder [FOLDER]: the folder of a kept demo: the one that is named, else the last one
kept_folder() {
  local folder=${1:-$(readlink "$kept_link" || true)}
  [ -n "$folder" ] || refuse "No demo was kept: \`KEEP=1 make demo\` runs one, and leaves it running."
  [ -f "$folder/processes" ] || refuse "'$folder' is not the folder of a running demo. \`KEEP=1 make demo\` starts one."
  echo "$folder"
}

# enter_kept: goes on with the demo that was kept last
enter_kept() {
  work=$(kept_folder "${DEMO:-}")
  [ -f "$work/state" ] || refuse "The demo in $work did not come to its end, so there is nothing to go on with. End it: demo.sh --stop $work"
  # shellcheck source=/dev/null
  . "$work/state"
  clean_environment # also of what is noted there
  # shellcheck source=/dev/null
  . "$work/state"
  export GIT_SSH_COMMAND KUBECONFIG=$work/admin.kubeconfig
  trap 'fail "\`$BASH_COMMAND\` did not succeed."' ERR
  assert_alive
}

stop_kept() {
  local folder
  folder=$(kept_folder "${1:-}")
  stop_all "$folder"
  if [ "$(readlink "$kept_link" || true)" = "$folder" ]; then
    rm -f "$kept_link"
  fi
  echo "The demo in $folder has ended."
}

# push_kept TEXT: what a developer, CI and, where pull requests are shown, a reviewer do
push_kept() {
  local started=$SECONDS
  [ -n "$1" ] || refuse "--push needs the text of the commit: demo.sh --push 'Sell scarves'"
  enter_kept
  step "Push a source commit; CI succeeds and pushes the image"
  push_source "$1"
  if [ -n "$gitea" ]; then
    mirror_to_gitea
  fi
  set_check success
  push_image
  ask_at_once "$commit"
  if kubectl get -n shop gitopsbinding/web -o jsonpath='{.spec.push.pullRequest.provider}' | grep -q .; then
    step "The operator opens a pull request, and a person merges it"
    wait_until 30 "The binding says AwaitingMerge" proposes_commit
    show kubectl get gitopsbinding/web -n shop -o 'custom-columns=REASON:.status.conditions[?(@.type=="Ready")].reason,URL:.status.pullRequest.url'
    merge_pull_request
    ask_at_once "merged-$commit"
  fi
  step "The tag is in the manifest repository"
  await 30s "jsonpath={.status.source.commit}=$commit"
  await 30s condition=Ready
  git -C "$work/clones/deploy" pull -q --ff-only origin main
  show git -C "$work/clones/deploy" log -1 --stat --format='%h %an: %s'
  show kubectl get gitopsbindings -n shop
  expect "The new line" "          image: \"$image:$commit\"   # so do quotes and comments" "$(grep 'image:' "$work/clones/deploy/$file")"
  remember_demo
  printf '\n%sDone after %d seconds.%s\nTo play Argo CD: %s --apply\nThe status page: %s\n' "$bold" "$((SECONDS - started))" \
    "$plain" "$demo/demo.sh" "http://127.0.0.1:$http_port/status"
}

proposes_commit() {
  [ "$(reason_of Ready)" = AwaitingMerge ] &&
    git -C "$work/clones/deploy" fetch -q origin gitops/shop/web &&
    git -C "$work/clones/deploy" show "FETCH_HEAD:$file" | grep -q "$commit"
}

# apply_kept [FILE]: applies the manifest as Argo CD would, and reports its rollout; or a file of your own
apply_kept() {
  enter_kept
  if [ -n "${1:-}" ]; then
    cd "$called_in" || return
    [ "$1" = - ] || [ -r "$1" ] || refuse "'$1' cannot be read."
    step "Apply $1"
    show kubectl apply -f "$1"
    show kubectl get gitopsbindings -A
    return
  fi
  git -C "$work/clones/deploy" pull -q --ff-only origin main
  step "Play Argo CD: apply the manifest, and report the rollout as its controller would"
  roll_out
}

# run_kept: runs the operator of this build in place of the demo's, in the foreground
run_kept() {
  enter_kept
  local id
  id=$(awk '$2 == "operator" { id = $1 } END { print id }' "$work/processes")
  note "Ending the demo's operator"
  stop "$work" "$id"
  grep -v "^$id " "$work/processes" >"$work/processes.new"
  mv "$work/processes.new" "$work/processes"
  note "This build takes its place: http://127.0.0.1:$http_port/status. Ctrl-C ends it; \`demo.sh --stop\` ends the demo."
  operator_command
  exec env "${operator_command[@]}"
}
