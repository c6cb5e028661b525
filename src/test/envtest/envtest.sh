#!/usr/bin/env bash
# Finds the API server's programs, or gets them once, and prints their folder as the last line on stdout.
# The order: KUBE_API_TEST_DIR, KUBEBUILDER_ASSETS, the user's cache folder; then into the cache a download,
# and where that cannot be, a build from the Go modules in this folder. Progress goes to stderr.
#
# KUBERNETES=1.34 asks for another version than that of most tests: one of the folders here. It is always built, and has a
# cache folder of its own, so that nothing else finds it.
set -euo pipefail

SELECTED=${KUBERNETES:-}
KUBERNETES=1.36.3          # what go.mod builds
ARCHIVE=1.36.2             # the newest archive of that minor version that controller-tools has released
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/gitopsbinding/envtest
OS=$(uname -s | tr '[:upper:]' '[:lower:]')
case $(uname -m) in
  arm64 | aarch64) ARCH=arm64 ;;
  *) ARCH=amd64 ;;
esac

topic=envtest
# shellcheck source=src/test/programs.sh
. "$HERE/../programs.sh"

if [ -n "$SELECTED" ] && [ "$SELECTED" != "${KUBERNETES%.*}" ]; then
  if [ ! -f "$HERE/$SELECTED/go.mod" ]; then
    say "KUBERNETES=$SELECTED is none of the versions here: $(cd "$HERE" && echo 1.*/ | tr -d /) ${KUBERNETES%.*}"
    exit 1
  fi
  HERE=$HERE/$SELECTED
  CACHE=$CACHE-$SELECTED
  KUBERNETES=$(sed -n 's/^\s*k8s.io\/kubernetes v\([0-9.]*\).*/\1/p' "$HERE/go.mod")
else
  SELECTED=
fi

has_all() { # has_all FOLDER PROGRAM…
  local folder=$1 program
  shift
  for program in "$@"; do [ -x "$folder/$program" ] || return 1; done
}

newest() { # newest TESTDIR: its complete folder of the newest version
  local version folder
  for version in $(cd "$1/k8s" 2>/dev/null && printf '%s\n' * | sed -n "s/-$OS-$ARCH\$//p" | sort -t. -k1,1nr -k2,2nr -k3,3nr); do
    folder=$1/k8s/$version-$OS-$ARCH
    if has_all "$folder" etcd kube-apiserver kubectl; then
      echo "$folder"
      return
    fi
  done
  return 1
}

find_programs() {
  if [ -n "$SELECTED" ]; then
    newest "$CACHE"
    return
  fi
  if [ -n "${KUBE_API_TEST_DIR:-}" ]; then
    newest "$KUBE_API_TEST_DIR" && return
    say "KUBE_API_TEST_DIR=$KUBE_API_TEST_DIR holds no k8s/VERSION-$OS-$ARCH with etcd, kube-apiserver and kubectl; looking elsewhere"
  fi
  if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
    has_all "$KUBEBUILDER_ASSETS" etcd kube-apiserver kubectl && echo "$KUBEBUILDER_ASSETS" && return
    say "KUBEBUILDER_ASSETS=$KUBEBUILDER_ASSETS does not hold etcd, kube-apiserver and kubectl; looking elsewhere"
  fi
  newest "$CACHE"
}

get() { # get URL FILE: gives up after 10 s without an answer, or while less than 10 kB/s arrive
  curl -fsSL --connect-timeout 10 --speed-limit 10000 --speed-time 10 --max-time 600 -o "$2" "$1"
}

check() { # check ALGORITHM SUM FILE
  local actual
  actual=$({ "sha$1sum" "$3" 2>/dev/null || shasum -a "$1" "$3"; } | cut -d' ' -f1)
  [ "$actual" = "$2" ] || { say "$3 is not what was published: SHA-$1 $actual instead of $2"; return 1; }
}

