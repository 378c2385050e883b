package app.paloma.store;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;

/// Puts messages into conversations by Message-ID, References and In-Reply-To (RFC 5256 REFERENCES
/// steps 1 to 3), one at a time and in any order: each Message-ID that was ever named belongs to a
/// conversation, so a message that comes later than its answers finds them; one that joins two
/// conversations makes them one.
final class Threads {
  private static final int MOST_REFERENCES = 60;

  private Threads() {}

  /// The conversation of a message that is about to be inserted with the id `message`.
  static long assign(Database.Tx tx, long message, long idHash, List<String> references)
      throws SQLException {
    LinkedHashSet<Long> hashes = new LinkedHashSet<>();
    if (idHash != 0) {
      hashes.add(idHash);
    }
    int count = references.size();
    for (int i = 0; i < count; i++) {
      // The first names the root, the last the parents; in between only a hostile list is long.
      if (i < MOST_REFERENCES / 2 || i >= count - MOST_REFERENCES / 2) {
        long hash = Rows.hash(references.get(i));
        if (hash != 0) {
          hashes.add(hash);
        }
      }
    }
    long thread = 0;
    LinkedHashSet<Long> unknown = new LinkedHashSet<>();
    for (long hash : hashes) {
      long found =
          tx.sql(
                  """
                  SELECT coalesce((SELECT target FROM thread_merge WHERE old = thread), thread)
                  FROM thread_of WHERE hash = ?
                  """)
              .set(hash)
              .number(0);
      if (found == 0) {
        unknown.add(hash);
      } else if (thread == 0) {
        thread = found;
      } else if (found != thread) {
        thread = merge(tx, thread, found);
      }
    }
    if (thread == 0) {
      thread = message;
    }
    for (long hash : unknown) {
      tx.sql("INSERT INTO thread_of (hash, thread) VALUES (?, ?)").set(hash).set(thread).update();
    }
    return thread;
  }

  private static long merge(Database.Tx tx, long one, long other) throws SQLException {
    long target = Math.min(one, other);
    long old = Math.max(one, other);
    tx.sql("UPDATE message SET thread = ? WHERE thread = ?").set(target).set(old).update();
    tx.sql("UPDATE OR REPLACE muted_thread SET thread = ? WHERE thread = ?")
        .set(target)
        .set(old)
        .update();
    tx.sql("UPDATE thread_merge SET target = ? WHERE target = ?").set(target).set(old).update();
    tx.sql("INSERT OR REPLACE INTO thread_merge (old, target) VALUES (?, ?)")
        .set(old)
        .set(target)
        .update();
    return target;
  }
}
