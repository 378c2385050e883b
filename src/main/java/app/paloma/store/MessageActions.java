package app.paloma.store;

import app.paloma.model.*;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a user does to messages: local state and the pending change for the server in one
/// transaction, so the answer is instant, off line too. Each returns what undo would take back. For
/// POP3 accounts only local.
public final class MessageActions {
  private final Database database;

  MessageActions(Database database) {
    this.database = database;
  }

  /// What was done, for the toast that offers Undo.
  public record Done(long undoGroup, Kind kind, int messages) {}

  public enum Kind {
    FLAG,
    MOVE,
    COPY,
    DELETE,
    DELETE_PERMANENTLY,
    MAILBOX,
    MUTE,
    UNMUTE,
    PIN,
    UNPIN,
    SNOOZE,
    REPLACE
  }

  private interface Each {
    void run(Database.Tx tx, Action action, Action.Subject subject) throws SQLException;
  }

  private Done each(Collection<MessageId> ids, Kind kind, Each each) {
    return database.write(tx -> {
      Undo undo = Undo.begin(tx, kind);
      run(tx, undo, ids, each);
      return undo.done(kind);
    });
  }

  private static void run(Database.Tx tx, Undo undo, Collection<MessageId> ids, Each each)
      throws SQLException {
    Action action = new Action(tx, undo);
    for (MessageId id : ids) {
      Optional<Action.Subject> subject = action.subject(id.value());
      if (subject.isPresent()) {
        each.run(tx, action, subject.get());
      }
    }
    action.finish();
  }

  public Done setFlags(Collection<MessageId> ids, Flags add, Flags remove) {
    return each(ids, Kind.FLAG, (tx, action, subject) -> action.flags(subject, add, remove));
  }

  /// To another mailbox, of another account too (then: append there, delete here once it is there).
  ///
  /// @throws StoreException NOT_FETCHED where a message goes to another account and is not here as
  ///   a whole
  public Done move(Collection<MessageId> ids, MailboxId target) {
    return each(
        ids,
        Kind.MOVE,
        (tx, action, subject) -> action.move(subject, Mailboxes.get(tx, target.value())));
  }

  /// @throws StoreException NOT_FETCHED where a message is not here as a whole and cannot be copied
  ///   by its server
  public Done copy(Collection<MessageId> ids, MailboxId target) {
    return each(
        ids,
        Kind.COPY,
        (tx, action, subject) -> action.copy(subject, Mailboxes.get(tx, target.value())));
  }

  /// To each account's Trash; those that are in Trash already (or have no Trash) are deleted for
  /// good.
  public Done delete(Collection<MessageId> ids) {
    return each(
        ids,
        Kind.DELETE,
        (tx, action, subject) -> {
          Optional<Mailbox> trash =
              Mailboxes.byRole(tx.session(), subject.account(), MailboxRole.TRASH);
          if (trash.isEmpty() || trash.get().id().value() == subject.mailbox()) {
            action.deleteForGood(subject);
          } else {
            action.move(subject, trash.get());
          }
        });
  }

  public Done deletePermanently(Collection<MessageId> ids) {
    return each(
        ids, Kind.DELETE_PERMANENTLY, (tx, action, subject) -> action.deleteForGood(subject));
  }

  /// Puts a message in the place of one that is moved to Trash, with its flags and its time, in one
  /// transaction; the server is told of the old one's move when it has the new one.
  ///
  /// @throws StoreException NOT_FOUND where the message is gone, or is in Trash itself
  public Done replace(MessageId id, IndexedContent index, byte[] raw) {
    return database.write(tx -> {
      Undo undo = Undo.begin(tx, Kind.REPLACE);
      Action action = new Action(tx, undo);
      Action.Subject old =
          action
              .subject(id.value())
              .orElseThrow(() ->
                  new StoreException(
                      StoreException.Reason.NOT_FOUND, "there is no message " + id, null));
      Optional<Mailbox> known = Mailboxes.byRole(tx.session(), old.account(), MailboxRole.TRASH);
      Mailbox trash =
          known.isPresent()
              ? known.get()
              : MailboxActions.create(tx, old.account(), "Trash", MailboxRole.TRASH);
      if (trash.id().value() == old.mailbox()) {
        throw new StoreException(
            StoreException.Reason.NOT_FOUND, "message " + id + " is in Trash", null);
      }
      Instant arrived =
          Instant.ofEpochMilli(
              tx.sql("SELECT internal_date FROM message WHERE id = ?").set(id.value()).number(0));
      MessageRows rows = new MessageRows(tx);
      long fresh = Linking.file(tx, rows, old.mailbox(), old.flags(), arrived, index, raw);
      rows.finish();
      action.move(old, trash);
      action.finish();
      tx.sql(
              """
              UPDATE pending SET after =
                (SELECT max(id) FROM pending WHERE message = ?1 AND kind = 'APPEND')
              WHERE message = ?2 AND kind = 'MOVE' AND given = 0 AND begun = 0
              """)
          .set(fresh)
          .set(id.value())
          .update();
      undo.copied(fresh);
      return new Done(undo.group(), Kind.REPLACE, 1);
    });
  }

