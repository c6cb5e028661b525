#!/bin/sh
# Installs the kubectl plugin: plugin.sh TARGET PREFIX puts the launcher into PREFIX/bin, and the jar and its libraries
# of the build folder TARGET into PREFIX/share/gitopsbinding. There it trains an ahead-of-time cache for the JDK of
# JAVA_HOME, so that a command starts in a fraction of a second (NO_AOT=1: without).
set -eu
build=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
prefix=$2
share=$prefix/share/gitopsbinding

mkdir -p "$prefix/bin" "$share"
prefix=$(cd "$prefix" && pwd)
share=$prefix/share/gitopsbinding
rm -rf "${share:?}/lib" "$share/kubectl-gitopsbinding.aot" "$share/java-home"
cp -R "$target/lib" "$target/gitopsbinding-operator.jar" "$share"
cp "$build/../plugin/kubectl-gitopsbinding" "$build/../plugin/kubectl_complete-gitopsbinding" "$prefix/bin"
chmod 755 "$prefix/bin/kubectl-gitopsbinding" "$prefix/bin/kubectl_complete-gitopsbinding"

if [ "${NO_AOT:-}" != 1 ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
  "$JAVA_HOME/bin/java" -Duser.home="$work" -cp "$share/gitopsbinding-operator.jar:$share/lib/*" \
    "$build/../training/java/dev/gitopsbinding/training/PluginTrainingMain.java" \
    "$prefix/bin/kubectl-gitopsbinding" "$share/kubectl-gitopsbinding.aot"
  printf '%s\n' "$JAVA_HOME" >"$share/java-home"
fi

echo "Installed: $prefix/bin/kubectl-gitopsbinding"
case :$PATH: in
  *":$prefix/bin:"*) ;;
  *) echo "$prefix/bin is not on the PATH: add it there, and then try \`kubectl gitopsbinding list -A\`." ;;
esac
