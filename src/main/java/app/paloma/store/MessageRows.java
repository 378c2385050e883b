package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes message rows with all that hangs on them: octets, search index, conversation, contacts.
final class MessageRows {
  private static final int KEY_LENGTH = 32;
  private static final int PREVIEW_LENGTH = 200;

  /// What a row takes in the log, roughly.
  private static final int ROW_OCTETS = 1024;

  private static final RawOctets.Packed NOWHERE = new RawOctets.Packed(0, 0, 0, 0);

  /// A message to be inserted.
  ///
  /// @param uid 0 where the server has not named it
  record New(
      long account,
      long mailbox,
      long uid,
      long modSeq,
      Flags serverFlags,
      Flags flags,
      Instant internalDate,
      long size,
      IndexedContent index,
      RawOctets raw,
      MessageSummary.BodyState state,
      String reason) {}

  private final Database.Tx tx;
  private final PreparedWords prepared;
  private final Threads threads;
  private final Map<String, Address> heard = new LinkedHashMap<>();
  private final Map<Long, IndexedWords> toIndex = new LinkedHashMap<>();
  private final Map<Long, Long> packsUsed = new LinkedHashMap<>();
  private final List<Long> muted = new ArrayList<>();
  private Optional<Boolean> anyMuted = Optional.empty();
  private long nextId;

  MessageRows(Database.Tx tx) {
    this(tx, null);
  }

  /// @param prepared the words of the messages that will be inserted, or null
  MessageRows(Database.Tx tx, PreparedWords prepared) {
    this.tx = tx;
    this.prepared = prepared;
    this.threads = new Threads(tx);
  }

  /// These will be inserted, or most of them: what is asked about each is asked about all at once.
  void expect(List<IndexedContent> messages) throws SQLException {
    threads.expect(messages);
  }

  long newId() throws SQLException {
    if (nextId == 0) {
      nextId = tx.sql("SELECT value FROM meta WHERE key = 'next_message'").number(1);
    }
    return nextId++;
  }

  /// To be called once, at the end of the transaction.
  ///
  /// All texts go into the index at the end: a statement with a trigger opens a savepoint, at which
  /// FTS5 writes what it has gathered, so each message in between would cost a segment of its own.
  void finish() throws SQLException {
    threads.finish();
    if (!toIndex.isEmpty()) {
      Initials.written(tx, toIndex.keySet().iterator().next());
    }
    if (!BulkIndex.add(tx, toIndex, prepared)) {
      for (Map.Entry<Long, IndexedWords> entry : toIndex.entrySet()) {
        index(entry.getKey(), entry.getValue());
      }
    }
    toIndex.clear();
    for (Map.Entry<Long, Long> entry : packsUsed.entrySet()) {
      Packs.used(tx, entry.getKey(), entry.getValue());
    }
    if (nextId != 0) {
      tx.sql("UPDATE meta SET value = ? WHERE key = 'next_message'").set(nextId).update();
    }
    if (!muted.isEmpty()) {
      Action action = new Action(tx, Undo.none(tx));
      for (long id : muted) {
        Optional<Action.Subject> subject = action.subject(id);
        if (subject.isPresent()) {
          action.flags(subject.get(), Flags.of(Flags.SEEN), Flags.NONE);
        }
      }
      muted.clear();
    }
    long now = tx.clock().millis();
    for (Map.Entry<String, Address> entry : heard.entrySet()) {
      Contacts.heardOf(tx, entry.getKey(), entry.getValue(), now);
    }
  }

  long insert(New message) throws SQLException {
    return insert(newId(), message);
  }

