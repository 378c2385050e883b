package app.paloma.store;

import app.paloma.model.*;
import java.util.List;
import java.util.Optional;

public final class AccountStore {
  public List<Account> list() {
    throw new UnsupportedOperationException();
  }

  public Optional<Account> get(AccountId id) {
    throw new UnsupportedOperationException();
  }

  /// By address, case-insensitively.
  public Optional<Account> find(String email) {
    throw new UnsupportedOperationException();
  }

  /// @return the same account with its id. For a POP3 account the local INBOX, Drafts, Sent,
  ///   Archive, Junk, Trash are created with it (IMAP mailboxes come from LIST; an IMAP account
  ///   gets a local INBOX row at once).
  public Account add(Account unsaved) {
    throw new UnsupportedOperationException();
  }

  public void update(Account account) {
    throw new UnsupportedOperationException();
  }

  /// Removes the account and all its mail from this computer; outbox and drafts too.
  public void remove(AccountId id) {
    throw new UnsupportedOperationException();
  }
}
