# shellcheck shell=bash
# A real Gitea with TLS, where its program is at hand, with a mirror of the source repository. Sourced by demo.sh.

start_gitea() {
  forge_port=$(free_port)
  mkdir -p "$work/gitea"
  write_gitea_config
  # Of root, Gitea demands to be told so; it listens on the loopback only.
  start forge "${gitea_command[@]}" web
  wait_until 30 "Gitea answers" ask_gitea version
  "${gitea_command[@]}" admin user create --username=acme --password="$gitea_password" --admin \
    --email=acme@shop.example --must-change-password=false >>"$work/log/forge.log" 2>&1 ||
    fail "Gitea did not make a user." forge
  ask_gitea user/repos -d '{"name": "web", "private": true, "default_branch": "main"}' >/dev/null
  forge_token=$(ask_gitea users/acme/tokens -d '{"name": "operator", "scopes": ["read:repository"]}' |
    sed 's/.*"sha1":"\([0-9a-f]*\)".*/\1/')
  note "It answers on 127.0.0.1:$forge_port"
}

write_gitea_config() {
  local root=''
  gitea_password=demo-$RANDOM$RANDOM$RANDOM
  gitea_command=(env -i PATH="$PATH" HOME="$work/gitea" USER="$(id -un)"
    GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT=true "$gitea" --config "$work/gitea/app.ini")
  # One that `make gitea` built has its templates beside it, others have them inside.
  [ ! -d "$(dirname "$gitea")/templates" ] || root="STATIC_ROOT_PATH = $(dirname "$gitea")"
  cat >"$work/gitea/app.ini" <<-END
	RUN_MODE = prod
	WORK_PATH = $work/gitea
	[server]
	PROTOCOL = https
	HTTP_ADDR = 127.0.0.1
	HTTP_PORT = $forge_port
	DOMAIN = 127.0.0.1
	ROOT_URL = https://127.0.0.1:$forge_port/
	CERT_FILE = $work/pki/server.crt
	KEY_FILE = $work/pki/server.key
	DISABLE_SSH = true
	OFFLINE_MODE = true
	$root
	[database]
	DB_TYPE = sqlite3
	PATH = $work/gitea/gitea.db
	[security]
	INSTALL_LOCK = true
	SECRET_KEY = demo
	[service]
	DISABLE_REGISTRATION = true
	[indexer]
	ISSUE_INDEXER_TYPE = db
	[oauth2]
	ENABLED = false
	[cron.update_checker]
	ENABLED = false
	[log]
	MODE = console
	END
}

# ask_gitea PATH [CURL_ARGUMENT...]: a request to its API by the user acme, once there is one
ask_gitea() {
  local path=$1 login=()
  shift
  [ "$path" = version ] || login=(-u "acme:$gitea_password")
  curl -fsS --max-time 10 --cacert "$work/pki/ca.crt" -H 'Content-Type: application/json' \
    ${login[@]+"${login[@]}"} "$@" "https://127.0.0.1:$forge_port/api/v1/$path"
}

mirror_to_gitea() {
  GIT_SSL_CAINFO=$work/pki/ca.crt git -C "$work/clones/web" push -q \
    "https://acme:$gitea_password@127.0.0.1:$forge_port/acme/web.git" HEAD:main 2>>"$work/log/forge.log" ||
    fail "Gitea did not take the push." forge
  note "Gitea has a mirror of it"
}

# report_to_gitea RESULT: what CI does with the result of the job 'build' of $commit
report_to_gitea() {
  forge_id=$((${forge_id:-0} + 1))
  ask_gitea "repos/acme/web/statuses/$commit" >/dev/null -d \
    "{\"context\": \"build\", \"state\": \"$1\", \"target_url\": \"https://ci.example/builds/$forge_id\"}"
}
