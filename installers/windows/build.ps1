# Builds target\installer\Paloma-VERSION.msi on Windows (WiX on the PATH): mvn -DskipTests package; installers\windows\build.ps1
$ErrorActionPreference = 'Stop'
$root = Resolve-Path "$PSScriptRoot\..\.."
$jdk = if ($env:PALOMA_JAVA_HOME) { $env:PALOMA_JAVA_HOME } else { $env:JAVA_HOME }
if (-not (Test-Path "$jdk\bin\jpackage.exe")) { throw 'Set JAVA_HOME to a JDK 25.' }
$work = "$root\target\installer"
Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
New-Item -ItemType Directory "$work\input" | Out-Null
$version = ([xml](Get-Content "$root\pom.xml")).project.version
# The module list is the one of the other systems.
$modules = (Get-Content "$root\installers\common\modules.sh" | Where-Object { $_ -match '^modules=' } |
  ForEach-Object { $_ -replace '^modules=(\$modules,)?', '' }) -join ','
& "$jdk\bin\jlink" --module-path "$root\target\paloma\lib\javafx" --add-modules $modules --include-locales=en,es `
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$work\runtime"
if ($LASTEXITCODE) { throw 'jlink failed' }
Copy-Item "$root\target\paloma\lib\*.jar" "$work\input"
Copy-Item -Recurse "$root\target\paloma\lib\native" "$work\input"
& "$jdk\bin\jpackage" --type msi --name Paloma --app-version $version --runtime-image "$work\runtime" --input "$work\input" `
  --main-jar "paloma-$version.jar" --main-class app.paloma.launcher.Main --description 'A desktop mail client' --vendor Paloma `
  --icon "$root\installers\windows\paloma.ico" --win-menu --win-shortcut --win-per-user-install `
  --java-options '-XX:+UseG1GC' --java-options '-XX:MaxGCPauseMillis=15' --java-options '-Xmx768m' `
  --java-options '-Dorg.sqlite.lib.path=$APPDIR\native' `
  --java-options '--enable-native-access=ALL-UNNAMED,javafx.graphics,javafx.web' --dest $work
if ($LASTEXITCODE) { throw 'jpackage failed' }
Get-Item "$work\*.msi"
