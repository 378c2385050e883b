package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes made here that the server does not know yet, in order.
public final class PendingChangeStore {
  private final Database database;

  PendingChangeStore(Database database) {
    this.database = database;
  }

  public sealed interface PendingChange {
    long id();

    record SetFlags(
        long id,
        MessageId message,
        MailboxId mailbox,
        long uid,
        long uidValidity,
        Flags add,
        Flags remove)
        implements PendingChange {}

    /// @param uid the UID in `from`, 0 when that is not known yet (an earlier change must come
    ///   first)
    record Move(
        long id, MessageId message, MailboxId from, long uid, long uidValidity, MailboxId to)
        implements PendingChange {}

    record Copy(long id, MessageId copy, MailboxId from, long uid, long uidValidity, MailboxId to)
        implements PendingChange {}

    record Delete(
        long id,
        MessageId message,
        MailboxId from,
        long uid,
        long uidValidity,
        String messageIdField)
        implements PendingChange {}

    record Append(long id, MessageId message, MailboxId to) implements PendingChange {}

    record CreateMailbox(long id, MailboxId mailbox, String name, MailboxRole role)
        implements PendingChange {}

    record RenameMailbox(long id, MailboxId mailbox, String oldName, String newName)
        implements PendingChange {}

    /// @param uidValidity of the mailbox as it was here
    /// @param uidNext above all that was here of it; 0 where that is not known
    record DeleteMailbox(long id, String name, long uidValidity, long uidNext)
        implements PendingChange {}

    record Subscribe(long id, MailboxId mailbox, String name, boolean subscribe)
        implements PendingChange {}
  }

  /// What the server would not do.
  ///
  /// @param mailbox the name of the mailbox that was to be made, renamed or deleted; empty where it
  ///   is about a message
  public record Refusal(
      long id, AccountId account, Optional<MessageId> message, String mailbox, String reason) {}

  /// In order, coalesced (a flag set and reset again is nothing); at most `limit`. Begins a new
  /// round: what an earlier call gave out and nobody called `begun` or `done` for is given again.
  public List<PendingChange> next(AccountId account, int limit) {
    boolean none =
        database.read(session ->
            !session
                .sql("SELECT 1 FROM pending WHERE account = ? LIMIT 1")
                .set(account.value())
                .exists());
    if (none) {
      return List.of();
    }
    return database.write(tx -> {
      Coalescing.fold(tx, account.value());
      List<PendingChange> changes =
          tx.sql(
                  """
                  SELECT id, kind, message, mailbox, uid, uid_validity, target, add_bits,
                    add_keywords, remove_bits, remove_keywords, field, name, new_name
                  FROM pending AS p WHERE account = ? AND given < 2
                    AND NOT (uid = 0 AND kind IN ('FLAGS', 'MOVE', 'COPY'))
                    AND (after IS NULL OR NOT EXISTS
                      (SELECT 1 FROM pending AS first WHERE first.id = p.after))
                  ORDER BY id LIMIT ?
                  """)
              .set(account.value())
              .set(limit)
              .list(PendingChangeStore::change);
      for (PendingChange change : changes) {
        tx.sql("UPDATE pending SET given = 1 WHERE id = ?").set(change.id()).update();
      }
      return changes;
    });
  }

  private static PendingChange change(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    MessageId message = new MessageId(row.getLong(3));
    MailboxId mailbox = new MailboxId(row.getLong(4));
    long uid = row.getLong(5);
    long uidValidity = row.getLong(6);
    MailboxId target = new MailboxId(row.getLong(7));
    String name = row.getString(13);
    return switch (PendingRows.Kind.valueOf(row.getString(2))) {
      case FLAGS ->
          new PendingChange.SetFlags(
              id,
              message,
              mailbox,
              uid,
              uidValidity,
              Rows.flags(row.getInt(8), row.getString(9)),
              Rows.flags(row.getInt(10), row.getString(11)));
      case MOVE -> new PendingChange.Move(id, message, mailbox, uid, uidValidity, target);
      case COPY -> new PendingChange.Copy(id, message, mailbox, uid, uidValidity, target);
      case DELETE ->
          new PendingChange.Delete(id, message, mailbox, uid, uidValidity, row.getString(12));
      case APPEND -> new PendingChange.Append(id, message, target);
      case CREATE ->
          new PendingChange.CreateMailbox(
              id, mailbox, name, MailboxRole.valueOf(row.getString(12)));
      case RENAME -> new PendingChange.RenameMailbox(id, mailbox, name, row.getString(14));
      case REMOVE -> new PendingChange.DeleteMailbox(id, name, uidValidity, uid);
      case SUBSCRIBE -> new PendingChange.Subscribe(id, mailbox, name, row.getInt(8) != 0);
    };
  }

