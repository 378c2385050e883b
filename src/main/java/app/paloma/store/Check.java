package app.paloma.store;

import app.paloma.store.Maintenance.Finding;
import app.paloma.store.Maintenance.Note;
import app.paloma.store.Maintenance.Note.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The checks of [Maintenance], each with its repair.
final class Check {
  /// Beyond this the thorough check takes minutes.
  private static final long LARGE = 2L << 30;

  private Check() {}

  static Finding database(Database database) {
    List<String> problems = database.exclusively(Check::problems);
    if (problems.isEmpty()) {
      return new Finding("database", true, List.of(), List.of());
    }
    String first = String.join("; ", problems.subList(0, Math.min(3, problems.size())));
    database.exclusively(session -> {
      session.run("REINDEX");
      return null;
    });
    boolean mended = database.exclusively(Check::problems).isEmpty();
    return new Finding(
        "database",
        mended,
        List.of(new Note(Kind.SAYS, first)),
        mended ? Note.of(Kind.INDEXES_BUILT) : List.of());
  }

  static void requireSound(Session session) throws SQLException {
    List<String> problems = problems(session);
    if (!problems.isEmpty()) {
      throw new StoreException(StoreException.Reason.DAMAGED, problems.get(0), null);
    }
  }

  private static List<String> problems(Session session) throws SQLException {
    long size = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
    String check = size > LARGE ? "PRAGMA quick_check(20)" : "PRAGMA integrity_check(20)";
    return session.sql(check).list(row -> row.getString(1)).stream()
        .filter(line -> !line.equals("ok"))
        .toList();
  }

  /// Rows and their octets. What the server has is fetched again where octets are missing.
  ///
  /// @param broken whose octets in a pack are missing or damaged
  static Finding octets(Database.Tx tx, List<PackUpkeep.Packed> broken) throws SQLException {
    int orphans =
        tx.sql(
                """
                DELETE FROM content WHERE NOT EXISTS
                  (SELECT 1 FROM message WHERE message.id = content.id >> 20)
                """)
            .update();
    int left = 0;
    for (PackUpkeep.Packed each : broken) {
      left += Contents.isAt(tx, each) && !Contents.forget(tx, each) ? 1 : 0;
    }
    long[] lacking =
        tx.sql(
                """
                SELECT m.id FROM message m LEFT JOIN
                  (SELECT id >> 20 AS owner, sum(length(data)) AS octets FROM content GROUP BY 1) c
                  ON c.owner = m.id
                WHERE coalesce(c.octets, 0) + m.packed <> m.stored
                """)
            .numbers();
    for (long id : lacking) {
      if (tx.sql("SELECT 1 FROM message WHERE id = ? AND uid IS NOT NULL").set(id).exists()) {
        Contents.delete(tx, id);
      } else {
        left++;
      }
    }
    int wrong = broken.size() + lacking.length;
    return new Finding(
        "index",
        left == 0,
        all(
            Note.of(Kind.OCTETS_LACKING, wrong),
            Note.of(Kind.STRAY, orphans),
            Note.of(Kind.NOWHERE, left)),
        all(Note.of(Kind.TO_FETCH, wrong - left), Note.of(Kind.STRAY_REMOVED, orphans)));
  }

  @SafeVarargs
  private static List<Note> all(List<Note>... notes) {
    ArrayList<Note> all = new ArrayList<>();
    for (List<Note> some : notes) {
      all.addAll(some);
    }
    return all;
  }

  static Finding search(Database database) {
    boolean sound;
    try {
      database.write(tx -> {
        tx.session().run("INSERT INTO fts (fts) VALUES ('integrity-check')");
        return null;
      });
      sound = true;
    } catch (StoreException e) {
      sound = false;
    }
    List<Note> repaired = List.of();
    if (!sound) {
      database.write(tx -> {
        tx.session().run("INSERT INTO fts (fts) VALUES ('delete-all')");
        Initials.begin(tx);
        return null;
      });
      repaired = Note.of(Kind.SEARCH_EMPTIED);
    }
    int orphans = database.write(Check::dropOrphans);
    if (orphans > 0) {
      repaired = Note.of(Kind.ENTRIES_REMOVED, orphans);
    }
    long missing =
        database.read(session ->
            session.number(
                """
                SELECT count(*) FROM message WHERE mailbox IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM fts_docsize WHERE fts_docsize.id = doc)
                """));
    List<Note> found =
        all(sound ? List.of() : Note.of(Kind.SEARCH_DAMAGED), Note.of(Kind.NOT_INDEXED, missing));
    return new Finding("search", missing == 0, found, repaired);
  }

  private static int dropOrphans(Database.Tx tx) throws SQLException {
    long[] orphans =
        tx.sql(
                """
                SELECT id FROM fts_docsize WHERE NOT EXISTS
                    (SELECT 1 FROM message WHERE message.id = fts_docsize.id)
                  AND NOT EXISTS
                    (SELECT 1 FROM message WHERE doc = fts_docsize.id AND doc <> message.id)
                """)
            .numbers();
    for (long id : orphans) {
      tx.sql("DELETE FROM fts WHERE rowid = ?").set(id).update();
    }
    return orphans.length;
  }

  static Finding counts(Database.Tx tx) throws SQLException {
    int mended =
        tx.sql(
                """
                UPDATE mailbox SET messages = c.messages, unread = c.unread, whole = c.whole FROM
                  (SELECT b.id AS id, count(m.id) AS messages,
                      coalesce(sum(m.flags & 1 = 0), 0) AS unread,
                      coalesce(sum(m.body_state >= 2), 0) AS whole
                    FROM mailbox b LEFT JOIN message m ON m.mailbox = b.id GROUP BY b.id) AS c
                WHERE mailbox.id = c.id AND (mailbox.messages, mailbox.unread, mailbox.whole)
                  <> (c.messages, c.unread, c.whole)
                """)
            .update();
    return new Finding(
        "counts", true, Note.of(Kind.COUNTS_WRONG, mended), Note.of(Kind.COUNTS_MADE, mended));
  }

  static Finding outbox(Database.Tx tx) throws SQLException {
    int leftovers =
        tx.sql(
                """
                DELETE FROM outbox_content WHERE (id >> 20) NOT IN
                  (SELECT id FROM outbox WHERE state NOT IN ('SAVED'))
                """)
            .update();
    long[] broken =
        tx.sql(
                """
                SELECT id FROM outbox WHERE state NOT IN ('SAVED', 'CANCELLED') AND size <>
                  (SELECT coalesce(sum(length(data)), 0) FROM outbox_content c
                    WHERE c.id >= outbox.id << 20 AND c.id < (outbox.id + 1) << 20)
                """)
            .numbers();
    return new Finding(
        "outbox",
        broken.length == 0,
        Note.of(Kind.UNSENT_LACKING, broken.length),
        Note.of(Kind.SENT_REMOVED, leftovers));
  }
}
