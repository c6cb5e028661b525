#!/bin/sh
# Makes the ahead-of-time cache of the operator beside its jar, by a training run of the operator itself, and
# checks that the JVM uses it. Usage: aot.sh FOLDER, the folder with gitopsbinding-operator.jar, lib and, afterwards,
# gitopsbinding-operator.aot. The cache is of use only to the JVM that made it, and with the jars where they are now.
#
# Environment: JAVA, the JVM that the cache is for; TRAINER, a JDK 25's java (both default to JAVA_HOME's).
set -eu
folder=$(cd "$1" && pwd)
build=$(cd "$(dirname "$0")" && pwd)
trainer=${TRAINER:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
java=${JAVA:-$trainer}
jar=$folder/gitopsbinding-operator.jar
cache=$folder/gitopsbinding-operator.aot
home=$(mktemp -d)
trap 'rm -rf "$home" "$cache.new"' EXIT
trap 'exit 130' INT # dash leaves without the line above
trap 'exit 143' TERM
rm -f "$cache.new"

# JGit keeps notes on file systems in the user's home. A heap above 32 GiB, as on a large build machine, would
# make a cache that a small container cannot use, so -Xmx is set.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
XDG_CONFIG_HOME=$home "$trainer" -Duser.home="$home" -cp "$jar:$folder/lib/*" \
  "$build/../training/java/dev/gitopsbinding/training/TrainingMain.java" \
  "$java" "@$build/jvm.options" -Xmx256m -XX:AOTCacheOutput="$cache.new" -jar "$jar"
[ -s "$cache.new" ] || { echo "The training run left no $cache.new." >&2; exit 1; }
mv "$cache.new" "$cache"

# A port that is none ends the operator once its settings are read; AOTMode=on ends it before if the cache does not fit.
loaded=$(GITOPSBINDING_HTTP_PORT=none "$java" "@$build/jvm.options" -XX:AOTCache="$cache" -XX:AOTMode=on \
  -Xlog:class+load -jar "$jar" 2>&1 || true)
if ! echo "$loaded" | grep -q 'dev.gitopsbinding.app.OperatorMain source: shared objects file'; then
  echo "The JVM does not use $cache:" >&2
  echo "$loaded" | grep -v 'class,load' | tail -n 20 >&2
  exit 1
fi
echo "$cache: $(($(wc -c <"$cache") / 1048576)) MiB"
