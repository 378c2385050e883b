package app.paloma.store;

import app.paloma.model.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class MailboxStore {
  /// What LIST said of one mailbox, and MYRIGHTS where it was asked.
  public record Listed(
      String name,
      char delimiter,
      MailboxRole role,
      boolean selectable,
      boolean subscribed,
      MailboxHolder holder,
      MailboxRights rights) {
    /// One of the user's own.
    public Listed(
        String name, char delimiter, MailboxRole role, boolean selectable, boolean subscribed) {
      this(
          name,
          delimiter,
          role,
          selectable,
          subscribed,
          MailboxHolder.PERSONAL,
          MailboxRights.UNKNOWN);
    }
  }

  /// What SELECT/STATUS said; written with a sync step.
  public record SyncState(
      long uidValidity,
      long uidNext,
      long highestModSeq,
      long serverMessages,
      boolean readOnly,
      boolean complete) {}

  private final Database database;

  MailboxStore(Database database) {
    this.database = database;
  }

  public List<Mailbox> list(AccountId account) {
    return database.read(session ->
        session
            .sql(Mailboxes.SELECT + " WHERE account = ? ORDER BY name")
            .set(account.value())
            .list(Mailboxes::mailbox));
  }

  public List<Mailbox> listAll() {
    return database.read(session ->
        session.sql(Mailboxes.SELECT + " ORDER BY account, name").list(Mailboxes::mailbox));
  }

  public Optional<Mailbox> get(MailboxId id) {
    return database.read(session ->
        session.sql(Mailboxes.SELECT + " WHERE id = ?").set(id.value()).first(Mailboxes::mailbox));
  }

  /// By full name; INBOX in any case (RFC 9051 §5.1).
  public Optional<Mailbox> find(AccountId account, String name) {
    return database.read(session ->
        session
            .sql(Mailboxes.SELECT + " WHERE account = ? AND name = ?")
            .set(account.value())
            .set(Mailboxes.canonical(name))
            .first(Mailboxes::mailbox));
  }

  public Optional<Mailbox> byRole(AccountId account, MailboxRole role) {
    return database.read(session -> Mailboxes.byRole(session, account.value(), role));
  }

  /// Takes over a complete LIST of the server: adds, updates, and removes what is gone unless a
  /// pending change or unsent local message holds it. A mailbox that vanished and one that appeared
  /// with the same UIDVALIDITY (given where STATUS told it) is a rename: rows move along.
  public List<Mailbox> reconcile(AccountId account, List<Listed> listed) {
    return reconcile(account, listed, Map.of());
  }

  /// @param renamed what is here of those that are listed under new names
  public List<Mailbox> reconcile(
      AccountId account, List<Listed> listed, Map<String, MailboxId> renamed) {
    return database.write(tx -> {
      new MailboxReconciler(tx, account.value()).reconcile(listed, renamed);
      return tx.sql(Mailboxes.SELECT + " WHERE account = ? ORDER BY name")
          .set(account.value())
          .list(Mailboxes::mailbox);
    });
  }

  /// What the server still calls it, while it does not know of a renaming here.
  public String nameOnServer(Mailbox mailbox) {
    return database.read(session -> Mailboxes.onServer(session, mailbox));
  }

  /// Takes over a new name, with the names of the mailboxes below it; tells the server nothing.
  public void rename(MailboxId id, String newName) {
    database.write(tx -> {
      Mailboxes.rename(tx, Mailboxes.get(tx, id.value()), newName);
      return null;
    });
  }

  public void setRole(MailboxId id, MailboxRole role) {
    database.write(tx -> {
      tx.sql("UPDATE mailbox SET role = ? WHERE id = ?").set(role.name()).set(id.value()).update();
      tx.changes().mailbox(id.value());
      return null;
    });
  }

  /// What the server calls it under every name (RFC 8474).
  public void identify(MailboxId id, String objectId) {
    database.write(tx ->
        tx.sql("UPDATE mailbox SET object_id = ? WHERE id = ?")
            .set(objectId)
            .set(id.value())
            .update());
  }

  /// The server does not expunge single messages of it: what is taken out of it here stays there,
  /// marked `\Deleted`.
  public void keepsDeleted(MailboxId id) {
    database.write(
        tx -> tx.sql("UPDATE mailbox SET keeps_deleted = 1 WHERE id = ?").set(id.value()).update());
  }

  /// Whether it was seen to.
  public boolean isKeepingDeleted(MailboxId id) {
    return database.read(session ->
        session
            .sql("SELECT 1 FROM mailbox WHERE id = ? AND keeps_deleted = 1")
            .set(id.value())
            .exists());
  }

  /// More of the account's mail is to be kept here: the next synchronization looks what is missing.
  public void markIncomplete(AccountId account) {
    database.write(tx -> {
      tx.sql("UPDATE mailbox SET complete = 0 WHERE account = ?").set(account.value()).update();
      return null;
    });
  }

  public void saveState(MailboxId id, SyncState state) {
    database.write(tx -> {
      Mailboxes.saveState(tx, id.value(), state);
      return null;
    });
  }
}
