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

# after-package.sh has removed both if a jar is newer.
if [ -f "$archive" ] || [ -f "$target/gitopsbinding-operator.aot" ]; then
  exit 0
fi
# Without the classes of the tests nobody runs these.
[ -f "$target/test-classes/$(echo "$trainer" | tr . /).class" ] || exit 0

home=$(mktemp -d)
trap 'rm -rf "$home" "$archive.new"' EXIT
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
XDG_CONFIG_HOME=$home "$java" -XX:TieredStopAtLevel=1 -Duser.home="$home" -cp "$target/test-classes:$jar:$target/lib/*" \
  "$trainer" "$java" @src/build/jvm.options -Xmx256m -XX:ArchiveClassesAtExit="$archive.new" -jar "$jar" || true
# A JDK without an archive of its own classes cannot make one.
if [ -s "$archive.new" ]; then
  mv "$archive.new" "$archive"
else
  echo "The training run left no $archive.new: the operators of the tests start without it, and take longer." >&2
fi
