package app.paloma.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Merges segments of the search index while nothing else is written, little by little: each one
/// that is not there makes every search faster, and nobody waits for it.
final class IndexTidying {
  /// So long nothing was written, here or by another process. Less than from one look at an
  /// account's mailboxes to the next, which may write.
  private static final Duration IDLE = Duration.ofSeconds(10);

  /// Fewer on each level are left as they are.
  private static final int FEW = 8;

  /// Pages of some 4 KB that one step writes. A change that the user makes meanwhile waits for it.
  private static final int PAGES = 250;

  private static final long PAGE_OCTETS = 4096;

  private Instant lastWrite;
  private boolean tidy;

  /// @param now that nothing was written before is not known
  IndexTidying(Instant now) {
    lastWrite = now;
  }

  void written(Instant now) {
    lastWrite = now;
    tidy = false;
  }

  boolean isDue(Instant now) {
    return !tidy && Duration.between(lastWrite, now).compareTo(IDLE) >= 0;
  }

  /// One step.
  void step(Database.Tx tx) throws SQLException {
    Optional<IndexStructure> structure = IndexStructure.of(tx);
    tidy = structure.isEmpty() || !hasMany(structure.get());
    if (!tidy) {
      tx.changes().wrote(PAGES * PAGE_OCTETS);
      tx.sql("INSERT INTO fts (fts, rank) VALUES ('merge', ?)").set(PAGES).update();
    }
  }

  private static boolean hasMany(IndexStructure structure) {
    return structure.levels().stream()
        .anyMatch(level -> level.segments().size() >= FEW || level.merging() > 0);
  }
}
