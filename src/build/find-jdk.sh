#!/bin/sh
# Prints the home of a JDK 25: JAVA_HOME if it is one, else the first in the usual places of Linux and macOS.
# Prints nothing, and what to install on stderr, if there is none.
VERSION=25

is_wanted() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q "^javac $VERSION\\([.-]\\|\$\\)"
}

for home in "${JAVA_HOME:-}" \
  /usr/lib/jvm/*"$VERSION"* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home \
  "$(/usr/libexec/java_home -v "$VERSION" 2>/dev/null)" \
  "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/"$VERSION"*; do
  if is_wanted "$home"; then
    echo "$home"
    exit 0
  fi
done

cat >&2 <<TEXT
No JDK $VERSION found in JAVA_HOME, /usr/lib/jvm, /Library/Java/JavaVirtualMachines or ~/.sdkman. Install one, for example
  Debian, Ubuntu:  the package temurin-$VERSION-jdk from https://adoptium.net/installation/linux
  macOS:           brew install --cask temurin@$VERSION
  anywhere:        sdk install java $VERSION-tem     (https://sdkman.io)
or set JAVA_HOME to one.
TEXT
exit 1
