#!/bin/sh
# Makes the archive of classes with which the operators of the integration tests start: some 25 of them, and each takes a
# third less processor time. aot.sh's cache, which is shipped, would take longer to make than it saves there. The training
# run is the same. Usage: class-archive.sh JAVA TARGET, in the top folder: the jar's path is the one that the tests use.
set -eu
java=$1
target=$2
jar=$target/gitopsbinding-operator.jar
archive=$target/gitopsbinding-operator.jsa
home=$(mktemp -d)
trap 'rm -rf "$home" "$archive.new"' EXIT

unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
XDG_CONFIG_HOME=$home "$java" -XX:TieredStopAtLevel=1 -Duser.home="$home" -cp "$target/test-classes:$jar:$target/lib/*" \
  dev.gitopsbinding.training.TrainingMain \
  "$java" @src/build/jvm.options -Xmx256m -XX:ArchiveClassesAtExit="$archive.new" -jar "$jar"
mv "$archive.new" "$archive"
