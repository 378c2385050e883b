package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class AccountStore {
  private static final String SELECT =
      """
      SELECT id, email, name, incoming, outgoing, leave_on_server, ca_pem, sent_copy, signature
      FROM account
      """;

  /// The mailboxes of a POP3 account, which has none on its server.
  private static final Map<String, MailboxRole> LOCAL =
      Map.of(
          "INBOX", MailboxRole.INBOX,
          "Drafts", MailboxRole.DRAFTS,
          "Sent", MailboxRole.SENT,
          "Archive", MailboxRole.ARCHIVE,
          "Junk", MailboxRole.JUNK,
          "Trash", MailboxRole.TRASH);

  private final Database database;

  AccountStore(Database database) {
    this.database = database;
  }

  public List<Account> list() {
    return database.read(
        session -> session.sql(SELECT + " ORDER BY id").list(AccountStore::account));
  }

  public Optional<Account> get(AccountId id) {
    return database.read(session ->
        session.sql(SELECT + " WHERE id = ?").set(id.value()).first(AccountStore::account));
  }

  /// By address, case-insensitively.
  public Optional<Account> find(String email) {
    return database.read(session ->
        session
            .sql(SELECT + " WHERE lower(email) = lower(?)")
            .set(email)
            .first(AccountStore::account));
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        ServerSettings.parse(row.getString(4)),
        ServerSettings.parse(row.getString(5)),
        LeaveOnServer.parse(row.getString(6)),
        Optional.ofNullable(row.getString(7)),
        SentCopy.valueOf(row.getString(8)),
        row.getString(9));
  }

  /// @return the same account with its id. For a POP3 account the local INBOX, Drafts, Sent,
  ///   Archive, Junk, Trash are created with it (IMAP mailboxes come from LIST; an IMAP account
  ///   gets a local INBOX row at once).
  public Account add(Account unsaved) {
    return database.write(tx -> {
      bind(
              tx.sql(
                  """
                  INSERT INTO account (email, name, incoming, outgoing, pop3, leave_on_server,
                    ca_pem, sent_copy, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                  """),
              unsaved)
          .update();
      long id = tx.session().number("SELECT last_insert_rowid()");
      if (isPop3(unsaved)) {
        for (Map.Entry<String, MailboxRole> mailbox : LOCAL.entrySet()) {
          Mailboxes.add(tx, id, mailbox.getKey(), '/', mailbox.getValue());
        }
      } else {
        Mailboxes.add(tx, id, "INBOX", (char) 0, MailboxRole.INBOX);
      }
      tx.changes().other(new StoreChange.Accounts());
      return unsaved.withId(new AccountId(id));
    });
  }

  private static boolean isPop3(Account account) {
    return account.incoming().protocol() == MailProtocol.POP3;
  }

  public void update(Account account) {
    database.write(tx -> {
      int known =
          bind(
                  tx.sql(
                      """
                      UPDATE account SET email = ?, name = ?, incoming = ?, outgoing = ?,
                        pop3 = ?, leave_on_server = ?, ca_pem = ?, sent_copy = ?, signature = ?
                      WHERE id = ?
                      """),
                  account)
              .set(account.id().value())
              .update();
      if (known == 0) {
        throw new StoreException(
            StoreException.Reason.NOT_FOUND, "there is no account " + account.id(), null);
      }
      tx.changes().other(new StoreChange.Accounts());
      return null;
    });
  }

  private static Sql bind(Sql sql, Account account) throws SQLException {
    return sql.set(account.email())
        .set(account.name())
        .set(account.incoming().toUrl())
        .set(account.outgoing().toUrl())
        .set(isPop3(account))
        .set(account.leaveOnServer().toText())
        .set(account.caPem().orElse(null))
        .set(account.sentCopy().name())
        .set(account.signature());
  }

  /// Removes the account and all its mail from this computer; outbox and drafts too.
  public void remove(AccountId id) {
    database.write(tx -> {
      long account = id.value();
      MessageRows rows = new MessageRows(tx);
      for (long message :
          tx.sql("SELECT id FROM message WHERE account = ?").set(account).numbers()) {
        rows.delete(message);
      }
      for (long entry : tx.sql("SELECT id FROM outbox WHERE account = ?").set(account).numbers()) {
        Pieces.OUTBOX.delete(tx, entry);
        tx.sql("DELETE FROM outbox_recipient WHERE outbox = ?").set(entry).update();
      }
      for (long draft : tx.sql("SELECT id FROM draft WHERE account = ?").set(account).numbers()) {
        Drafts.delete(tx, draft);
      }
      for (String table :
          List.of("outbox", "pending", "refusal", "pop3_ledger", "invitation", "mailbox")) {
        tx.sql("DELETE FROM " + table + " WHERE account = ?").set(account).update();
      }
      tx.sql("DELETE FROM account WHERE id = ?").set(account).update();
      tx.changes().other(new StoreChange.Accounts());
      tx.changes().outbox();
      tx.changes().other(new StoreChange.Drafts());
      return null;
    });
    ArrivalLog.sweep(database);
  }
}
