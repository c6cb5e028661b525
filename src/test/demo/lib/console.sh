# shellcheck shell=bash
# What the demo says and how it waits. Sourced by demo.sh.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\033[1m' dim=$'\033[2m' red=$'\033[31m' plain=$'\033[0m'
else
  bold='' dim='' red='' plain=''
fi

step_number=0

# step TEXT: the heading of the next step
step() {
  step_number=$((step_number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$step_number" "$1" "$plain"
}

note() {
  printf '   %s\n' "$1"
}

# show COMMAND [ARGUMENT...]: prints a command, and runs it
show() {
  show_command "$*"
  "$@" 2>&1 | indented || fail "\`$*\` did not succeed."
}

# The demo's folder has a long name, and appears often.
show_command() {
  local folder=\$DEMO
  printf '   %s$ %s%s\n' "$dim" "${1//$work/$folder}" "$plain"
}

indented() {
  sed 's/^/   /'
}

# fail TEXT [LOG]: ends the demo, with the last lines of that log, or of the youngest process, and of
# the operator's
fail() {
  local log logs=${2:-$(tail -n 1 "$work/processes" | cut -d ' ' -f 2)}
  printf '\n%sDemo failed in step %d: %s%s\n' "$red" "$step_number" "$1" "$plain" >&2
  for log in $(printf '%s\n' "$logs" wait operator | sort -u); do
    tail_of_log "$log" >&2
  done
  exit 1
}

tail_of_log() {
  local log=$work/log/$1.log
  if [ -s "$log" ]; then
    printf '\nThe last lines of %s.log:\n' "$1"
    tail -n 20 "$log" | cut -c 1-400 | indented
  fi
}

# expect TEXT WANTED FOUND: fails unless both are the same
expect() {
  [ "$2" = "$3" ] || fail "$1: expected '$2', found '$3'."
}

# wait_until SECONDS TEXT COMMAND [ARGUMENT...]: tries a command until it succeeds
wait_until() {
  local limit=$((SECONDS + $1)) seconds=$1 text=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    assert_alive
    [ "$SECONDS" -lt "$limit" ] || fail "$text: not within $seconds seconds."
    sleep 0.2
  done
}
