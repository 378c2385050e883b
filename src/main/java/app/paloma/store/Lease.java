package app.paloma.store;

import java.util.Optional;

/// The name of a running process: its id and when it started, so that a later process with the same
/// id is not taken for it.
final class Lease {
  private static final String OWN = name(ProcessHandle.current());

  private Lease() {}

  static String own() {
    return OWN;
  }

  private static String name(ProcessHandle process) {
    return process.pid()
        + "@"
        + process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }

  /// Whether another process that still runs holds it.
  static boolean isOthers(String lease) {
    return lease != null && !lease.equals(OWN) && isAlive(lease);
  }

  static boolean isAlive(String lease) {
    if (lease == null) {
      return false;
    }
    if (lease.equals(OWN)) {
      return true;
    }
    int at = lease.indexOf('@');
    if (at <= 0) {
      return false;
    }
    try {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(lease.substring(0, at)));
      return process.isPresent() && process.get().isAlive() && name(process.get()).equals(lease);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
