package app.paloma.sync;

import java.nio.file.Path;

/// Synchronizes alice's IMAP account, in a process of its own.
final class SyncingProcess {
  private SyncingProcess() {}

  /// @param arguments profile, port of the server
  public static void main(String[] arguments) {
    try (SyncBench bench = new SyncBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      bench.syncWell();
    }
  }
}
