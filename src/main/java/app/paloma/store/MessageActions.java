package app.paloma.store;

import app.paloma.model.*;
import java.util.Collection;
import java.util.Optional;

/// What a user does to messages: local state and the pending change for the server in one
/// transaction, so the answer is instant, off line too. Each returns what undo would take back. For
/// POP3 accounts only local.
public final class MessageActions {
  final Database database;

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
    MAILBOX
  }

  public Done setFlags(Collection<MessageId> ids, Flags add, Flags remove) {
    throw new UnsupportedOperationException();
  }

  /// To another mailbox, of another account too (then: append there, delete here once it is there).
  public Done move(Collection<MessageId> ids, MailboxId target) {
    throw new UnsupportedOperationException();
  }

  public Done copy(Collection<MessageId> ids, MailboxId target) {
    throw new UnsupportedOperationException();
  }

  /// To each account's Trash; those that are in Trash already (or have no Trash) are deleted for
  /// good.
  public Done delete(Collection<MessageId> ids) {
    throw new UnsupportedOperationException();
  }

  public Done deletePermanently(Collection<MessageId> ids) {
    throw new UnsupportedOperationException();
  }

  /// To each account's Archive, which is created (with a pending CREATE) where there is none;
  /// likewise junk.
  public Done archive(Collection<MessageId> ids) {
    throw new UnsupportedOperationException();
  }

  public Done junk(Collection<MessageId> ids) {
    throw new UnsupportedOperationException();
  }

  /// Takes back the last action that can be (not yet taken back), as a new change. Empty when there
  /// is none.
  public Optional<Done> undo() {
    throw new UnsupportedOperationException();
  }

  public Optional<Done> undo(long undoGroup) {
    throw new UnsupportedOperationException();
  }

  public Mailbox createMailbox(AccountId account, String name) {
    throw new UnsupportedOperationException();
  }

  public void renameMailbox(MailboxId id, String newName) {
    throw new UnsupportedOperationException();
  }

  public void deleteMailbox(MailboxId id) {
    throw new UnsupportedOperationException();
  }
}
