package app.paloma.store;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/// The messages that have certain words, when no other condition is asked for. Nothing is joined to
/// count them, and the newest are found by walking the list, which is short where hits are many.
final class Hits {
  private static final int MOST_MAILBOXES = 100;
  private final Session session;
  private final BitSet docs = new BitSet();

  /// Messages that share another one's entry in the index.
  private final Map<Long, Long> copies = new HashMap<>();

  private int count;

  Hits(Session session, String match) throws SQLException {
    this.session = session;
    // One value instead of a row each: most of the time of many rows goes into handing them over.
    String ids =
        session
            .sql("SELECT group_concat(rowid, ' ') FROM fts WHERE fts MATCH ?")
            .set(match)
            .list(row -> row.getString(1))
            .getFirst();
    if (ids == null) {
      return;
    }
    read(ids);
    count = docs.cardinality();
    for (long gone :
        session.sql("SELECT id FROM message WHERE mailbox IS NULL AND doc = id").numbers()) {
      count -= has(gone) ? 1 : 0;
    }
    takeCopies();
  }

  /// An entry may outlive the message it was made for, as long as there are copies of it.
  private void takeCopies() throws SQLException {
    BitSet orphans = new BitSet();
    for (long[] copy :
        session
            .sql(
                """
                SELECT id, doc, mailbox IS NOT NULL,
                  EXISTS (SELECT 1 FROM message o WHERE o.id = m.doc AND o.doc = o.id)
                FROM message m WHERE doc <> id
                """)
            .list(row -> {
              return new long[] {row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)};
            })) {
      copies.put(copy[0], copy[1]);
      if (has(copy[1])) {
        count += (int) copy[2];
        orphans.set((int) copy[1], copy[3] == 0);
      }
    }
    count -= orphans.cardinality();
  }

  private boolean has(long doc) {
    return doc <= Integer.MAX_VALUE && docs.get((int) doc);
  }

  int count() {
    return count;
  }

  /// At most `limit`, newest first.
  long[] newest(int limit) throws SQLException {
    long[] mailboxes = session.sql("SELECT id FROM mailbox WHERE messages > 0").numbers();
    boolean many = mailboxes.length == 0 || mailboxes.length > MOST_MAILBOXES;
    String from = "SELECT id, date FROM message WHERE mailbox ";
    // The orders of several mailboxes are merged, each is read only as far as needed.
    String all =
        many
            ? from + "IS NOT NULL"
            : String.join(" UNION ALL ", Collections.nCopies(mailboxes.length, from + "= ?"));
    Sql sql = session.sql(all + " ORDER BY date DESC, id DESC");
    for (int i = 0; !many && i < mailboxes.length; i++) {
      sql.set(mailboxes[i]);
    }
    return sql.numbersWhile(
        row -> {
          long id = row.getLong(1);
          return has(copies.getOrDefault(id, id));
        },
        limit);
  }

  private void read(String ids) {
    int id = 0;
    for (int i = 0; i < ids.length(); i++) {
      char c = ids.charAt(i);
      if (c == ' ') {
        docs.set(id);
        id = 0;
      } else {
        id = id * 10 + (c - '0');
      }
    }
    docs.set(id);
  }
}
