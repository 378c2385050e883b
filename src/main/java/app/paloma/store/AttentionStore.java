package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.MessageActions.Done;
import app.paloma.store.MessageActions.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What asks for attention, and when: conversations that are muted, messages that are pinned to the
/// top of their mailbox or out of sight until a moment. Known to this computer only.
public final class AttentionStore {
  /// Whoever is pinned or snoozed comes first: there are few, and their mailboxes may be large.
  static final String MARKS =
      """
      SELECT EXISTS (SELECT 1 FROM pin p CROSS JOIN message o ON o.id = p.message
          WHERE p.mailbox = m.mailbox AND o.mailbox = p.mailbox
            AND (o.id = m.id OR ?1 AND o.thread = m.thread)),
        EXISTS (SELECT 1 FROM muted_thread t WHERE t.thread = m.thread),
        s.until, s.back
      FROM message m LEFT JOIN snooze s ON s.message = m.id AND s.mailbox = m.mailbox
      WHERE m.id = ?2
      """;

  /// How a message stands out.
  ///
  /// @param pinned where it is now; of a conversation, when any of its messages there is
  /// @param returned it was out of sight and came back
  public record Marks(
      boolean pinned, boolean muted, Optional<Instant> snoozedUntil, boolean returned) {
    public static final Marks NONE = new Marks(false, false, Optional.empty(), false);
  }

  private final Database database;

  AttentionStore(Database database) {
    this.database = database;
  }

  private interface Each {
    boolean run(Database.Tx tx, long message, long mailbox, long thread) throws SQLException;
  }

  private Done each(Collection<MessageId> ids, Kind kind, Each each) {
    return database.write(tx -> {
      Undo undo = Undo.begin(tx, kind);
      for (MessageId id : ids) {
        if (each(tx, id.value(), each)) {
          undo.noted(id.value());
        }
      }
      return undo.done(kind);
    });
  }

  private static boolean each(Database.Tx tx, long id, Each each) throws SQLException {
    long[] place =
        tx.sql("SELECT mailbox, thread FROM message WHERE id = ? AND mailbox IS NOT NULL")
            .set(id)
            .first(row -> new long[] {row.getLong(1), row.getLong(2)})
            .orElse(null);
    if (place == null || !each.run(tx, id, place[0], place[1])) {
      return false;
    }
    tx.changes().rearranged(place[0]);
    return true;
  }

  /// New messages of these messages' conversations arrive read from now on, or not any more.
  public Done mute(Collection<MessageId> ids, boolean on) {
    return each(
        ids, on ? Kind.MUTE : Kind.UNMUTE, (tx, message, mailbox, thread) -> mute(tx, thread, on));
  }

  private static boolean mute(Database.Tx tx, long thread, boolean on) throws SQLException {
    return tx.sql(
                on
                    ? "INSERT OR IGNORE INTO muted_thread (thread) VALUES (?)"
                    : "DELETE FROM muted_thread WHERE thread = ?")
            .set(thread)
            .update()
        > 0;
  }

  /// To the top of the mailbox they are in, or back to their places.
  public Done pin(Collection<MessageId> ids, boolean on) {
    return each(
        ids,
        on ? Kind.PIN : Kind.UNPIN,
        (tx, message, mailbox, thread) -> pin(tx, message, mailbox, on));
  }

  private static boolean pin(Database.Tx tx, long message, long mailbox, boolean on)
      throws SQLException {
    if (!on) {
      return tx.sql("DELETE FROM pin WHERE message = ?").set(message).update() > 0;
    }
    return tx.sql("INSERT OR REPLACE INTO pin (message, mailbox, at) VALUES (?, ?, ?)")
            .set(message)
            .set(mailbox)
            .set(tx.clock().millis())
            .update()
        > 0;
  }

  /// Out of sight until then, when they come back unread and on top.
  public Done snooze(Collection<MessageId> ids, Instant until) {
    return each(
        ids,
        Kind.SNOOZE,
        (tx, message, mailbox, thread) ->
            tx.sql(
                        """
                        INSERT INTO snooze (message, mailbox, until, written)
                        SELECT id, mailbox, ?1, date FROM message WHERE id = ?2
                        ON CONFLICT (message) DO UPDATE
                          SET mailbox = excluded.mailbox, until = excluded.until, back = 0
                        """)
                    .set(until.toEpochMilli())
                    .set(message)
                    .update()
                > 0);
  }

