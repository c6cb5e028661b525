#!/bin/sh
# Prints the Maven to build with: mvn of the PATH if it is VERSION or newer, else ./mvnw, which gets the Maven of
# .mvn/wrapper/maven-wrapper.properties once.
VERSION=3.8 # as pom.xml's requireMavenVersion

is_recent() {
  mvn --batch-mode --version 2>/dev/null | awk -v wanted="$VERSION" '
    /Apache Maven [0-9]/ && !recent {
      sub(/.*Apache Maven /, "")
      split($1, is, ".")
      split(wanted, least, ".")
      recent = is[1] > least[1] || is[1] == least[1] && is[2] + 0 >= least[2]
    }
    END { exit !recent }'
}

if is_recent; then
  echo mvn
  exit 0
fi
# Its checksum is that of the zip; without unzip it gets the tar.gz, and refuses that.
command -v unzip >/dev/null || echo "There is no Maven $VERSION or newer on the PATH, and ./mvnw needs unzip. Install one of them." >&2
echo ./mvnw
