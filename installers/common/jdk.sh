# Sourced by the build scripts. Sets jdk: the home of a JDK 25 or later.
find_jdk() {
  for candidate in "${PALOMA_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/jpackage" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$candidate/release"; then
      jdk=$candidate
      return 0
    fi
  done
  echo "A JDK 25 with jpackage was not found; set JAVA_HOME." >&2
  exit 2
}
find_jdk
