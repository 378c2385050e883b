# Sourced by the build scripts. Makes target/installer/{runtime,input}: a linked Java with JavaFX,
# and Paloma's jars with an ahead-of-time cache beside them. Wants target/paloma (mvn package).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/installers/common/modules.sh"

find_jdk() {
  for candidate in "${PALOMA_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$candidate/bin/jpackage" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$candidate/release"; then
      jdk=$candidate
      return 0
    fi
  done
  echo "A JDK 25 with jpackage was not found; set JAVA_HOME." >&2
  exit 2
}
find_jdk

[ -x "$root/target/paloma/bin/paloma" ] || { echo "Run mvn -DskipTests package first." >&2; exit 2; }
version=$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' "$root/pom.xml" | head -n 1)
work=$root/target/installer
rm -rf "$work"
mkdir -p "$work"

"$jdk/bin/jlink" --module-path "$root/target/paloma/lib/javafx" --add-modules "$modules" \
  --include-locales=en,es --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$work/runtime"

mkdir "$work/input"
cp "$root"/target/paloma/lib/*.jar "$work/input/"
cp -r "$root/target/paloma/lib/native" "$work/input/"

java_options="-XX:+UseG1GC -XX:MaxGCPauseMillis=15 -Xmx768m --enable-native-access=ALL-UNNAMED,javafx.graphics,javafx.web"
# jpackage's launcher puts the jars on the class path in this order, the main jar first; the cache
# is only used when its class path is the same.
main_jar=paloma-$version.jar
