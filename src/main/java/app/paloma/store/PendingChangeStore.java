package app.paloma.store;

import app.paloma.model.*;
import java.util.List;

/// Changes made here that the server does not know yet, in order.
public final class PendingChangeStore {
  final Database database;

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

    record DeleteMailbox(long id, String name) implements PendingChange {}

    record Subscribe(long id, MailboxId mailbox, String name, boolean subscribe)
        implements PendingChange {}
  }

  /// In order, coalesced (a flag set and reset again is nothing); at most `limit`.
  public List<PendingChange> next(AccountId account, int limit) {
    throw new UnsupportedOperationException();
  }

  public int count(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// The server carried these out. `uids` pairs message and new UID in its mailbox where
  /// COPYUID/APPENDUID told them (0 = unknown: the next sync of that mailbox links it).
  public void done(List<Long> changeIds, List<NewUid> uids) {
    throw new UnsupportedOperationException();
  }

  public record NewUid(MessageId message, MailboxId mailbox, long uid) {}

  /// The server will never do it: local state goes back to what the server has, with the reason
  /// kept for the user.
  public void refused(long changeId, String reason) {
    throw new UnsupportedOperationException();
  }

  /// Marked before a command whose outcome may stay unknown (MOVE, APPEND) is sent; found again
  /// after a crash.
  public void begun(List<Long> changeIds, long targetUidNext) {
    throw new UnsupportedOperationException();
  }

  /// UIDNEXT of the target when `begun` was called, or 0.
  public long begunAt(long changeId) {
    throw new UnsupportedOperationException();
  }
}
