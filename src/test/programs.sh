# shellcheck shell=bash
# How the scripts that get a program for the tests tell their progress. Sourced by them; each sets `topic` first.

say() { printf '%s: %s\n' "$topic" "$*" >&2; }

with_progress() { # with_progress WHAT COMMAND…: runs it, and says every 15 seconds that it still does
  local what=$1 started=$SECONDS next=$((SECONDS + 15))
  shift
  say "$what …"
  "$@" &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    sleep 1
    if [ "$SECONDS" -ge "$next" ]; then
      say "$what … $((SECONDS - started)) s"
      next=$((SECONDS + 15))
    fi
  done
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

stop() {
  [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null || true
  exit 130
}

child=
trap stop INT TERM
