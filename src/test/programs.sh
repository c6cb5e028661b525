# shellcheck shell=bash
# What the scripts that get a program for the tests share. Sourced by them; each sets `topic` first, and
# `apt_seconds` where the packages take longer.

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

apt_seconds=${apt_seconds:-180}

# apt_get ARGUMENT…: gives up on a mirror that does not answer, on a lock that another holds, and after apt_seconds in all
apt_get() {
  DEBIAN_FRONTEND=noninteractive timeout "$apt_seconds" apt-get -q -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 \
    -o Acquire::Retries=1 -o DPkg::Lock::Timeout=10 -o APT::Sandbox::User=root "$@" </dev/null >&2
}

is_known() { # is_known PACKAGE: Debian's lists of packages on this machine have it
  [ -n "$(apt-cache --no-all-versions show "$1" 2>/dev/null)" ]
}

find_or_build() { # find_or_build FOLDER WHAT TIME: prints the program of FOLDER's Go module; builds it once in about TIME
  local folder=$1 cache=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/$topic program new
  # Another text or another version is another program.
  program=$cache/$topic-$(cat "$folder/main.go" "$folder/go.mod" | cksum | cut -d' ' -f1)
  if [ ! -x "$program" ]; then
    mkdir -p "$cache" && new=$(mktemp "$cache/building.XXXXXX")
    if ! { command -v go >/dev/null && with_progress "building $2 (takes about $3)" \
      env CGO_ENABLED=0 go -C "$folder" build -trimpath -ldflags '-s -w' -o "$new" . </dev/null >&2; }; then
      rm -f "$new"
      say "Could not build $2. Install Go $(sed -n 's/^go //p' "$folder/go.mod") or newer and allow access to a Go module proxy."
      return 1
    fi
    chmod 755 "$new" && mv "$new" "$program"
  fi
  echo "$program"
}

stop() {
  [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null || true
  exit 130
}

child=
trap stop INT TERM
