# shellcheck shell=bash
# One complete flow of a pull request on the real Gitea of gitea.sh: proposed by the operator, merged by a person. Sourced
# by demo.sh.

show_pull_request() {
  if [ -z "$gitea" ]; then
    note "A pull request is shown where a Gitea is at hand: run \`make gitea\`, which builds one."
    return
  fi
  step "Move the manifest repository to the Gitea, where nobody may push to main any more"
  move_manifest_to_gitea
  propose_by_pull_requests
  step "Push a source commit; CI succeeds; the operator opens a pull request instead of pushing to main"
  push_source 'Sell coats'
  mirror_to_gitea
  set_check success
  push_image
  ask_at_once "$commit"
  await_pull_request
  step "A person merges it. Only now the tag has landed; the operator deletes its branch"
  merge_pull_request
  ask_at_once merged
  await_push
  landed=${landed}x
  check_merged
  roll_out
}

move_manifest_to_gitea() {
  forge_manifest="https://127.0.0.1:$forge_port/acme/deploy.git"
  ask_gitea user/repos -d '{"name": "deploy", "private": true, "default_branch": "main"}' >/dev/null
  git -C "$work/clones/deploy" remote set-url origin "https://acme:$gitea_password@127.0.0.1:$forge_port/acme/deploy.git"
  git -C "$work/clones/deploy" config http.sslCAInfo "$work/pki/ca.crt"
  git -C "$work/clones/deploy" push -q origin HEAD:main 2>>"$work/log/forge.log" || fail "Gitea did not take the push." forge
  ask_gitea repos/acme/deploy/branch_protections -d '{"rule_name": "main", "enable_push": false}' >/dev/null
  note "$forge_manifest has the manifest; its branch main is protected"
}

propose_by_pull_requests() {
  ask_gitea users/acme/tokens -d '{"name": "bot", "scopes": ["write:repository", "write:issue"]}' |
    sed 's/.*"sha1":"\([0-9a-f]*\)".*/\1/' | tr -d '\n' >"$work/bot-token"
  show kubectl create secret generic bot -n shop --from-literal=username=acme --from-file=password="$work/bot-token" \
    --from-file=ca.crt="$work/pki/ca.crt"
  show kubectl annotate secret bot -n shop "gitopsbinding.dev/hosts=127.0.0.1:$forge_port"
  show kubectl patch -n shop gitopsbinding/web --type=merge --patch \
    "{\"spec\":{\"manifest\":{\"url\":\"$forge_manifest\",\"secretRef\":{\"name\":\"bot\"}},\"push\":{\"branch\":\"gitops/{{namespace}}/{{name}}\",\"pullRequest\":{\"provider\":\"Gitea\",\"secretRef\":{\"name\":\"bot\"}}}}}"
}

await_pull_request() {
  local ready='.status.conditions[?(@.type=="Ready")]'
  wait_until 30 "The binding says AwaitingMerge" proposes
  show kubectl get gitopsbindings -n shop -o "custom-columns=READY:$ready.status,REASON:$ready.reason,URL:.status.pullRequest.url"
  note "The pull request:"
  ask_gitea repos/acme/deploy/pulls/1 | sed 's/.*"title":"\([^"]*\)","body":"\([^"]*\)".*/\1\n\n\2/' |
    sed 's/\\n/\n/g; s/\\u003c/</g; s/\\u003e/>/g' | indented
  expect "The manifest branch before somebody merges" "$(git -C "$work/clones/deploy" rev-parse HEAD)" \
    "$(git -C "$work/clones/deploy" ls-remote origin refs/heads/main | cut -f 1)"
}

proposes() {
  [ "$(reason_of Ready)" = AwaitingMerge ] &&
    [ -n "$(kubectl get -n shop gitopsbinding/web -o jsonpath='{.status.pullRequest.url}')" ]
}

merge_pull_request() {
  local number
  number=$(kubectl get -n shop gitopsbinding/web -o jsonpath='{.status.pullRequest.number}')
  wait_until 10 "Gitea has examined the pull request" can_be_merged "$number"
  note "POST https://127.0.0.1:$forge_port/api/v1/repos/acme/deploy/pulls/$number/merge"
  ask_gitea "repos/acme/deploy/pulls/$number/merge" -d '{"Do": "merge"}' || fail "Gitea did not merge it." forge
}

can_be_merged() {
  ask_gitea "repos/acme/deploy/pulls/$1" | grep -q '"mergeable":true'
}

check_merged() {
  local clone=$work/clones/deploy
  git -C "$clone" pull -q --ff-only origin main
  expect "The new line" "          image: \"$image:$commit\"   # so do quotes and comments" "$(grep 'image:' "$clone/$file")"
  wait_until 15 "The branch of the pull request is gone" has_only_main
}

has_only_main() {
  [ -z "$(git -C "$work/clones/deploy" ls-remote origin 'refs/heads/gitops/*')" ]
}
