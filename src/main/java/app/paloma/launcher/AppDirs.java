package app.paloma.launcher;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where the platform wants a user's data: XDG on Linux, Application Support on macOS, AppData on
/// Windows.
final class AppDirs {
  private AppDirs() {}

  static Path profile() {
    return profile(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
  }

  static Path profile(String osName, String home, Map<String, String> environment) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String roaming = environment.get("APPDATA");
      return roaming == null
          ? Path.of(home, "AppData", "Roaming", "Paloma")
          : Path.of(roaming, "Paloma");
    }
    if (os.startsWith("mac")) {
      return Path.of(home, "Library", "Application Support", "Paloma");
    }
    String data = environment.get("XDG_DATA_HOME");
    return data != null && data.startsWith("/")
        ? Path.of(data, "paloma")
        : Path.of(home, ".local", "share", "paloma");
  }
}
