#!/bin/sh
# Makes the archive of classes with which the operators of the integration tests start: some 25 of them, and each takes a
# quarter less processor time. The cache of aot.sh saves little more at a start, and its training takes twice as long; the
# training run is the same. Usage: class-archive.sh JAVA TARGET, in the top folder: the tests name the jar as this does.
set -eu
java=$1
target=$2
jar=$target/gitopsbinding-operator.jar
archive=$target/gitopsbinding-operator.jsa
trainer=dev.gitopsbinding.training.TrainingMain

# after-package.sh has removed both if a jar is newer. The archive fits one set of options.
if [ -f "$target/gitopsbinding-operator.aot" ] ||
  { [ -f "$archive" ] && [ -z "$(find src/build/jvm.options -newer "$archive")" ]; }; then
  exit 0
fi
rm -f "$archive" "$archive.new"
# Without test classes there is no training run, and no test that starts an operator.
[ -f "$target/test-classes/$(echo "$trainer" | tr . /).class" ] || exit 0

home=$(mktemp -d)
trap 'rm -rf "$home" "$archive.new"' EXIT
trap 'exit 130' INT # dash leaves without the line above
trap 'exit 143' TERM
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
if XDG_CONFIG_HOME=$home "$java" -XX:TieredStopAtLevel=1 -Duser.home="$home" -cp "$target/test-classes:$jar:$target/lib/*" \
  "$trainer" "$java" @src/build/jvm.options -Xmx256m -XX:ArchiveClassesAtExit="$archive.new" -jar "$jar" &&
  [ -s "$archive.new" ]; then
  mv "$archive.new" "$archive"
else
  # As with a JDK that has no archive of its own classes.
  echo "The training run made no $archive: the operators of the tests start without it, and take longer." >&2
fi
