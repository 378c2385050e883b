package app.paloma.store;

import app.paloma.model.*;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Which messages of a maildrop are here: by unique-id (UIDL), else by hash. Written with the
/// message in one transaction.
public final class Pop3Ledger {
  final Database database;

  Pop3Ledger(Database database) {
    this.database = database;
  }

  /// @param message 0 when the message was deleted here meanwhile
  public record Entry(
      String uniqueId,
      String sha256,
      MessageId message,
      Instant downloaded,
      boolean deletedOnServer,
      boolean deleteWhenDeletedHere) {}

  public Map<String, Entry> entries(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Files a downloaded message in the account's INBOX and in the ledger together. Large ones: with
  /// the beginning here, then [ContentStore].
  public MessageId arrived(
      AccountId account,
      String uniqueId,
      String sha256,
      Instant now,
      IndexedContent index,
      byte[] raw,
      long size,
      boolean complete) {
    throw new UnsupportedOperationException();
  }

  /// The server has it under a new unique-id.
  public void renamed(AccountId account, String oldUniqueId, String newUniqueId) {
    throw new UnsupportedOperationException();
  }

  public void deletedOnServer(AccountId account, List<String> uniqueIds) {
    throw new UnsupportedOperationException();
  }

  public boolean knowsHash(AccountId account, String sha256) {
    throw new UnsupportedOperationException();
  }

  /// The maildrop does not have these any more.
  public void forget(AccountId account, List<String> uniqueIds) {
    throw new UnsupportedOperationException();
  }
}
