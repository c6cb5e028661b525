#!/bin/sh
# Run by Maven before it compiles: classes that a build without the checks has made are removed if this one has them. Maven
# would take them for up to date. Usage: before-compile.sh TARGET CHECKS, what pom.xml calls compiler.checks.
set -eu
mark=$1/compiled-without-checks
case $2 in
  *ErrorProne*) [ ! -f "$mark" ] || rm -rf "$1/classes" "$mark" ;;
  *) mkdir -p "$1" && touch "$mark" ;;
esac
