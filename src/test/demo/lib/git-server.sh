# shellcheck shell=bash
# A git server over SSH with two repositories, and the clones that people work in. Sourced by demo.sh.

find_sshd() {
  local candidate
  for candidate in "$(command -v sshd || true)" /usr/sbin/sshd /usr/local/sbin/sshd \
    /opt/homebrew/sbin/sshd; do
    if [ -x "$candidate" ]; then
      echo "$candidate" # sshd wants to be called by its absolute path
      return
    fi
  done
}

start_git_server() {
  ssh_port=$(free_port)
  mkdir -p "$work/git" "$work/ssh"
  ssh-keygen -q -t ed25519 -N '' -C 'git server of the demo' -f "$work/ssh/host"
  ssh-keygen -q -t ed25519 -N '' -C 'demo' -f "$work/ssh/user"
  printf '[127.0.0.1]:%s %s\n' "$ssh_port" "$(cut -d ' ' -f 1,2 "$work/ssh/host.pub")" \
    >"$work/ssh/known_hosts"
  write_git_only_command
  write_sshd_config
  make_privilege_separation_folder
  start sshd "$sshd" -D -f "$work/ssh/sshd_config" -E "$work/log/sshd.log"
  export GIT_SSH_COMMAND="ssh -F /dev/null -i $work/ssh/user -o IdentitiesOnly=yes \
-o IdentityAgent=none -o BatchMode=yes -o UserKnownHostsFile=$work/ssh/known_hosts \
-o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes"
  source_url=$(repository acme/web)
  manifest_url=$(repository deploy)
  wait_until 10 "The git server answers" git ls-remote "$source_url"
}

# The key may do nothing but git, in the demo's folder, and untouched by the user's git settings.
write_git_only_command() {
  cat >"$work/ssh/git-only.sh" <<-END
	export PATH='$PATH' HOME='$work/home' GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
	command=\$(printf '%s' "\$SSH_ORIGINAL_COMMAND" | sed "s|'/*|'$work/git/|")
	exec git shell -c "\$command"
	END
  printf 'restrict,command="/bin/sh %s" %s\n' "$work/ssh/git-only.sh" "$(cat "$work/ssh/user.pub")" \
    >"$work/ssh/authorized_keys"
}

# Shells read start files from HOME even for one command; the user's may print or take their time.
write_sshd_config() {
  cat >"$work/ssh/sshd_config" <<-END
	ListenAddress 127.0.0.1:$ssh_port
	HostKey $work/ssh/host
	PidFile none
	AuthorizedKeysFile $work/ssh/authorized_keys
	StrictModes no
	UsePAM no
	AuthenticationMethods publickey
	AcceptEnv GIT_PROTOCOL
	SetEnv HOME=$work/home
	PermitRootLogin forced-commands-only
	AllowUsers $(id -un)
	END
}

# Where root runs it, Linux' sshd wants a folder that a package or the system's start makes.
make_privilege_separation_folder() {
  if [ "$(id -u)" = 0 ] && [ "$(uname)" = Linux ] && [ ! -d /run/sshd ]; then
    mkdir -m 755 /run/sshd
    touch "$work/made-run-sshd"
  fi
}

# repository NAME: makes an empty repository and prints its URL
repository() {
  git init -q --bare -b main "$work/git/$1.git"
  echo "ssh://$(id -un)@127.0.0.1:$ssh_port/$1.git"
}

# as NAME GIT_ARGUMENT...: runs git in the clone of a person
as() {
  local name=$1 email
  shift
  email="$(echo "$name" | tr 'A-Z ' 'a-z-')@shop.example"
  GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$email GIT_COMMITTER_NAME=$name GIT_COMMITTER_EMAIL=$email \
    git "$@"
}

# push_source TEXT: changes the application and pushes; sets $commit
push_source() {
  local clone=$work/clones/web
  echo "$1" >>"$clone/CHANGES.txt"
  as Developer -C "$clone" add CHANGES.txt
  as Developer -C "$clone" commit -q -m "$1"
  as Developer -C "$clone" push -q origin HEAD:main
  commit=$(git -C "$clone" rev-parse HEAD)
  note "Pushed $(git -C "$clone" log -1 --format='%h "%s"') to $source_url"
}

# fill_manifest_repository: with the tag of $commit wherever it lives
fill_manifest_repository() {
  local clone=$work/clones/deploy
  mkdir -p "$clone/apps/web/staging"
  sed "s|IMAGE|$image:$commit|" "$demo/deployment.yaml" >"$clone/$file"
  sed -e "s|IMAGE_NAME|$image|" -e "s|SOURCE_URL|$source_url|" -e "s|COMMIT|$commit|" "$demo/kustomization.yaml" >"$clone/$staging"
  sed -e "s|IMAGE_NAME|$image|" -e "s|COMMIT|$commit|" "$demo/values.yaml" >"$clone/$values"
  as Developer -C "$clone" add .
  as Developer -C "$clone" commit -q -m 'Deploy web'
  as Developer -C "$clone" push -q origin HEAD:main
  note "Pushed $file, $staging and $values to $manifest_url"
}

clone_repositories() {
  git init -q -b main "$work/clones/web"
  git init -q -b main "$work/clones/deploy"
  git -C "$work/clones/web" remote add origin "$source_url"
  git -C "$work/clones/deploy" remote add origin "$manifest_url"
}
