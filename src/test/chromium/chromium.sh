#!/usr/bin/env bash
# Finds a Chromium that runs without a screen, or gets it once, and prints the program's path as the last line on stdout.
# The order: CHROMIUM, the PATH, the user's cache folder; then into the cache the packages of Debian's
# chromium-headless-shell with the libraries that this machine lacks and a font. They are unpacked, not installed, which
# takes no root and changes nothing of the machine. Progress goes to stderr.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OS=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  arm64 | aarch64) ARCH=arm64 ;;
  *) ARCH=amd64 ;;
esac
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/chromium
PROGRAM=$CACHE/chromium-$OS-$ARCH
ROOT=$CACHE/root-$OS-$ARCH
PACKAGE=chromium-headless-shell
FONT=fonts-dejavu-core

topic=chromium
# some 100 MB
apt_seconds=600
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

# works PROGRAM: it shows a page. Some machines have a program of that name that only says how to install another.
works() {
  [ -x "$1" ] && timeout 60 "$1" --headless --no-sandbox --disable-gpu --dump-dom 'data:text/html,<p>it-works</p>' \
    </dev/null 2>/dev/null | grep -q it-works
}

find_program() {
  local name program
  if [ -n "${CHROMIUM:-}" ]; then
    works "$CHROMIUM" && echo "$CHROMIUM" && return
    say "CHROMIUM=$CHROMIUM is not a working Chromium; looking elsewhere"
  fi
  for name in chromium chromium-headless-shell chromium-browser google-chrome; do
    program=$(type -P "$name") && works "$program" && echo "$program" && return
  done
  works "$PROGRAM" && echo "$PROGRAM"
}

# The packages that an installation would add. Not libc6: the machine's own loads all programs.
missing_packages() {
  apt-get install --simulate --no-install-recommends "$PACKAGE" "$FONT" 2>/dev/null |
    awk '$1 == "Inst" && $2 != "libc6" { print $2 }'
}

unpack_packages() { # unpack_packages FOLDER: the packages, into FOLDER/root
  local tool file
  for tool in apt-get apt-cache dpkg-deb timeout awk; do command -v "$tool" >/dev/null || return 1; done
  if ! is_known "$PACKAGE" && [ "$(id -u)" = 0 ]; then
    with_progress "asking Debian for its packages" apt_get update || return 1
  fi
  is_known "$PACKAGE" || { say "the package $PACKAGE is not known here"; return 1; }
  mkdir "$1/packages" "$1/root"
  # shellcheck disable=SC2046 # each word is a package
  (cd "$1/packages" && with_progress "downloading Chromium with its libraries (some 100 MB)" \
    apt_get download "$PACKAGE" "$FONT" $(missing_packages)) || return 1
  for file in "$1"/packages/*.deb; do
    dpkg-deb --extract "$file" "$1/root" || return 1
  done
}

# write_program FOLDER: a script that runs the program with its own libraries and fonts
write_program() {
  local libraries
  libraries=$(cd "$1/root" && find . -name '*.so*' -exec dirname {} + | sort -u | sed "s|^\.|$ROOT|" | paste -sd: -)
  cat >"$1/fonts.conf" <<END
<?xml version="1.0"?>
<fontconfig>
  <dir>$ROOT/usr/share/fonts</dir>
  <cachedir>$CACHE/fontconfig</cachedir>
</fontconfig>
END
  cat >"$1/program" <<END
#!/bin/sh
export LD_LIBRARY_PATH='$libraries' FONTCONFIG_FILE='$ROOT/fonts.conf'
exec '$ROOT/usr/lib/chromium/$PACKAGE' "\$@"
END
  chmod 755 "$1/program"
}

get_program() {
  local folder
  mkdir -p "$CACHE" && folder=$(mktemp -d "$CACHE/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  if unpack_packages "$folder" && write_program "$folder"; then
    rm -rf "$ROOT"
    mv "$folder/root" "$ROOT" && mv "$folder/fonts.conf" "$ROOT/fonts.conf" && mv "$folder/program" "$PROGRAM" || return 1
    if works "$PROGRAM"; then
      say "Chromium is $PROGRAM"
      echo "$PROGRAM"
      return
    fi
    say "the program of the package $PACKAGE does not run"
  fi
  say "Could not get Chromium. Do one of these and run 'make chromium' again:"
  say "  - on Debian: run 'apt-get update' as root, or install the package chromium"
  say "  - install Chromium or Google Chrome in another way, so that it is on the PATH"
  say "  - set CHROMIUM to the program"
  return 1
}

find_program || get_program
