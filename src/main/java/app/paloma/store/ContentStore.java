package app.paloma.store;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The octets of messages, read and written in pieces, so that a message of 200 MB never is in
/// memory.
public final class ContentStore {
  private final Database database;

  ContentStore(Database database) {
    this.database = database;
  }

  /// @param stored octets that are here, from the beginning; equals size when complete
  public record Extent(long size, long stored, boolean complete) {}

  public Optional<Extent> extent(MessageId id) {
    return database.read(session -> extent(session, id.value()));
  }

  private static Optional<Extent> extent(Session session, long id) throws SQLException {
    return session
        .sql("SELECT size, stored, body_state FROM message WHERE id = ?")
        .set(id)
        .first(row -> new Extent(row.getLong(1), row.getLong(2), row.getInt(3) == 2));
  }

  private static Extent required(Session session, long id) throws SQLException {
    return extent(session, id).orElseThrow(() -> notFound(id));
  }

  private static StoreException notFound(long id) {
    return new StoreException(
        StoreException.Reason.NOT_FOUND, "there is no message " + id + " any more", null);
  }

  /// What became of a message's octets on this disk.
  public enum Soundness {
    INTACT,

    /// They were damaged and are forgotten: the server has them.
    FORGOTTEN,

    /// They are damaged, and no server is known to have the message.
    DAMAGED
  }

  /// Whether the octets that are here are those that came, as far as that is known. To be asked
  /// before a message is read: then what is damaged can be fetched again.
  public Soundness verify(MessageId id) {
    for (int i = 0; i < 2; i++) {
      Packs.Place place = database.read(session -> Packs.place(session, id.value())).orElse(null);
      if (place == null || PackCheck.isIntact(database.profile(), place)) {
        return Soundness.INTACT;
      }
      PackUpkeep.Packed damaged = new PackUpkeep.Packed(id.value(), place);
      if (database.isReadOnly()) {
        return Soundness.DAMAGED;
      }
      if (database.write(tx -> Contents.forget(tx, damaged))) {
        return Soundness.FORGOTTEN;
      }
      // Compacted in this moment, perhaps.
    }
    return Soundness.DAMAGED;
  }

  private void requireIntact(MessageId id) {
    if (verify(id) == Soundness.FORGOTTEN) {
      throw new StoreException(
          StoreException.Reason.IO,
          "message " + id + " was damaged on this disk and has to be fetched again",
          null);
    }
  }

  /// The octets that are here; close it. Damaged ones are given only where no server has them.
  public InputStream open(MessageId id) {
    database.read(session -> required(session, id.value()));
    requireIntact(id);
    return Contents.open(database, id.value());
  }

