package app.paloma.store;

import app.paloma.model.*;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which messages of a maildrop are here: by unique-id (UIDL), else by hash. Written with the
/// message in one transaction.
public final class Pop3Ledger {
  /// @param message 0 when the message was deleted here meanwhile
  public record Entry(
      String uniqueId,
      String sha256,
      MessageId message,
      Instant downloaded,
      boolean deletedOnServer) {}

  private static final String SETTLED = "pop3_settled";

  private final Database database;

  Pop3Ledger(Database database) {
    this.database = database;
  }

  public Map<String, Entry> entries(AccountId account) {
    return database.read(session -> {
      Map<String, Entry> all = new HashMap<>();
      for (Entry entry :
          session
              .sql(
                  """
                  SELECT unique_id, sha256, message, downloaded, deleted_on_server
                  FROM pop3_ledger WHERE account = ?
                  """)
              .set(account.value())
              .list(row ->
                  new Entry(
                      row.getString(1),
                      row.getString(2),
                      new MessageId(row.getLong(3)),
                      Instant.ofEpochMilli(row.getLong(4)),
                      row.getInt(5) != 0))) {
        all.put(entry.uniqueId(), entry);
      }
      return all;
    });
  }

  /// A downloaded message, to be filed.
  ///
  /// @param sha256 of all octets; empty while they are not all here
  /// @param raw all octets when `complete`, else the beginning
  public record Arrived(
      String uniqueId,
      String sha256,
      IndexedContent index,
      RawOctets raw,
      long size,
      boolean complete) {
    public Arrived(
        String uniqueId,
        String sha256,
        IndexedContent index,
        byte[] raw,
        long size,
        boolean complete) {
      this(uniqueId, sha256, index, new RawOctets.InMemory(raw), size, complete);
    }

    /// The same message, its octets kept already (see [ContentStore#keep]).
    public Arrived kept(RawOctets octets) {
      return new Arrived(uniqueId, sha256, index, octets, size, complete);
    }
  }

  /// Files a downloaded message in the account's INBOX and in the ledger together. Large ones: with
  /// the beginning here, then [ContentStore]. A unique-id that is in the ledger already adds
  /// nothing.
  public MessageId arrived(
      AccountId account,
      String uniqueId,
      String sha256,
      Instant now,
      IndexedContent index,
      byte[] raw,
      long size,
      boolean complete) {
    Arrived message = new Arrived(uniqueId, sha256, index, raw, size, complete);
    return arrived(account, now, List.of(message), PreparedWords.ofContents(List.of(index)))
        .getFirst();
  }

  /// Several in one transaction.
  ///
  /// @param words of these messages
  public List<MessageId> arrived(
      AccountId account, Instant now, List<Arrived> messages, PreparedWords words) {
    return database.write(tx -> {
      Mailbox inbox =
          Mailboxes.byRole(tx.session(), account.value(), MailboxRole.INBOX)
              .orElseThrow(() ->
                  new StoreException(
                      StoreException.Reason.NOT_FOUND,
                      "the account " + account + " has no INBOX",
                      null));
      MessageRows rows = new MessageRows(tx, words);
      rows.expect(messages.stream().map(Arrived::index).toList());
      List<MessageId> ids = new ArrayList<>(messages.size());
      for (Arrived message : messages) {
        ids.add(new MessageId(file(tx, rows, account, inbox, now, message)));
      }
      rows.finish();
      return ids;
    });
  }

  private static long file(
      Database.Tx tx,
      MessageRows rows,
      AccountId account,
      Mailbox inbox,
      Instant now,
      Arrived message)
      throws SQLException {
    long known =
        tx.sql("SELECT message FROM pop3_ledger WHERE account = ? AND unique_id = ?")
            .set(account.value())
            .set(message.uniqueId())
            .number(-1);
    if (known >= 0) {
      return known;
    }
    long id =
        rows.insert(
            new MessageRows.New(
                account.value(),
                inbox.id().value(),
                0,
                0,
                Flags.NONE,
                Flags.NONE,
                now,
                message.complete() ? message.raw().length() : message.size(),
                message.index(),
                message.raw(),
                message.complete()
                    ? MessageSummary.BodyState.COMPLETE
                    : MessageSummary.BodyState.PARTIAL,
                null));
    tx.sql(
            """
            INSERT INTO pop3_ledger (account, unique_id, sha256, message, downloaded)
            VALUES (?, ?, ?, ?, ?)
            """)
        .set(account.value())
        .set(message.uniqueId())
        .set(message.sha256())
        .set(id)
        .set(now.toEpochMilli())
        .update();
    return id;
  }

  /// The whole of a message that came in pieces is here now, and this is its hash.
  public void hashed(AccountId account, String uniqueId, String sha256) {
    database.write(tx ->
        tx.sql("UPDATE pop3_ledger SET sha256 = ? WHERE account = ? AND unique_id = ?")
            .set(sha256)
            .set(account.value())
            .set(uniqueId)
            .update());
  }

  /// The server has it under a new unique-id.
  public void renamed(AccountId account, String oldUniqueId, String newUniqueId) {
    database.write(tx -> renamed(tx, account, oldUniqueId, newUniqueId));
  }

  private static int renamed(
      Database.Tx tx, AccountId account, String oldUniqueId, String newUniqueId)
      throws SQLException {
    return tx.sql(
            """
            UPDATE OR REPLACE pop3_ledger SET unique_id = ?, deleted_on_server = 0
            WHERE account = ? AND unique_id = ?
            """)
        .set(newUniqueId)
        .set(account.value())
        .set(oldUniqueId)
        .update();
  }

  /// The server has it under a new unique-id, under which it came a second time.
  ///
  /// @param surplus what came
  public void renamed(
      AccountId account, String oldUniqueId, String newUniqueId, MessageId surplus) {
    database.write(tx -> {
      renamed(tx, account, oldUniqueId, newUniqueId);
      new MessageRows(tx).delete(surplus.value());
      return null;
    });
  }

  /// All that came is on the disk when this returns, also where the power goes: the server may
  /// delete its copies. What is committed reaches the disk with a durable write at the latest, and
  /// one that changes nothing would be none.
  public void settle() {
    database.writeDurably(tx ->
        tx.sql(
                """
                INSERT INTO meta (key, value) VALUES (?, 1)
                ON CONFLICT (key) DO UPDATE SET value = value + 1
                """)
            .set(SETTLED)
            .update());
  }

  public void deletedOnServer(AccountId account, List<String> uniqueIds) {
    each(
        account,
        uniqueIds,
        "UPDATE pop3_ledger SET deleted_on_server = 1 WHERE account = ? AND unique_id = ?");
  }

  public boolean knowsHash(AccountId account, String sha256) {
    return database.read(session ->
        session
            .sql("SELECT 1 FROM pop3_ledger WHERE account = ? AND sha256 = ?")
            .set(account.value())
            .set(sha256)
            .exists());
  }

  /// The maildrop does not have these any more.
  public void forget(AccountId account, List<String> uniqueIds) {
    each(account, uniqueIds, "DELETE FROM pop3_ledger WHERE account = ? AND unique_id = ?");
  }

  private void each(AccountId account, List<String> uniqueIds, String change) {
    database.write(tx -> {
      for (String uniqueId : uniqueIds) {
        tx.sql(change).set(account.value()).set(uniqueId).update();
      }
      return null;
    });
  }
}
