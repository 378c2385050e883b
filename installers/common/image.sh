# Sourced by the build scripts. Makes target/installer/{runtime,input}: a linked Java with JavaFX,
# and Paloma's jars with an ahead-of-time cache beside them. Wants target/paloma (mvn package).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/installers/common/modules.sh"
. "$root/installers/common/jdk.sh"

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