  /// All octets in memory; only for messages up to `limit`.
  ///
  /// @throws StoreException NOT_FOUND, or IO when larger
  public byte[] bytes(MessageId id, long limit) {
    Extent extent = database.read(session -> required(session, id.value()));
    if (extent.stored() > limit) {
      throw new StoreException(
          StoreException.Reason.IO, "message " + id + " is larger than " + limit, null);
    }
    requireIntact(id);
    try (InputStream in = Contents.open(database, id.value())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.IO, e.getMessage(), e);
    }
  }

  /// Brings the octets of many messages to the disk before their rows are written, so that the
  /// writer need not. They are forgotten unless a transaction of this process names them. Few stay
  /// as they are.
  ///
  /// @throws StoreException FULL, IO
  public List<RawOctets> keep(List<byte[]> messages) {
    return database.packs().keep(messages);
  }

  /// What came for the mailbox and is not committed yet. One at a time.
  ///
  /// @param generation entries of another (UIDVALIDITY) are forgotten
  /// @param many whether so much is to come that it is worth a file; what is there is found anyway
  public ArrivalLog arrivals(MailboxId mailbox, String generation, boolean many) {
    return ArrivalLog.open(
        database.profile(), ArrivalLog.MAILBOX, mailbox.value(), generation, many);
  }

  /// The same for a maildrop.
  public ArrivalLog arrivals(AccountId account, boolean many) {
    return ArrivalLog.open(database.profile(), ArrivalLog.ACCOUNT, account.value(), "", many);
  }

  /// A message of the same account that is here as a whole and, by Message-ID, size and when the
  /// server got it, is the same: another client copied or moved it. Its octets are still to be
  /// compared with what is here of this one.
  public Optional<MessageId> twin(MessageId id) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT twin.id FROM message AS m
                JOIN message AS twin ON twin.thread = m.thread AND twin.id_hash = m.id_hash
                WHERE m.id = ? AND m.id_hash <> 0 AND twin.id <> m.id
                  AND twin.account = m.account AND twin.message_id = m.message_id
                  AND twin.size = m.size AND twin.body_state = 2
                  AND twin.internal_date / 1000 = m.internal_date / 1000
                LIMIT 1
                """)
            .set(id.value())
            .first(row -> new MessageId(row.getLong(1))));
  }

  /// The next octets; `offset` must be what is stored so far (else nothing happens and false).
  public boolean append(MessageId id, long offset, byte[] octets, int length) {
    return database.write(tx -> {
      Extent extent = extent(tx.session(), id.value()).orElse(null);
      if (extent == null || extent.stored() != offset || extent.complete()) {
        return false;
      }
      Contents.append(tx, id.value(), octets, length);
      tx.sql("UPDATE message SET stored = stored + ?, body_state = 1 WHERE id = ?")
          .set(length)
          .set(id.value())
          .update();
      tx.changes().other(new StoreChange.Content(id));
      return true;
    });
  }

  /// The last octet is here. Replaces the index (and the row's preview and attachment mark) by
  /// `index`; the size becomes what is stored.
  public void complete(MessageId id, IndexedContent index) {
    database.write(tx -> {
      long message = id.value();
      Extent extent = required(tx.session(), message);
      tx.sql("UPDATE message SET size = ?, body_state = 2, reason = NULL WHERE id = ?")
          .set(extent.stored())
          .set(message)
          .update();
      tx.sql("DELETE FROM partial_message WHERE message = ?").set(message).update();
      indexed(tx, message, index);
      return null;
    });
  }

  /// The text of a message that is not all here, where it was fetched by itself.
  public Optional<PartialMessage> partial(MessageId id) {
    return database.read(session ->
        session
            .sql("SELECT skeleton, absent FROM partial_message WHERE message = ?")
            .set(id.value())
            .first(row -> PartialMessage.of(row.getBytes(1), row.getString(2))));
  }

  /// Keeps the text of a message whose other parts stay on the server. What is stored of its octets
  /// stays as it is: the message is no more complete than before.
  public void keepPartial(MessageId id, PartialMessage partial, IndexedContent index) {
    database.write(tx -> {
      long message = id.value();
      if (required(tx.session(), message).complete()) {
        return null;
      }
      tx.changes().wrote(partial.skeleton().length);
      tx.sql("INSERT OR REPLACE INTO partial_message (message, skeleton, absent) VALUES (?, ?, ?)")
          .set(message)
          .set(partial.skeleton())
          .set(partial.absentText())
          .update();
      indexed(tx, message, index);
      return null;
    });
  }

  private static void indexed(Database.Tx tx, long message, IndexedContent index)
      throws SQLException {
    new MessageRows(tx).reindex(message, index);
    tx.changes().other(new StoreChange.Content(new MessageId(message)));
    long mailbox = tx.sql("SELECT mailbox FROM message WHERE id = ?").set(message).number(0);
    if (mailbox != 0) {
      tx.changes().changed(mailbox, message);
    }
  }

  /// Forgets the octets beyond the header, so that they are fetched again.
  public void reset(MessageId id) {
    database.write(tx -> {
      long message = id.value();
      required(tx.session(), message);
      Contents.delete(tx, message);
      tx.changes().other(new StoreChange.Content(id));
      return null;
    });
  }
}
