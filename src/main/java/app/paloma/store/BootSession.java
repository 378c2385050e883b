package app.paloma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells whether the computer was started anew since something was written: what a process that was
/// killed had written is all there, what a power cut interrupted need not be.
final class BootSession {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  /// Empty where the system does not name it.
  static final String CURRENT = read();

  private BootSession() {}

  static boolean isKnown() {
    return !CURRENT.isEmpty();
  }

  private static String read() {
    try {
      return Files.isReadable(LINUX) ? Files.readString(LINUX).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
