# shellcheck shell=bash
# The forge that has the checks of commits: a real Gitea (gitea.sh), or, where its program is not at hand, a STAND-IN of
# one: openssl serves one file for each commit, in the shape in which Gitea documents the statuses of a commit. Sourced by
# demo.sh.

start_forge_stand_in() {
  forge_port=$(free_port)
  forge_token=demo
  mkdir -p "$work/forge/api/v1/repos/acme/web/statuses"
  start forge sh -c "cd '$work/forge' && exec openssl s_server -accept 127.0.0.1:$forge_port \
-cert '$work/pki/server.crt' -key '$work/pki/server.key' -HTTP -quiet"
}

# set_check RESULT: from now on the forge says this of the check 'build' of $commit
set_check() {
  if [ -n "$gitea" ]; then
    report_to_gitea "$1"
  else
    report_to_stand_in "$1"
  fi
  note "The check 'build' of ${commit:0:7}… is now: $1"
}

report_to_stand_in() {
  local body file="$work/forge/api/v1/repos/acme/web/statuses/$commit?sort=leastindex&limit=50&page=1"
  forge_id=$((${forge_id:-0} + 1))
  body="[{\"id\": $forge_id, \"context\": \"build\", \"status\": \"$1\", \"target_url\": \"https://ci.example/builds/$forge_id\"}]"
  printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
    "${#body}" "$body" >"$work/forge/next"
  mv "$work/forge/next" "$file"
}

require_checks() {
  printf '%s' "$forge_token" >"$work/forge-token"
  show kubectl create secret generic forge -n shop --from-file=bearerToken="$work/forge-token" \
    --from-file=ca.crt="$work/pki/ca.crt"
  show kubectl annotate secret forge -n shop "gitopsbinding.dev/hosts=127.0.0.1:$forge_port"
  show kubectl patch -n shop gitopsbinding/web --type=merge --patch \
    "{\"spec\":{\"source\":{\"checks\":{\"provider\":\"Gitea\",\"apiURL\":\"https://127.0.0.1:$forge_port/api/v1\",\"secretRef\":{\"name\":\"forge\"},\"names\":[\"build\"]}}}}"
}

# Nothing may reach the manifest repository while a check has failed.
await_failed_check() {
  local ready='.status.conditions[?(@.type=="Ready")]'
  wait_until 30 "The binding says ChecksFailed" failed_check
  show kubectl get gitopsbindings -n shop -o "custom-columns=READY:$ready.status,REASON:$ready.reason,MESSAGE:$ready.message"
  expect "The manifest branch while a check has failed" "$(git -C "$work/clones/deploy" rev-parse HEAD)" \
    "$(git ls-remote "$manifest_url" refs/heads/main | cut -f 1)"
}

failed_check() {
  [ "$(reason_of Ready)" = ChecksFailed ]
}

show_checks() {
  if [ -n "$gitea" ]; then
    step "Require that a commit's check 'build' passes. A real Gitea says whether it has"
    start_gitea
  else
    step "Require that a commit's check 'build' passes. A STAND-IN of a Gitea says whether it has: no real one is here. Run \`make gitea\`, which builds it"
    start_forge_stand_in
  fi
  require_checks
  push_source 'Sell bags'
  [ -z "$gitea" ] || mirror_to_gitea
  set_check failure
  ask_at_once "$commit"
  await_failed_check
  step "The job is run again and passes; CI pushes the image; the tag follows"
  set_check success
  push_image
  ask_at_once passed
  await_push
  check_manifest_commit
  roll_out
}
