package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How messages come into the outbox.
final class OutboxSubmission {
  private OutboxSubmission() {}

  /// A new entry, CANCELLED until all of it is here.
  static long insert(Database.Tx tx, Submission submission) throws SQLException {
    DeliveryWishes wishes = submission.wishes();
    tx.sql(
            """
            INSERT INTO outbox (account, message_id, reverse_path, subject, size, state, queued_at,
              not_before, next_attempt, draft, source, kind, delivery_report, require_tls,
              deliver_within, or_return, held_until)
            VALUES (?, ?, ?, ?, 0, 'CANCELLED', ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .set(submission.account().value())
        .set(submission.messageId())
        .set(submission.reversePath())
        .set(submission.subject())
        .set(tx.clock().millis())
        .set(submission.notBefore().toEpochMilli())
        .setId(submission.draft().map(DraftId::value).orElse(0L))
        .setId(submission.source().map(MessageId::value).orElse(0L))
        .set(submission.kind().name())
        .set(wishes.report())
        .set(wishes.requireTls())
        .set(wishes.within().map(Duration::toSeconds).orElse(0L))
        .set(wishes.orReturn())
        .set(wishes.heldUntil().toEpochMilli())
        .update();
    long id = tx.session().number("SELECT last_insert_rowid()");
    OutboxRows.recipients(
        tx,
        id,
        submission.recipients().stream()
            .map(address -> new Recipient(address, RecipientStatus.PENDING, 0, "", "", ""))
            .toList());
    return id;
  }

  static void queue(Database.Tx tx, long id, long size) throws SQLException {
    tx.sql("UPDATE outbox SET state = 'QUEUED', size = ? WHERE id = ?").set(size).set(id).update();
    tx.changes().outbox();
  }

  static OutboxId queue(Database.Tx tx, long id, byte[] raw) throws SQLException {
    Pieces.OUTBOX.write(tx, id, 0, raw, raw.length);
    queue(tx, id, raw.length);
    return new OutboxId(id);
  }

  /// The octets of a new entry, which is then queued; gone again where they cannot be read.
  static OutboxId fill(Database database, long id, InputStream raw) {
    boolean whole = false;
    try {
      long size = Pieces.OUTBOX.fill(database, id, raw);
      database.writeDurably(tx -> {
        queue(tx, id, size);
        return null;
      });
      whole = true;
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.IO, "cannot read the message to be sent: " + e.getMessage(), e);
    } finally {
      if (!whole) {
        database.write(tx -> {
          delete(tx, id);
          return null;
        });
      }
    }
    return new OutboxId(id);
  }

  static Optional<OutboxId> receipt(
      Database.Tx tx,
      MessageId about,
      AccountId account,
      String messageId,
      List<String> recipients,
      String subject,
      byte[] raw)
      throws SQLException {
    if (!OutboxFiling.markReceipt(tx, about)) {
      return Optional.empty();
    }
    long id =
        insert(
            tx,
            Submission.finished(
                account,
                messageId,
                "",
                recipients,
                subject,
                tx.clock().instant(),
                DeliveryWishes.NONE));
    return Optional.of(queue(tx, id, raw));
  }

  static Optional<OutboxId> instead(Database.Tx tx, OutboxId of, String moved) throws SQLException {
    Optional<Entry> entry =
        OutboxRows.entries(tx.session(), "id = ?", List.of(of.value())).stream().findFirst();
    Optional<Recipient> recipient =
        entry.stream()
            .flatMap(e -> e.recipients().stream())
            .filter(r -> r.address().equals(moved) && !r.tryInstead().isEmpty())
            .findFirst();
    if (recipient.isEmpty()) {
      return Optional.empty();
    }
    long id =
        insert(
            tx,
            Submission.finished(
                entry.get().account(),
                entry.get().messageId(),
                entry.get().reversePath(),
                List.of(recipient.get().tryInstead()),
                entry.get().subject(),
                tx.clock().instant(),
                entry.get().wishes()));
    Pieces.OUTBOX.copy(tx, of.value(), id);
    // Where the first has its copy in Sent this one needs none.
    tx.sql(
            """
            UPDATE outbox SET filed = (SELECT filed FROM outbox WHERE id = ?) WHERE id = ?
            """)
        .set(of.value())
        .set(id)
        .update();
    tx.sql(
            """
            UPDATE outbox_recipient SET sent_instead = try_instead, try_instead = ''
            WHERE outbox = ? AND address = ?
            """)
        .set(of.value())
        .set(moved)
        .update();
    queue(tx, id, entry.get().size());
    return Optional.of(new OutboxId(id));
  }

  static void delete(Database.Tx tx, long id) throws SQLException {
    Pieces.OUTBOX.delete(tx, id);
    tx.sql("DELETE FROM outbox_recipient WHERE outbox = ?").set(id).update();
    tx.sql("DELETE FROM outbox WHERE id = ?").set(id).update();
  }
}
