package app.paloma.store;

import app.paloma.model.*;
import java.util.List;
import java.util.Optional;

public final class MailboxStore {
  /// What LIST said of one mailbox.
  public record Listed(
      String name, char delimiter, MailboxRole role, boolean selectable, boolean subscribed) {}

  /// What SELECT/STATUS said; written with a sync step.
  public record SyncState(
      long uidValidity,
      long uidNext,
      long highestModSeq,
      long serverMessages,
      boolean readOnly,
      boolean complete) {}

  public List<Mailbox> list(AccountId account) {
    throw new UnsupportedOperationException();
  }

  public List<Mailbox> listAll() {
    throw new UnsupportedOperationException();
  }

  public Optional<Mailbox> get(MailboxId id) {
    throw new UnsupportedOperationException();
  }

  public Optional<Mailbox> find(AccountId account, String name) {
    throw new UnsupportedOperationException();
  }

  public Optional<Mailbox> byRole(AccountId account, MailboxRole role) {
    throw new UnsupportedOperationException();
  }

  /// Takes over a complete LIST of the server: adds, updates, and removes what is gone unless a
  /// pending change or unsent local message holds it. A mailbox that vanished and one that appeared
  /// with the same UIDVALIDITY (given where STATUS told it) is a rename: rows move along.
  public List<Mailbox> reconcile(AccountId account, List<Listed> listed) {
    throw new UnsupportedOperationException();
  }

  public void setSubscribed(MailboxId id, boolean subscribed) {
    throw new UnsupportedOperationException();
  }

  public void rename(MailboxId id, String newName) {
    throw new UnsupportedOperationException();
  }

  public void setRole(MailboxId id, MailboxRole role) {
    throw new UnsupportedOperationException();
  }

  public void saveState(MailboxId id, SyncState state) {
    throw new UnsupportedOperationException();
  }
}