  /// Back in their places at once.
  public void unsnooze(Collection<MessageId> ids) {
    database.write(tx -> {
      for (MessageId id : ids) {
        each(tx, id.value(), (same, message, mailbox, thread) -> unsnooze(tx, message));
      }
      return null;
    });
  }

  private static boolean unsnooze(Database.Tx tx, long message) throws SQLException {
    tx.sql(
            """
            UPDATE message SET date = (SELECT written FROM snooze WHERE message = ?1)
            WHERE id = ?1 AND EXISTS (SELECT 1 FROM snooze WHERE message = ?1)
            """)
        .set(message)
        .update();
    return tx.sql("DELETE FROM snooze WHERE message = ?").set(message).update() > 0;
  }

  /// Takes such an action back.
  static void undo(Database.Tx tx, Kind kind, MessageId id) throws SQLException {
    each(
        tx,
        id.value(),
        (same, message, mailbox, thread) ->
            switch (kind) {
              case MUTE, UNMUTE -> mute(tx, thread, kind == Kind.UNMUTE);
              case PIN, UNPIN -> pin(tx, message, mailbox, kind == Kind.UNPIN);
              case SNOOZE -> unsnooze(tx, message);
              case FLAG, MOVE, COPY, DELETE, DELETE_PERMANENTLY, MAILBOX, REPLACE ->
                  throw new IllegalStateException("not about attention: " + kind);
            });
  }

  /// When the next message is to come back.
  public Optional<Instant> nextReturn() {
    return database.read(session ->
        session
            .sql("SELECT min(until) FROM snooze WHERE back = 0 HAVING min(until) IS NOT NULL")
            .first(row -> Instant.ofEpochMilli(row.getLong(1))));
  }

  /// Messages that are out of sight now.
  public int snoozed() {
    return database.read(session ->
        (int) session.number("SELECT count(*) FROM snooze s WHERE " + Attention.OUT_OF_SIGHT));
  }

  /// Brings back what is due, unread and on top; what is in another mailbox by now stays as it is.
  ///
  /// @return how many came back
  public int returnDue() {
    if (nextReturn().filter(due -> !due.isAfter(database.clock().instant())).isEmpty()) {
      return 0;
    }
    return database.write(tx -> {
      Action action = new Action(tx, Undo.none(tx));
      int returned = 0;
      for (long id :
          tx.sql("SELECT message FROM snooze WHERE back = 0 AND until <= ? ORDER BY until")
              .set(tx.clock().millis())
              .numbers()) {
        returned += comeBack(tx, action, id) ? 1 : 0;
      }
      action.finish();
      return returned;
    });
  }

  private static boolean comeBack(Database.Tx tx, Action action, long id) throws SQLException {
    Optional<Action.Subject> subject = action.subject(id);
    boolean still =
        subject.isPresent()
            && tx.sql("SELECT 1 FROM snooze WHERE message = ? AND mailbox = ?")
                .set(id)
                .set(subject.get().mailbox())
                .exists();
    if (!still) {
      tx.sql("DELETE FROM snooze WHERE message = ?").set(id).update();
      return false;
    }
    tx.sql("UPDATE snooze SET back = 1 WHERE message = ?").set(id).update();
    tx.sql("UPDATE message SET date = (SELECT until FROM snooze WHERE message = ?1) WHERE id = ?1")
        .set(id)
        .update();
    action.flags(subject.get(), Flags.NONE, Flags.of(Flags.SEEN));
    tx.changes().rearranged(subject.get().mailbox());
    return true;
  }

  /// The marks of those messages that have any.
  ///
  /// @param threads whether a message stands for its whole conversation
  public Map<Long, Marks> marks(long[] ids, boolean threads) {
    return database.readConsistently(session -> {
      Map<Long, Marks> found = new HashMap<>();
      if (!Attention.any(session)) {
        return found;
      }
      for (long id : ids) {
        session
            .sql(MARKS)
            .set(threads)
            .set(id)
            .first(row -> {
              long until = row.getLong(3);
              boolean back = row.getInt(4) != 0;
              return new Marks(
                  row.getInt(1) != 0,
                  row.getInt(2) != 0,
                  until == 0 || back ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)),
                  back);
            })
            .filter(marks -> !marks.equals(Marks.NONE))
            .ifPresent(marks -> found.put(id, marks));
      }
      return found;
    });
  }
}
