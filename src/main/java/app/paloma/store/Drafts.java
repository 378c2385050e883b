package app.paloma.store;

import java.sql.SQLException;

/// Removes drafts inside of other transactions.
final class Drafts {
  private Drafts() {}

  static void delete(Database.Tx tx, long draft) throws SQLException {
    for (long attachment :
        tx.sql("SELECT id FROM draft_attachment WHERE draft = ?").set(draft).numbers()) {
      Pieces.ATTACHMENT.delete(tx, attachment);
    }
    tx.sql("DELETE FROM draft_attachment WHERE draft = ?").set(draft).update();
    tx.sql("DELETE FROM draft_version WHERE draft = ?").set(draft).update();
    tx.sql("DELETE FROM draft WHERE id = ?").set(draft).update();
    tx.changes().other(new StoreChange.Drafts());
  }
}
