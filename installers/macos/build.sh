#!/bin/sh
# Builds target/installer/Paloma-VERSION.dmg on a Mac: mvn -DskipTests package && installers/macos/build.sh
. "$(dirname "$0")/../common/image.sh"
iconset=$work/paloma.iconset
mkdir "$iconset"
for size in 16 32 128 256 512; do
  sips -z $size $size "$root/installers/common/paloma.png" --out "$iconset/icon_${size}x${size}.png" >/dev/null
done
iconutil -c icns "$iconset" -o "$work/paloma.icns"
set --
for option in $java_options; do
  set -- "$@" --java-options "$option"
done
# The first number of a macOS version must not be 0.
"$jdk/bin/jpackage" --type dmg --name Paloma --app-version "1.$version" --runtime-image "$work/runtime" \
  --input "$work/input" --main-jar "$main_jar" --main-class app.paloma.launcher.Main --icon "$work/paloma.icns" \
  --description "A desktop mail client" --vendor Paloma --mac-package-identifier app.paloma "$@" --dest "$work"
ls -l "$work"/*.dmg
