package app.paloma.sync;

import app.paloma.store.StoreException;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;

/// Whether it is worth asking a server for mail after this computer's disk took no more: what is
/// fetched and cannot be kept is fetched in vain, every time anew.
final class FullDisk {
  /// How often it is looked whether there is room again; no server is asked for that.
  static final Duration LOOK = Duration.ofSeconds(5);

  /// The octets of a few batches, and their rows.
  private static final long ENOUGH = 32L << 20;

  private final File profile;
  private volatile boolean full;

  FullDisk(Path profile) {
    this.profile = profile.toFile();
  }

  void failed(StoreException e) {
    full = e.reason() == StoreException.Reason.FULL;
  }

  /// The user asks for it: there may be room for the little that comes.
  void tryAnyway() {
    full = false;
  }

  boolean hasRoom() {
    // A file system that tells no sizes tells 0 for both.
    if (full && (profile.getUsableSpace() >= ENOUGH || profile.getTotalSpace() == 0)) {
      full = false;
    }
    return !full;
  }
}
