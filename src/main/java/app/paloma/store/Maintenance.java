package app.paloma.store;

import java.nio.file.Path;
import java.util.List;

public final class Maintenance {
  final Database database;

  Maintenance(Database database) {
    this.database = database;
  }

  /// @param name database, index, search, counts, outbox; `repaired` what was mended, empty when
  ///   all was well
  public record Finding(String name, boolean ok, String detail, String repaired) {}

  public List<Finding> check() {
    throw new UnsupportedOperationException();
  }

  public void backup(Path file) {
    throw new UnsupportedOperationException();
  }

  /// Into an empty profile.
  public static void restore(Path file, Path profile) {
    throw new UnsupportedOperationException();
  }

  public void compact() {
    throw new UnsupportedOperationException();
  }
}
