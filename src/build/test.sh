#!/bin/sh
# All tests, and beside them the checks of Error Prone and of the format. Usage: test.sh MVN..., the command that starts
# Maven, in the top folder. The exit code is 0 only if both pass.
set -eu
log=target/checks.log

end_checks() {
  # Once they have ended, another process may get their number.
  case $(ps -ww -o command= -p "$checks" 2>/dev/null) in
    *build.folder=target/checked*) kill "$checks" 2>/dev/null || true ;;
  esac
}

mkdir -p target
rm -rf target/faults
echo "Error Prone and the format check work while the tests wait; they write to $log"
# They take as long as half of the tests, and one processor only.
nice -n 19 "$@" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dbuild.folder=target/checked \
  test-compile spotless:check >"$log" 2>&1 &
checks=$!
# A shell lets what it starts in the background ignore SIGINT: Ctrl-C alone would not end it.
trap 'end_checks; exit 130' INT

if ! "$@" -Dcompiler.checks=-proc:none -Dcompiler.testChecks=-proc:none -Dspotless.check.skip verify; then
  end_checks
  # 143 is the end by end_checks.
  wait "$checks" || [ $? -eq 143 ] || cat "$log" >&2
  echo "make test: the build or its tests failed, see above" >&2
  exit 1
fi
if ! wait "$checks"; then
  # Last, so that nobody takes the tests' BUILD SUCCESS for the result of both.
  cat "$log" >&2
  echo "make test: the tests passed, but Error Prone or the format check failed: fix what is named above; make fmt formats" >&2
  exit 1
fi
