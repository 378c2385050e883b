package app.paloma.store;

import app.paloma.model.IndexedContent;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts messages into conversations by Message-ID, References and In-Reply-To (RFC 5256 REFERENCES
/// steps 1 to 3), one at a time and in any order: each Message-ID that was ever named belongs to a
/// conversation, so a message that comes later than its answers finds them; one that joins two
/// conversations makes them one.
///
/// For one transaction, at the end of which it is told to [#finish].
final class Threads {
  private static final int MOST_REFERENCES = 60;

  /// Message-IDs in one statement.
  private static final int MANY = 64;

  private static final String FIND =
      "SELECT hash, coalesce((SELECT target FROM thread_merge WHERE old = thread), thread)"
          + " FROM thread_of WHERE hash IN ("
          + "?, ".repeat(MANY - 1)
          + "?)";
  private static final String ADD_MANY =
      "INSERT INTO thread_of (hash, thread) VALUES (?, ?)" + ", (?, ?)".repeat(MANY - 1);

  private final Database.Tx tx;

  /// The conversations of what was asked for; 0 where it has none.
  private final Map<Long, Long> known = new HashMap<>();

  /// In the order of the table.
  private final TreeMap<Long, Long> added = new TreeMap<>();

  Threads(Database.Tx tx) {
    this.tx = tx;
  }

  /// Looks for the conversations of many messages at once.
  void expect(List<IndexedContent> messages) throws SQLException {
    if (messages.size() < MANY / 2) {
      return;
    }
    IdSet seen = new IdSet();
    long[] hashes = new long[2 * messages.size()];
    int count = 0;
    for (IndexedContent message : messages) {
      for (long hash : hashes(Rows.hash(message.messageId()), message.references())) {
        if (!known.containsKey(hash) && seen.add(hash)) {
          if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
          }
          hashes[count++] = hash;
        }
      }
    }
    Arrays.sort(hashes, 0, count);
    for (int from = 0; from < count; from += MANY) {
      Sql find = tx.sql(FIND);
      for (int i = from; i < from + MANY; i++) {
        long hash = hashes[Math.min(i, count - 1)];
        find.set(hash);
        known.put(hash, 0L);
      }
      find.each(row -> known.put(row.getLong(1), row.getLong(2)));
    }
  }

  private static LinkedHashSet<Long> hashes(long idHash, List<String> references) {
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
    return hashes;
  }

  /// The conversation of a message that is about to be inserted with the id `message`.
  long assign(long message, long idHash, List<String> references) throws SQLException {
    long thread = 0;
    LinkedHashSet<Long> unknown = new LinkedHashSet<>();
    for (long hash : hashes(idHash, references)) {
      long found = find(hash);
      if (found == 0) {
        unknown.add(hash);
      } else if (thread == 0) {
        thread = found;
      } else if (found != thread) {
        thread = merge(thread, found);
      }
    }
    if (thread == 0) {
      thread = message;
    }
    for (long hash : unknown) {
      known.put(hash, thread);
      added.put(hash, thread);
    }
    return thread;
  }

  private long find(long hash) throws SQLException {
    Long before = known.get(hash);
    if (before != null) {
      return before;
    }
    long found =
        tx.sql(
                """
                SELECT coalesce((SELECT target FROM thread_merge WHERE old = thread), thread)
                FROM thread_of WHERE hash = ?
                """)
            .set(hash)
            .number(0);
    known.put(hash, found);
    return found;
  }

  private long merge(long one, long other) throws SQLException {
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
    known.replaceAll((hash, thread) -> thread == old ? target : thread);
    added.replaceAll((hash, thread) -> thread == old ? target : thread);
    return target;
  }

  /// Writes which Message-IDs belong to which conversation now.
  void finish() throws SQLException {
    while (added.size() >= MANY) {
      Sql add = tx.sql(ADD_MANY);
      for (int i = 0; i < MANY; i++) {
        Map.Entry<Long, Long> first = added.pollFirstEntry();
        add.set(first.getKey()).set(first.getValue());
      }
      add.update();
    }
    for (Map.Entry<Long, Long> rest : added.entrySet()) {
      tx.sql("INSERT INTO thread_of (hash, thread) VALUES (?, ?)")
          .set(rest.getKey())
          .set(rest.getValue())
          .update();
    }
    added.clear();
  }
}
