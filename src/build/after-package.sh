#!/bin/sh
# Run by Maven once the jar and its libraries are in the target folder. Usage: after-package.sh JAVA TARGET
set -eu
java=$1
target=$2

# Times in archives are local ones, so that two builds in two time zones would differ.
"$java" -Duser.timezone=UTC "$(dirname "$0")/PrepareJars.java" "$target/lib"

# The JVM does not notice that a jar was changed after its cache was made: it would run the old classes.
for command in aot:aot test:jsa; do
  cache=$target/gitopsbinding-operator.${command#*:}
  if [ -f "$cache" ] && [ -n "$(find "$target/gitopsbinding-operator.jar" "$target/lib" -newer "$cache")" ]; then
    rm "$cache"
    echo "Removed $cache: it holds classes of an older build. \`make ${command%:*}\` creates a new one."
  fi
done