  /// @param id a new one, or that of a row that was deleted just now and comes alone
  long insert(long id, New message) throws SQLException {
    IndexedContent index = message.index();
    long idHash = Rows.hash(index.messageId());
    long thread = threads.assign(id, idHash, index.references());
    tx.changes().wrote(ROW_OCTETS);
    RawOctets raw = message.raw();
    RawOctets.Packed packed = raw instanceof RawOctets.Packed there ? there : NOWHERE;
    tx.sql(
            """
            INSERT INTO message (id, account, mailbox, uid, mod_seq, server_flags, flags,
              has_attachments, date, internal_date, size, stored, body_state, thread, id_hash, doc,
              server_keywords, keywords, from_key, to_key, subject_key, message_id, from_name,
              from_email, subject, recipients, preview, list_id, reason, pack, pack_position,
              packed, pack_check)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?)
            """)
        .set(id)
        .set(message.account())
        .set(message.mailbox())
        .setId(message.uid())
        .set(message.modSeq())
        .set(message.serverFlags().bits())
        .set(message.flags().bits())
        .set(index.hasAttachments())
        .set(date(index, message.internalDate()))
        .set(message.internalDate().toEpochMilli())
        .set(message.size())
        .set(raw.length())
        .set(Rows.number(message.state()))
        .set(thread)
        .set(idHash)
        .set(id)
        .set(Rows.keywords(message.serverFlags()))
        .set(Rows.keywords(message.flags()))
        .set(SearchText.key(index.from().display(), KEY_LENGTH))
        .set(index.to().isEmpty() ? "" : SearchText.key(index.to().get(0).display(), KEY_LENGTH))
        .set(subjectKey(index.subject()))
        .set(index.messageId())
        .set(index.from().name())
        .set(index.from().email())
        .set(index.subject())
        .set(Rows.text(index.to()))
        .set(preview(index))
        .set(index.listId())
        .set(message.reason())
        .setId(packed.pack())
        .set(packed.position())
        .set(packed.length())
        .setId(packed.check())
        .update();
    if (raw instanceof RawOctets.InMemory(byte[] octets)) {
      Pieces.CONTENT.write(tx, id, 0, octets, octets.length);
    } else {
      packsUsed.merge(packed.pack(), packed.position() + packed.length(), Math::max);
    }
    toIndex.put(id, new IndexedWords(index));
    hear(index.from());
    if (!message.flags().isSeen() && isMuted(thread)) {
      muted.add(id);
    }
    tx.changes().added(message.mailbox(), id);
    return id;
  }

  private boolean isMuted(long thread) throws SQLException {
    if (anyMuted.isEmpty()) {
      anyMuted = Optional.of(Attention.anyMuted(tx.session()));
    }
    return anyMuted.get()
        && tx.sql("SELECT 1 FROM muted_thread WHERE thread = ?").set(thread).exists();
  }

  private void hear(Address from) {
    String email = from.email();
    if (email.indexOf('@') > 0 && email.length() < 320) {
      heard.merge(
          email.toLowerCase(Locale.ROOT),
          from,
          (old, fresh) -> fresh.name().isBlank() ? old : fresh);
    }
  }