  /// To each account's Archive, which is created (with a pending CREATE) where there is none;
  /// likewise junk.
  public Done archive(Collection<MessageId> ids) {
    return toRole(ids, MailboxRole.ARCHIVE, "Archive");
  }

  public Done junk(Collection<MessageId> ids) {
    return toRole(ids, MailboxRole.JUNK, "Junk");
  }

  private Done toRole(Collection<MessageId> ids, MailboxRole role, String name) {
    return each(
        ids,
        Kind.MOVE,
        (tx, action, subject) -> {
          Optional<Mailbox> target = Mailboxes.byRole(tx.session(), subject.account(), role);
          action.move(
              subject,
              target.isPresent()
                  ? target.get()
                  : MailboxActions.create(tx, subject.account(), name, role));
        });
  }

  /// Takes back the last action that can be (not yet taken back), as a new change. Empty when there
  /// is none. The last change that was not taken back yet. Of no messages where it cannot be, or
  /// where they are gone; then the next time takes back the one before it.
  public Optional<Done> undo() {
    return database.write(tx ->
        undo(
            tx,
            tx.sql(
                    """
                    SELECT id FROM undo WHERE undone = 0 ORDER BY id DESC LIMIT 1
                    """)
                .number(0)));
  }

  public Optional<Done> undo(long undoGroup) {
    return database.write(tx -> undo(tx, undoGroup));
  }

  private static Optional<Done> undo(Database.Tx tx, long group) throws SQLException {
    Optional<Kind> kind =
        tx.sql("SELECT kind FROM undo WHERE id = ? AND undone = 0")
            .set(group)
            .first(row -> Kind.valueOf(row.getString(1)));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    record Item(MessageId message, long mailbox, Flags added, Flags removed) {}
    List<Item> items =
        tx.sql(
                """
                SELECT message, mailbox, add_bits, add_keywords, remove_bits, remove_keywords
                FROM undo_item WHERE undo = ?
                """)
            .set(group)
            .list(row ->
                new Item(
                    new MessageId(row.getLong(1)),
                    row.getLong(2),
                    Rows.flags(row.getInt(3), row.getString(4)),
                    Rows.flags(row.getInt(5), row.getString(6))));
    Undo none = Undo.none(tx);
    for (Item item : items) {
      run(
          tx,
          none,
          List.of(item.message()),
          (same, action, subject) -> {
            switch (kind.get()) {
              case FLAG -> action.flags(subject, item.removed(), item.added());
              case COPY -> action.deleteForGood(subject);
              case REPLACE -> {
                if (item.mailbox() == 0) {
                  action.deleteForGood(subject);
                } else if (tx.sql("SELECT 1 FROM mailbox WHERE id = ?")
                    .set(item.mailbox())
                    .exists()) {
                  action.move(subject, Mailboxes.get(tx, item.mailbox()));
                }
              }
              case MOVE, DELETE -> {
                if (tx.sql("SELECT 1 FROM mailbox WHERE id = ?").set(item.mailbox()).exists()) {
                  action.move(subject, Mailboxes.get(tx, item.mailbox()));
                }
              }
              case MUTE, UNMUTE, PIN, UNPIN, SNOOZE -> {
                AttentionStore.undo(tx, kind.get(), item.message());
                none.noted(item.message().value());
              }
              case DELETE_PERMANENTLY, MAILBOX -> {
                // Nothing is kept of these.
              }
            }
          });
    }
    tx.sql("UPDATE undo SET undone = 1 WHERE id = ?").set(group).update();
    return Optional.of(new Done(group, kind.get(), none.messages()));
  }

  /// The mailbox of that name where there is one already.
  public Mailbox createMailbox(AccountId account, String name) {
    return database.write(tx -> MailboxActions.create(tx, account.value(), name, MailboxRole.NONE));
  }

  public void renameMailbox(MailboxId id, String newName) {
    database.write(tx -> {
      MailboxActions.rename(tx, id.value(), newName);
      return null;
    });
  }

  public void deleteMailbox(MailboxId id) {
    database.write(tx -> {
      MailboxActions.delete(tx, id.value());
      return null;
    });
  }

  public void subscribe(MailboxId id, boolean subscribed) {
    database.write(tx -> {
      MailboxActions.subscribe(tx, id.value(), subscribed);
      return null;
    });
  }
}
