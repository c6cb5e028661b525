#!/usr/bin/env bash
# Fuzzes each target for a time, one after the other: fuzz.sh TIME CLASSPATH [PART OF A TARGET'S NAME...]
# TIME is per target, such as 60s or 5m. An input that breaks a target is kept where `make test` replays it.
# Exits with 1 if there was one. Needs JAVA_HOME; logs go to target/fuzz.
set -euo pipefail

time=$1 classpath=$2
shift 2
logs=target/fuzz
root=src/fuzz # Jazzer would take src/test/resources of the current folder for the place of inputs
instrumented='dev.gitopsbinding.**,org.snakeyaml.engine.**,com.samskivert.mustache.**,org.apache.sshd.client.config.hosts.**'
progress_seconds=15
found=0
fuzzer=

jazzer() {
  "$JAVA_HOME/bin/java" -Xmx1g -cp "$classpath" \
    -Djazzer.internal.basedir="$PWD/$root" -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    com.code_intelligence.jazzer.Jazzer "$@"
}

# is_wanted TARGET [PART...]: whether it holds one of the parts, or none are given
is_wanted() {
  local target=$1 part
  shift
  [ $# -gt 0 ] || return 0
  for part in "$@"; do
    case $target in *"$part"*) return 0 ;; esac
  done
  return 1
}

# last_line LOG: the fuzzer's newest line of figures
last_line() {
  grep -a '^#[0-9]' "$1" | tail -n 1 | sed 's/ rss:.*//' || true
}

# cause LOG: what went wrong, in its first lines
cause() {
  grep -a -m 1 -A 2 '^== Java Exception\|^==.*ERROR\|Exception:\|Error:' "$1" | cut -c 1-300 | tr -d '\000-\010\013-\037' || true
}

# wait_for PROCESS LOG: shows the figures now and then; its exit status is the process's
wait_for() {
  local next=$((SECONDS + progress_seconds))
  while kill -0 "$1" 2>/dev/null; do
    sleep 1
    if [ "$SECONDS" -ge "$next" ]; then
      printf '    %s\n' "$(last_line "$2")"
      next=$((SECONDS + progress_seconds))
    fi
  done
  wait "$1"
}

fuzz() {
  local target=$1 log=$logs/${1/::/.}.log class=${1%::*} method=${1#*::} inputs
  inputs=$root/resources/${class//./\/}Inputs/$method
  mkdir -p "$inputs"
  printf '%s\n' "$target"
  jazzer --target_class="$class" --target_method="$method" --hooks=true \
    --instrument="$instrumented" --max_duration="$time" --reproducer_path="$logs" \
    -artifact_prefix="$inputs/" >"$log" 2>&1 </dev/null &
  fuzzer=$!
  if wait_for "$fuzzer" "$log"; then
    printf '  ok: %s\n' "$(last_line "$log")"
  else
    found=1
    printf '  FOUND: %s\n  The log: %s\n' "$(cause "$log")" "$log"
    sed -n 's/.*Test unit written to \(.*\)/  The input is kept: \1/p' "$log"
  fi
}

trap '[ -z "$fuzzer" ] || kill "$fuzzer" 2>/dev/null || true' EXIT
mkdir -p "$logs"
targets=$(jazzer --list_fuzz_tests= 2>"$logs/list.log") || { cat "$logs/list.log" >&2; exit 2; }
for target in $targets; do
  if is_wanted "$target" "$@"; then
    fuzz "$target"
  fi
done
exit "$found"