  private void index(long doc, IndexedWords words) throws SQLException {
    Sql insert =
        tx.sql(
                """
                INSERT INTO fts (rowid, subject, sender, recipients, cc, body, attachments)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
            .set(doc);
    for (int column = 0; column < IndexedWords.COLUMNS; column++) {
      insert.set(SearchText.words(words.column(column)));
    }
    insert.update();
  }

  /// Puts what a complete message says in place of what its header said.
  void reindex(long id, IndexedContent index) throws SQLException {
    tx.sql(
            """
            UPDATE message SET preview = ?, has_attachments = ?, subject = ?,
              subject_key = ? WHERE id = ?
            """)
        .set(preview(index))
        .set(index.hasAttachments())
        .set(index.subject())
        .set(subjectKey(index.subject()))
        .set(id)
        .update();
    dropDoc(id);
    index(id, new IndexedWords(index));
    tx.sql("UPDATE message SET doc = id WHERE id = ?").set(id).update();
  }

  /// Deletes the row and all that hangs on it. Pending changes about it are the caller's matter.
  void delete(long id) throws SQLException {
    toIndex.remove(id);
    long mailbox = tx.sql("SELECT mailbox FROM message WHERE id = ?").set(id).number(0);
    dropDoc(id);
    Pieces.CONTENT.delete(tx, id);
    tx.sql("DELETE FROM partial_message WHERE message = ?").set(id).update();
    tx.sql("DELETE FROM repeated WHERE message = ?").set(id).update();
    Attention.forget(tx, id);
    tx.sql("DELETE FROM message WHERE id = ?").set(id).update();
    tx.sql("UPDATE pop3_ledger SET message = 0 WHERE message = ?").set(id).update();
    if (mailbox != 0) {
      tx.changes().removed(mailbox, id);
    }
  }

  /// The message's text leaves the index, unless a copy shares it.
  private void dropDoc(long id) throws SQLException {
    long doc = tx.sql("SELECT doc FROM message WHERE id = ?").set(id).number(0);
    if (doc == 0) {
      return;
    }
    boolean shared =
        tx.sql("SELECT 1 FROM message WHERE doc = ? AND doc <> id AND id <> ?")
            .set(doc)
            .set(id)
            .exists();
    if (!shared && doc != id) {
      shared = tx.sql("SELECT 1 FROM message WHERE id = ? AND doc = id").set(doc).exists();
    }
    if (!shared) {
      tx.sql("DELETE FROM fts WHERE rowid = ?").set(doc).update();
    }
  }

  /// A new row of the same message in another mailbox, with the flags that are seen: whether its
  /// server gives it the same, synchronizations tell. What is in a pack, which never changes, is
  /// shared; pieces are not.
  long copy(long source, long account, long mailbox) throws SQLException {
    long id = newId();
    tx.sql(
            """
            INSERT INTO message (id, account, mailbox, uid, mod_seq, server_flags, flags,
              has_attachments, date, internal_date, size, stored, body_state, thread, id_hash, doc,
              server_keywords, keywords, from_key, to_key, subject_key, message_id, from_name,
              from_email, subject, recipients, preview, list_id, reason, pack, pack_position,
              packed, pack_check)
            SELECT ?, ?, ?, NULL, 0, flags, flags,
              has_attachments, date, internal_date, size, stored, body_state, thread, id_hash, doc,
              keywords, keywords, from_key, to_key, subject_key, message_id, from_name,
              from_email, subject, recipients, preview, list_id, reason, pack, pack_position,
              packed, pack_check
            FROM message WHERE id = ?
            """)
        .set(id)
        .set(account)
        .set(mailbox)
        .set(source)
        .update();
    Pieces.CONTENT.copy(tx, source, id);
    tx.changes().added(mailbox, id);
    return id;
  }

  void flags(long id, long mailbox, Flags flags) throws SQLException {
    tx.sql("UPDATE message SET flags = ?, keywords = ? WHERE id = ?")
        .set(flags.bits())
        .set(Rows.keywords(flags))
        .set(id)
        .update();
    tx.changes().changed(mailbox, id);
  }

  private static String preview(IndexedContent index) {
    String text = index.preview();
    return text.length() <= PREVIEW_LENGTH ? text : text.substring(0, PREVIEW_LENGTH);
  }

  /// The Date field, or when the server got it: where there is none, or where it is absurd (before
  /// mail was, or more than a day after its arrival).
  private static long date(IndexedContent index, Instant internalDate) {
    if (index.date().isEmpty()) {
      return internalDate.toEpochMilli();
    }
    Instant date = index.date().get();
    boolean absurd =
        date.isBefore(Instant.EPOCH) || date.isAfter(internalDate.plusSeconds(2 * 86_400));
    return absurd ? internalDate.toEpochMilli() : date.toEpochMilli();
  }

  /// Answers sort beside what they answer.
  private static String subjectKey(String subject) {
    String rest = subject.strip();
    while (rest.length() > 3) {
      int colon = rest.indexOf(':');
      if (colon < 2 || colon > 3) {
        break;
      }
      String head = rest.substring(0, colon).toLowerCase(Locale.ROOT);
      if (!head.equals("re") && !head.equals("fw") && !head.equals("fwd") && !head.equals("rv")) {
        break;
      }
      rest = rest.substring(colon + 1).strip();
    }
    return SearchText.key(rest, KEY_LENGTH);
  }

  static Flags serverFlags(ResultSet row, int bits, int keywords) throws SQLException {
    return Rows.flags(row.getInt(bits), row.getString(keywords));
  }
}
