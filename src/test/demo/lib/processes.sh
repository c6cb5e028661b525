# shellcheck shell=bash
# Starting and ending the demo's own processes. Sourced by demo.sh.
#
# Every process carries the demo's folder in its command line, and its id is kept in that folder. So
# no other process is ever ended, not even where an id was used again.

# start NAME COMMAND [ARGUMENT...]: runs a command behind the demo, its output in log/NAME.log
start() {
  local name=$1
  shift
  set -m # a process group of its own: Ctrl-C must reach the demo alone, which then ends all in order
  nohup "$@" >>"$work/log/$name.log" 2>&1 </dev/null &
  set +m
  printf '%s %s\n' "$!" "$name" >>"$work/processes"
  # until then its command line is the demo's
  while kill -0 "$!" 2>/dev/null && ! is_ours "$work" "$!"; do
    sleep 0.05
  done
}

# is_ours FOLDER ID: whether the process runs and was started by the demo of that folder
is_ours() {
  kill -0 "$2" 2>/dev/null || return 1
  if [ -r "/proc/$2/cmdline" ]; then
    { tr '\0' ' ' <"/proc/$2/cmdline" | grep -qF "$1"; } 2>/dev/null # it may end just now
  else
    ps -ww -o command= -p "$2" 2>/dev/null | grep -qF "$1"
  fi
}

# assert_alive: fails if a process ended by itself
assert_alive() {
  local id name
  while read -r id name; do
    is_ours "$work" "$id" || fail "$name ended by itself." "$name"
  done <"$work/processes"
}

# stop_all FOLDER: ends the processes of a demo, the youngest first, and removes its folder
stop_all() {
  local folder=$1 id
  for id in $(ids_youngest_first "$folder"); do
    stop "$folder" "$id"
  done
  if [ -e "$folder/made-run-sshd" ]; then
    rmdir /run/sshd 2>/dev/null || true
  fi
  rm -rf "$folder"
}

ids_youngest_first() {
  awk '{ ids = $1 " " ids } END { print ids }' "$1/processes"
}

# stop FOLDER ID: asks the process to end, and ends it by force after 10 seconds
stop() {
  local limit=$((SECONDS + 10))
  is_ours "$1" "$2" || return 0
  kill -TERM "$2" 2>/dev/null || true
  while is_ours "$1" "$2"; do
    if [ "$SECONDS" -ge "$limit" ]; then
      kill -KILL "$2" 2>/dev/null || true
    fi
    sleep 0.1
  done
  wait "$2" 2>/dev/null || true
}

# free_port: a port of 127.0.0.1 that nothing listens on, below those the system hands out itself
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if grep -qx "$port" "$work/ports" 2>/dev/null; then
      continue
    fi
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port" | tee -a "$work/ports"
      return
    fi
  done
}
