package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of the outbox, inside of transactions.
final class OutboxRows {
  static final String RETRY =
      "UPDATE outbox SET state = 'QUEUED', next_attempt = ?, lease = NULL, promised = NULL";

  private OutboxRows() {}

  /// @return false where something went out, or may have
  static boolean cancel(Database.Tx tx, long id) throws SQLException {
    int cancelled =
        tx.sql(
                """
                UPDATE outbox SET state = 'CANCELLED' WHERE id = ?
                  AND state IN ('QUEUED', 'REJECTED') AND NOT EXISTS
                    (SELECT 1 FROM outbox_recipient
                      WHERE outbox = outbox.id AND status = 'ACCEPTED')
                """)
            .set(id)
            .update();
    if (cancelled == 0) {
      return false;
    }
    Pieces.OUTBOX.delete(tx, id);
    tx.changes().outbox();
    return true;
  }

  static Void resolve(Database.Tx tx, long id, boolean sent) throws SQLException {
    int changed =
        tx.sql(
                """
                UPDATE outbox SET state = ?, lease = NULL, promised = NULL, next_attempt = 0,
                  reason = '', failure = '' WHERE id = ? AND state = 'UNCERTAIN'
                """)
            .set(sent ? "ACCEPTED" : "QUEUED")
            .set(id)
            .update();
    if (changed > 0 && sent) {
      assumeAccepted(tx, id);
    }
    tx.changes().outbox();
    return null;
  }

  static void recipients(Database.Tx tx, long id, List<Recipient> recipients) throws SQLException {
    tx.sql("DELETE FROM outbox_recipient WHERE outbox = ?").set(id).update();
    int position = 0;
    for (Recipient recipient : recipients) {
      tx.sql(
              """
              INSERT INTO outbox_recipient (outbox, position, address, status, code, enhanced, text,
                try_instead, sent_instead, own) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .set(id)
          .set(position++)
          .set(recipient.address())
          .set(recipient.status().name())
          .set(recipient.code())
          .set(recipient.enhanced())
          .set(recipient.text())
          .set(recipient.tryInstead())
          .set(recipient.sentInstead())
          .set(recipient.own().map(OwnReply::kept).orElse(""))
          .update();
    }
    tx.changes().outbox();
  }

  /// What became of the same recipients.
  static void outcomes(Database.Tx tx, long id, List<Recipient> recipients) throws SQLException {
    int position = 0;
    for (Recipient recipient : recipients) {
      tx.sql(
              """
              UPDATE outbox_recipient SET status = ?, code = ?, enhanced = ?, text = ?,
                try_instead = ?, own = ? WHERE outbox = ? AND position = ?
              """)
          .set(recipient.status().name())
          .set(recipient.code())
          .set(recipient.enhanced())
          .set(recipient.text())
          .set(recipient.tryInstead())
          .set(recipient.own().map(OwnReply::kept).orElse(""))
          .set(id)
          .set(position++)
          .update();
    }
  }

  /// In their order, by the messages they are of.
  private static Map<Long, List<Recipient>> recipients(Session session, String ids)
      throws SQLException {
    Map<Long, List<Recipient>> all = new HashMap<>();
    session
        .sql(
            """
            SELECT outbox, address, status, code, enhanced, text, try_instead, sent_instead, own
            FROM outbox_recipient WHERE outbox IN (SELECT value FROM json_each(?))
            ORDER BY outbox, position
            """)
        .set(ids)
        .each(row ->
            all.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                .add(
                    new Recipient(
                        row.getString(2),
                        RecipientStatus.valueOf(row.getString(3)),
                        row.getInt(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        OwnReply.of(row.getString(9)))));
    return all;
  }

  /// As an array of JSON, for [#among].
  static String json(List<OutboxId> ids) {
    StringBuilder json = new StringBuilder("[");
    for (OutboxId id : ids) {
      json.append(json.length() == 1 ? "" : ",").append(id.value());
    }
    return json.append(']').toString();
  }

  static String lease(Session session, long id) {
    try {
      return session
          .sql("SELECT coalesce(lease, '') FROM outbox WHERE id = ?")
          .set(id)
          .first(row -> row.getString(1))
          .orElse("");
    } catch (SQLException e) {
      throw Connections.explain(e);
    }
  }

  static List<Entry> entries(Session session, String where, List<Long> values) throws SQLException {
    Sql sql = select(session, where);
    for (long value : values) {
      sql.set(value);
    }
    return entries(session, sql);
  }

  /// @param ids an array of JSON
  static List<Entry> among(Session session, String ids) throws SQLException {
    return entries(session, select(session, "id IN (SELECT value FROM json_each(?))").set(ids));
  }

  private static Sql select(Session session, String where) throws SQLException {
    return session.sql(
        """
        SELECT id, account, message_id, reverse_path, subject, size, state, queued_at,
          not_before, attempts, next_attempt, reason, draft, source, kind,
          delivery_report, failure, require_tls, deliver_within, or_return, held_until
        FROM outbox WHERE
        """
            + where);
  }

  private static List<Entry> entries(Session session, Sql sql) throws SQLException {
    List<Entry> bare =
        sql.list(row ->
            new Entry(
                new OutboxId(row.getLong(1)),
                new AccountId(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                List.of(),
                row.getString(5),
                row.getLong(6),
                State.valueOf(row.getString(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                row.getInt(10),
                Instant.ofEpochMilli(row.getLong(11)),
                new KeptFailure(row.getString(17), row.getString(12)),
                row.getLong(13) == 0 ? Optional.empty() : Optional.of(new DraftId(row.getLong(13))),
                row.getLong(14) == 0
                    ? Optional.empty()
                    : Optional.of(new MessageId(row.getLong(14))),
                Draft.Kind.valueOf(row.getString(15)),
                new DeliveryWishes(
                    row.getInt(16) != 0,
                    row.getInt(18) != 0,
                    Optional.of(row.getLong(19)).filter(s -> s > 0).map(Duration::ofSeconds),
                    row.getInt(20) != 0,
                    Instant.ofEpochMilli(row.getLong(21)))));
    if (bare.isEmpty()) {
      return bare;
    }
    Map<Long, List<Recipient>> recipients =
        recipients(session, json(bare.stream().map(Entry::id).toList()));
    List<Entry> whole = new ArrayList<>();
    for (Entry entry : bare) {
      whole.add(entry.to(recipients.getOrDefault(entry.id().value(), List.of())));
    }
    return whole;
  }

  static void assumeAccepted(Database.Tx tx, long id) throws SQLException {
    tx.sql(
            """
            UPDATE outbox_recipient SET status = 'ACCEPTED'
            WHERE outbox = ? AND status = 'PENDING'
            """)
        .set(id)
        .update();
  }
}
