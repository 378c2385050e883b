#!/bin/sh
# Builds target/installer/paloma_VERSION_ARCH.deb: mvn -DskipTests package && installers/linux/build.sh
. "$(dirname "$0")/../common/image.sh"

mkdir "$work/resources"
cp "$root"/installers/linux/resources/* "$work/resources/"
cp "$root/installers/common/paloma.png" "$work/resources/paloma.png"

set --
for option in $java_options; do
  set -- "$@" --java-options "$option"
done

"$jdk/bin/jpackage" --type app-image --name paloma --app-version "$version" --runtime-image "$work/runtime" \
  --input "$work/input" --main-jar "$main_jar" --main-class app.paloma.launcher.Main \
  --icon "$root/installers/common/paloma.png" --description "A desktop mail client" --vendor "Paloma" "$@" \
  --java-options '-Dorg.sqlite.lib.path=$APPDIR/native' --java-options '-XX:AOTCache=$APPDIR/paloma.aot' --java-options -Xlog:disable --java-options -Xlog:all=off \
  --dest "$work/image"

# For the command line, with the options that are right for what is over soon.
cp "$root/installers/common/paloma" "$work/image/paloma/bin/paloma-command"

# A cache is only used with jars of the times it was made with, and packing would give them new ones.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(($(date +%s) - 1))}
export SOURCE_DATE_EPOCH
find "$work/image" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# Two rehearsals with the installed layout's class path: the demo's window without a display, then the commands.
app=$work/image/paloma/lib/app
class_path=$app/$main_jar
for jar in $(sed -n 's/^app.classpath=\$APPDIR\///p' "$app/paloma.cfg"); do
  [ "$jar" = "$main_jar" ] || class_path=$class_path:$app/$jar
done
"$work/image/paloma/lib/runtime/bin/java" -version >/dev/null 2>&1 || launcher=none
if [ "${launcher:-}" != none ]; then
  timeout 120 "$work/image/paloma/lib/runtime/bin/java" $java_options -XX:AOTCacheOutput="$app/paloma.aot" \
    -Dpaloma.rehearsal=window -Dglass.platform=Headless -Dprism.order=sw -cp "$class_path" app.paloma.launcher.Main --demo \
    || rm -f "$app/paloma.aot"
  PALOMA_REHEARSAL=yes timeout 120 "$work/image/paloma/bin/paloma-command" --version || rm -f "$app/command.aot"
fi
[ -s "$app/paloma.aot" ] && [ -s "$app/command.aot" ] || { echo "The ahead-of-time cache could not be made." >&2; exit 1; }

"$jdk/bin/jpackage" --type deb --name paloma --app-version "$version" --app-image "$work/image/paloma" \
  --resource-dir "$work/resources" --description "A desktop mail client" --vendor "Paloma" \
  --linux-deb-maintainer "paloma@paloma.example" --linux-shortcut --linux-menu-group "Network;Email;" \
  --linux-app-category mail --license-file "$root/LICENSE" \
  --linux-package-deps "libgtk-3-0, libxtst6, libxxf86vm1, libgl1, libasound2" --dest "$work"
ls -l "$work"/*.deb
