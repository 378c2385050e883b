package app.paloma.store;

import java.sql.SQLException;

/// Mailboxes that show again what is in others: `\\All` and `\\Flagged` (RFC 6154), as Gmail and
/// Dovecot's virtual mailboxes have them. Where several mailboxes are shown as one, a message is
/// counted and listed once.
final class AllMail {
  private static final String VIEWS = "(SELECT id FROM mailbox WHERE role IN ('ALL', 'FLAGGED'))";

  /// That the message `m` is not such a second sight of one in another mailbox.
  static final String ONCE =
      " AND NOT (m.mailbox IN "
          + VIEWS
          + " AND m.id_hash <> 0 AND EXISTS (SELECT 1 FROM message o WHERE o.thread = m.thread"
          + " AND o.id_hash = m.id_hash AND o.account = m.account AND o.mailbox IS NOT NULL"
          + " AND o.mailbox NOT IN "
          + VIEWS
          + "))";

  private AllMail() {}

  /// Whether there is any such mailbox with messages: rarely, and then only because it was asked
  /// for by name.
  static boolean isThere(Session session) throws SQLException {
    return session
        .sql("SELECT 1 FROM mailbox WHERE role IN ('ALL', 'FLAGGED') AND messages > 0")
        .exists();
  }
}