  public int count(AccountId account) {
    return database.read(session ->
        (int)
            session
                .sql("SELECT count(*) FROM pending WHERE account = ?")
                .set(account.value())
                .number(0));
  }

  /// The server carried these out. `uids` pairs message and new UID in its mailbox where
  /// COPYUID/APPENDUID told them (0 = unknown: the next sync of that mailbox links it).
  public void done(List<Long> changeIds, List<NewUid> uids) {
    database.write(tx -> {
      // Rows first: what the message's place was is no longer pending.
      List<Long> accounts = new ArrayList<>();
      for (long id : changeIds) {
        accounts.addAll(Outcomes.done(tx, id));
      }
      named(tx, uids);
      accounts.forEach(account -> tx.changes().pending(account));
      return null;
    });
  }

  /// These moves are half done: the messages are in their new places, and still in the old ones,
  /// from which they are to be deleted.
  public void copied(List<Long> moves, List<NewUid> uids) {
    database.write(tx -> {
      for (long move : moves) {
        PendingRows.copied(tx, move);
      }
      named(tx, uids);
      return null;
    });
  }

  private static void named(Database.Tx tx, List<NewUid> uids) throws SQLException {
    for (NewUid uid : uids) {
      if (uid.uid() > 0) {
        Outcomes.named(tx, uid);
      }
    }
  }

  /// @param uidValidity what the UID belongs to, 0 where that was not told; where it is not what is
  ///   known of the mailbox, another is there in its place, and the next synchronization tells
  public record NewUid(MessageId message, MailboxId mailbox, long uid, long uidValidity) {}

  /// The server will never do it: local state goes back to what the server has, with the reason
  /// kept for the user. A message that is only here (APPEND) stays, to be tried again when the
  /// profile is opened next.
  public void refused(long changeId, String reason) {
    database.write(tx -> {
      Outcomes.refused(tx, changeId, reason);
      return null;
    });
  }

  /// After a synchronization of all of a mailbox: messages that were moved out of it here and that
  /// it turned out not to have any more.
  public void refuseMovesOfGone(MailboxId from) {
    database.write(tx -> {
      for (long id :
          tx.sql(
                  """
                  SELECT id FROM pending AS move WHERE mailbox = ? AND uid = 0 AND kind = 'MOVE'
                    AND NOT EXISTS (SELECT 1 FROM pending AS first WHERE first.id < move.id
                      AND first.message = move.message AND first.kind <> 'FLAGS')
                  """)
              .set(from.value())
              .numbers()) {
        Outcomes.refused(tx, id, RefusalReason.MESSAGE_GONE.text());
      }
      return null;
    });
  }

  private static final String REFUSAL =
      "SELECT id, account, message, mailbox, reason FROM refusal ";

  private static Refusal refusal(ResultSet row) throws SQLException {
    return new Refusal(
        row.getLong(1),
        new AccountId(row.getLong(2)),
        row.getLong(3) == 0 ? Optional.empty() : Optional.of(new MessageId(row.getLong(3))),
        row.getString(4),
        row.getString(5));
  }

  /// What was refused, newest first.
  public List<Refusal> refusals(AccountId account, int limit) {
    return database.read(session ->
        session
            .sql(REFUSAL + "WHERE account = ? ORDER BY id DESC LIMIT ?")
            .set(account.value())
            .set(limit)
            .list(PendingChangeStore::refusal));
  }

  /// What was refused since, oldest first.
  public List<Refusal> refusalsAfter(long id, int limit) {
    return database.read(session ->
        session
            .sql(REFUSAL + "WHERE id > ? ORDER BY id LIMIT ?")
            .set(id)
            .set(limit)
            .list(PendingChangeStore::refusal));
  }

  /// The id of the newest; 0 where nothing ever was.
  public long lastRefusal() {
    return database.read(session -> session.sql("SELECT max(id) FROM refusal").number(0));
  }

  /// Marked before a command whose outcome may stay unknown (MOVE, COPY, APPEND) is sent; found
  /// again after a crash. The flags that an APPEND takes along are to be read after this.
  public void begun(List<Long> changeIds, long targetUidNext) {
    database.writeDurably(tx -> {
      for (long id : changeIds) {
        Repeated.note(tx, id);
        tx.sql("UPDATE pending SET begun = 1, begun_at = ? WHERE id = ?")
            .set(targetUidNext)
            .set(id)
            .update();
        tx.sql(
                """
                UPDATE message SET server_flags = flags, server_keywords = keywords
                WHERE id = (SELECT message FROM pending WHERE id = ? AND kind = 'APPEND')
                """)
            .set(id)
            .update();
      }
      return null;
    });
  }

  /// UIDNEXT of the target when `begun` was called, or 0.
  public long begunAt(long changeId) {
    return database.read(session ->
        session.sql("SELECT begun_at FROM pending WHERE id = ?").set(changeId).number(0));
  }
}