archive_sum() { # as published in controller-tools' envtest-releases.yaml
  case $OS-$ARCH in
    linux-amd64) echo ea743186c8a799f5cf8faf16969f86189d003cb7d130e0ac4b58789f1e5748dcf30ebe91c837a10d5ac415383da3e10b9e64d65785c938c23e739781cfb76f08 ;;
    linux-arm64) echo 2d72ee985a8e262a3c57dc9f7f0fd891f6a8c7bf7ebaa2db6dc6d8eac8ae28181afe51c1f368b67756cdb40b10de9b205609e1726e5f27f7c6d824dd9c6649ac ;;
    darwin-amd64) echo b4fe9f973cd1992e3880f8b230ed32c0c243b83371591e3e3315f4404df2cdbef8ee94eeb9bb245b7e5feb987d5c4a76c43e0877654ab73f00d7bbc2b9984514 ;;
    darwin-arm64) echo 9278f9e5af556b2f1f2d139769c1f0d717c7b4426917fdebdba898bcb725a916e4910d6160886194ff9be9589ea7c5c32c2b8ae0754703874b7c8ba8ddfc41ce ;;
    *) return 1 ;;
  esac
}

download() { # download FOLDER
  local name=envtest-v$ARCHIVE-$OS-$ARCH.tar.gz sum manager
  sum=$(archive_sum) || return 1
  command -v curl >/dev/null || { say "curl is not installed"; return 1; }
  with_progress "downloading $name" get \
    "https://github.com/kubernetes-sigs/controller-tools/releases/download/envtest-v$ARCHIVE/$name" "$1/archive" || return 1
  check 512 "$sum" "$1/archive" || return 1
  tar -xzf "$1/archive" -C "$1" --strip-components=2 || return 1
  rm "$1/archive"
  has_all "$1" etcd kube-apiserver kubectl || { say "$name lacks a program"; return 1; }
  # The archive has no controller-manager. It is released for Linux; elsewhere Go builds it.
  manager=https://dl.k8s.io/release/v$ARCHIVE/bin/$OS/$ARCH/kube-controller-manager
  if [ "$OS" = linux ] && get "$manager.sha256" "$1/sum" &&
    with_progress "downloading kube-controller-manager" get "$manager" "$1/kube-controller-manager" &&
    check 256 "$(cut -d' ' -f1 "$1/sum")" "$1/kube-controller-manager"; then
    chmod +x "$1/kube-controller-manager"
    rm "$1/sum"
  else
    build "$1" k8s.io/kubernetes/cmd/kube-controller-manager
  fi
}

build() { # build FOLDER PACKAGE…
  local folder=$1 package name version=k8s.io/component-base/version
  shift
  command -v go >/dev/null || { say "no Go toolchain is installed"; return 1; }
  for package in "$@"; do
    case $package in */etcd/*) name=etcd ;; *) name=${package##*/} ;; esac
    with_progress "building $name (all four take about 8 minutes on 2 cores)" \
      env CGO_ENABLED=0 go -C "$HERE" build -trimpath -o "$folder/$name" \
      -ldflags "-s -w -X $version.gitVersion=v$KUBERNETES -X $version.gitMajor=1 -X $version.gitMinor=$(echo "$KUBERNETES" | cut -d. -f2)" "$package" || return 1
  done
}

keep() { # keep FOLDER VERSION: moves it to its place in the cache, in one step
  local place=$CACHE/k8s/$2-$OS-$ARCH
  chmod 755 "$1" && rm -rf "$place" && mv "$1" "$place" || return 1
  say "the API server's programs are in $place"
  echo "$place"
}

get_programs() {
  local folder
  mkdir -p "$CACHE/k8s" && folder=$(mktemp -d "$CACHE/k8s/getting.XXXXXX") || return 1
  # shellcheck disable=SC2064
  trap "rm -rf '$folder'" EXIT
  local programs=(go.etcd.io/etcd/server/v3 k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl)
  if [ -z "$SELECTED" ]; then
    if download "$folder"; then
      keep "$folder" "$ARCHIVE"
      return
    fi
    say "cannot download; building the programs from their Go modules instead"
    programs+=(k8s.io/kubernetes/cmd/kube-controller-manager)
  fi
  if build "$folder" "${programs[@]}"; then
    keep "$folder" "$KUBERNETES"
    return
  fi
  say "Could neither download nor build etcd, kube-apiserver and kubectl. Do one of these and run 'make envtest' again:"
  [ -n "$SELECTED" ] || say "  - install curl and allow access to github.com and dl.k8s.io"
  say "  - install Go $(sed -n 's/^go //p' "$HERE/go.mod") or newer and allow access to a Go module proxy"
  [ -n "$SELECTED" ] || say "  - put the programs into a folder and set KUBEBUILDER_ASSETS to it"
  return 1
}

find_programs || get_programs
