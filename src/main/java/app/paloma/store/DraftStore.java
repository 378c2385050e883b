package app.paloma.store;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public final class DraftStore {
  private static final String SELECT =
      """
      SELECT id, account, from_field, to_field, cc_field, bcc_field, subject, text, html,
        in_reply_to, references_field, kind, source, server_copy, modified, read_receipt,
        delivery_report, require_tls FROM draft
      """;

  private final Database database;

  DraftStore(Database database) {
    this.database = database;
  }

  /// Saves (inserts when its id is 0). An empty text never replaces a text: the earlier version is
  /// kept too.
  public Draft save(Draft draft) {
    return database.write(tx -> {
      long id = draft.id().value();
      if (id == 0) {
        tx.sql(
                """
                INSERT INTO draft (account, from_field, to_field, cc_field, bcc_field, subject,
                  text, in_reply_to, references_field, kind, modified)
                VALUES (0, '', '', '', '', '', '', '', '', 'NEW', 0)
                """)
            .update();
        id = tx.session().number("SELECT last_insert_rowid()");
      } else if (draft.text().isBlank()) {
        keepVersion(tx, id);
      }
      int known =
          tx.sql(
                  """
                  UPDATE draft SET account = ?, from_field = ?, to_field = ?, cc_field = ?,
                    bcc_field = ?, subject = ?, text = ?, html = ?, in_reply_to = ?,
                    references_field = ?, kind = ?, source = ?, server_copy = ?, modified = ?,
                    read_receipt = ?, delivery_report = ?, require_tls = ?
                  WHERE id = ?
                  """)
              .set(draft.account().value())
              .set(Rows.text(draft.from()))
              .set(Rows.text(draft.to()))
              .set(Rows.text(draft.cc()))
              .set(Rows.text(draft.bcc()))
              .set(draft.subject())
              .set(draft.text())
              .set(draft.html().orElse(null))
              .set(draft.inReplyTo())
              .set(String.join(" ", draft.references()))
              .set(draft.kind().name())
              .setId(draft.source().map(MessageId::value).orElse(0L))
              .setId(draft.serverCopy().map(MessageId::value).orElse(0L))
              .set(draft.modified().toEpochMilli())
              .set(draft.asks().readReceipt())
              .set(draft.asks().deliveryReport())
              .set(draft.asks().requireTls())
              .set(id)
              .update();
      if (known == 0) {
        throw notFound(id);
      }
      tx.changes().other(new StoreChange.Drafts());
      return get(tx.session(), id).orElseThrow();
    });
  }

  private static StoreException notFound(long id) {
    return new StoreException(
        StoreException.Reason.NOT_FOUND, "there is no draft " + id + " any more", null);
  }

  private static void keepVersion(Database.Tx tx, long id) throws SQLException {
    tx.sql(
            """
            INSERT INTO draft_version (draft, subject, text, html, modified)
            SELECT id, subject, text, html, modified FROM draft
            WHERE id = ? AND trim(text) <> ''
            """)
        .set(id)
        .update();
  }

  /// The last text that an empty one replaced, to offer it again.
  public Optional<String> earlierText(DraftId id) {
    return database.read(session ->
        session
            .sql("SELECT text FROM draft_version WHERE draft = ? ORDER BY id DESC LIMIT 1")
            .set(id.value())
            .first(row -> row.getString(1)));
  }

  public List<Draft> list() {
    return database.readConsistently(session -> {
      List<Draft> all = new java.util.ArrayList<>();
      for (long id : session.sql("SELECT id FROM draft ORDER BY modified DESC, id").numbers()) {
        get(session, id).ifPresent(all::add);
      }
      return List.copyOf(all);
    });
  }

  public Optional<Draft> get(DraftId id) {
    return database.readConsistently(session -> get(session, id.value()));
  }

  private static Optional<Draft> get(Session session, long id) throws SQLException {
    List<DraftAttachment> attachments =
        session
            .sql(
                """
                SELECT id, name, content_type, size, inline, content_id FROM draft_attachment
                WHERE draft = ? ORDER BY id
                """)
            .set(id)
            .list(row ->
                new DraftAttachment(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getInt(5) != 0,
                    row.getString(6)));
    return session.sql(SELECT + " WHERE id = ?").set(id).first(row -> draft(row, attachments));
  }

  private static Draft draft(ResultSet row, List<DraftAttachment> attachments) throws SQLException {
    List<Address> from = Rows.addresses(row.getString(3));
    String references = row.getString(11);
    return new Draft(
        new DraftId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        from.isEmpty() ? Address.NONE : from.get(0),
        Rows.addresses(row.getString(4)),
        Rows.addresses(row.getString(5)),
        Rows.addresses(row.getString(6)),
        row.getString(7),
        row.getString(8),
        Optional.ofNullable(row.getString(9)),
        attachments,
        row.getString(10),
        references.isEmpty() ? List.of() : List.of(references.split(" ")),
        Draft.Kind.valueOf(row.getString(12)),
        message(row.getLong(13)),
        message(row.getLong(14)),
        Instant.ofEpochMilli(row.getLong(15)),
        new Draft.Asks(row.getInt(16) != 0, row.getInt(17) != 0, row.getInt(18) != 0));
  }

  private static Optional<MessageId> message(long id) {
    return id == 0 ? Optional.empty() : Optional.of(new MessageId(id));
  }

  /// Opens the draft behind a message of a Drafts mailbox, where there is one.
  public Optional<Draft> byServerCopy(MessageId message) {
    return database.readConsistently(session ->
        get(
            session,
            session
                .sql("SELECT id FROM draft WHERE server_copy = ?")
                .set(message.value())
                .number(0)));
  }

  public void delete(DraftId id) {
    database.write(tx -> {
      Drafts.delete(tx, id.value());
      return null;
    });
  }

  /// Copies the file in, a megabyte at a time; it belongs to the draft once all of it is here.
  public DraftAttachment attach(
      DraftId draft,
      String name,
      String contentType,
      InputStream octets,
      boolean inline,
      String contentId) {
    long id =
        database.write(tx -> {
          if (!tx.sql("SELECT 1 FROM draft WHERE id = ?").set(draft.value()).exists()) {
            throw notFound(draft.value());
          }
          // draft 0: not yet whole.
          tx.sql(
                  """
                  INSERT INTO draft_attachment (draft, name, content_type, size, inline,
                    content_id) VALUES (0, ?, ?, 0, ?, ?)
                  """)
              .set(name)
              .set(contentType)
              .set(inline)
              .set(contentId)
              .update();
          return tx.session().number("SELECT last_insert_rowid()");
        });
    long size = 0;
    boolean whole = false;
    try {
      size = Pieces.ATTACHMENT.fill(database, id, octets);
      whole = true;
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.IO, "cannot read " + name + ": " + e.getMessage(), e);
    } finally {
      if (!whole) {
        detach(new DraftId(0), new DraftAttachment(id, name, contentType, 0, inline, contentId));
      }
    }
    long all = size;
    database.write(tx -> {
      tx.sql("UPDATE draft_attachment SET draft = ?, size = ? WHERE id = ?")
          .set(draft.value())
          .set(all)
          .set(id)
          .update();
      tx.changes().other(new StoreChange.Drafts());
      return null;
    });
    return new DraftAttachment(id, name, contentType, size, inline, contentId);
  }

  public InputStream open(DraftAttachment attachment) {
    return Pieces.ATTACHMENT.open(database, attachment.id());
  }

  public void detach(DraftId draft, DraftAttachment attachment) {
    database.write(tx -> {
      int gone =
          tx.sql("DELETE FROM draft_attachment WHERE id = ? AND draft = ?")
              .set(attachment.id())
              .set(draft.value())
              .update();
      if (gone > 0) {
        Pieces.ATTACHMENT.delete(tx, attachment.id());
        tx.changes().other(new StoreChange.Drafts());
      }
      return null;
    });
  }
}
