package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

public final class MessageStore {
  /// Which messages, in which order: what one list shows.
  ///
  /// @param mailboxes one, or several for a unified view
  public record ListQuery(
      List<MailboxId> mailboxes,
      boolean unreadOnly,
      boolean flaggedOnly,
      boolean withAttachments,
      boolean threads,
      SortBy sortBy,
      boolean descending) {
    // Written out as in [RowId]; equal ones have equal parts.
    @Override
    public int hashCode() {
      return 31 * mailboxes.hashCode() + sortBy.hashCode();
    }

    public static ListQuery newestFirst(List<MailboxId> mailboxes) {
      return new ListQuery(List.copyOf(mailboxes), false, false, false, false, SortBy.DATE, true);
    }
  }

  public enum SortBy {
    DATE,
    FROM,
    SUBJECT,
    SIZE,
    TO
  }

  /// A message that arrived from a server, ready to be written.
  ///
  /// @param raw all octets when `complete`, else the beginning of them (at least the header); never
  ///   more than a few MB: the rest follows by [ContentStore#append]
  public record Arrived(
      long uid,
      long modSeq,
      Flags flags,
      Instant internalDate,
      long size,
      IndexedContent index,
      RawOctets raw,
      boolean complete) {
    public Arrived(
        long uid,
        long modSeq,
        Flags flags,
        Instant internalDate,
        long size,
        IndexedContent index,
        byte[] raw,
        boolean complete) {
      this(uid, modSeq, flags, internalDate, size, index, new RawOctets.InMemory(raw), complete);
    }

    /// The same message, its octets kept already (see [ContentStore#keep]).
    public Arrived kept(RawOctets octets) {
      return new Arrived(uid, modSeq, flags, internalDate, size, index, octets, complete);
    }
  }

  public record FlagUpdate(long uid, long modSeq, Flags flags) {}

  /// A message that could not be taken in: visible in the list, retriable.
  public record Quarantined(
      long uid, Flags flags, Instant internalDate, long size, String reason, byte[] raw) {}

  /// One step of a mailbox's synchronization: commits as a whole. Flags that the user changed here
  /// and that are not pushed yet win over `flagUpdates`.
  public record SyncStep(
      MailboxId mailbox,
      List<Arrived> arrived,
      List<FlagUpdate> flagUpdates,
      long[] vanished,
      List<Quarantined> quarantined,
      Optional<MailboxStore.SyncState> state) {}

  public record StepResult(
      List<MessageId> added, List<MessageId> changed, List<MessageId> removed) {}

  /// A message of this account without a UID (moved here off line, or left over by a change of
  /// UIDVALIDITY, or vanished elsewhere a moment ago), that an arrival may be.
  public record Unlinked(
      MessageId id,
      MailboxId mailbox,
      String messageId,
      String subject,
      Instant date,
      long size,
      MessageSummary.BodyState bodyState) {}

  public record KnownUid(
      long uid, MessageId id, Flags serverFlags, long size, MessageSummary.BodyState bodyState) {}

  private final Database database;
  private final Lists lists;

  MessageStore(Database database) {
    this.database = database;
    this.lists = new Lists(database);
  }

  public int count(ListQuery query) {
    return lists.count(query);
  }

  /// Message ids in order, from `offset`, at most `limit`; with `threads` one id a thread (its
  /// newest). Cheap in blocks: keyset paging inside.
  public long[] ids(ListQuery query, int offset, int limit) {
    return lists.ids(query, offset, limit);
  }

  /// In the order of the ids; a message that is gone is left out.
  public List<MessageSummary> summaries(long[] ids) {
    return database.readConsistently(session -> {
      List<MessageSummary> found = new ArrayList<>(ids.length);
      for (long id : ids) {
        session
            .sql(Rows.SUMMARY + " WHERE id = ? AND mailbox IS NOT NULL")
            .set(id)
            .first(Rows::summary)
            .ifPresent(found::add);
      }
      return List.copyOf(found);
    });
  }

  public Optional<MessageSummary> get(MessageId id) {
    return database.read(session ->
        session
            .sql(Rows.WRITTEN + " WHERE id = ? AND mailbox IS NOT NULL")
            .set(id.value())
            .first(Rows::summary));
  }

  /// All messages of a conversation over all mailboxes, oldest first.
  public List<MessageSummary> thread(long threadId) {
    return database.read(session ->
        session
            .sql(
                Rows.WRITTEN
                    + " m WHERE thread = ? AND mailbox IS NOT NULL"
                    + AllMail.ONCE
                    + " ORDER BY 11, id")
            .set(threadId)
            .list(Rows::summary));
  }

  /// Number of messages per thread, for the ids' threads.
  public int[] threadSizes(long[] threadIds) {
    return database.readConsistently(session -> {
      int[] sizes = new int[threadIds.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] =
            (int)
                session
                    .sql(
                        "SELECT count(*) FROM message m WHERE thread = ? AND mailbox IS NOT NULL"
                            + AllMail.ONCE)
                    .set(threadIds[i])
                    .number(0);
      }
      return sizes;
    });
  }

  public List<MessageSummary> findByMessageId(AccountId account, String messageId) {
    long hash = Rows.hash(messageId);
    return database.read(session ->
        session
            .sql(
                Rows.SUMMARY
                    + """
                     WHERE thread = (SELECT coalesce(target, t.thread) FROM thread_of t
                      LEFT JOIN thread_merge ON old = t.thread WHERE hash = ?)
                      AND id_hash = ? AND message_id = ? AND account = ?
                      AND mailbox IS NOT NULL ORDER BY id
                    """)
            .set(hash)
            .set(hash)
            .set(messageId)
            .set(account.value())
            .list(Rows::summary));
  }

  /// Why a message could not be taken in.
  public Optional<String> quarantineReason(MessageId id) {
    return database.read(session ->
        session
            .sql("SELECT reason FROM message WHERE id = ? AND reason IS NOT NULL")
            .set(id.value())
            .first(row -> row.getString(1)));
  }

  // --- for sync ---
  /// A message that could not be taken in, and may be by now.
  public record Held(MessageId id, MailboxId mailbox, long uid) {}

  /// Those that were not asked for since `before`, or only by other versions of Paloma.
  public List<Held> held(AccountId account, Instant before) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT id, mailbox, uid FROM message INDEXED BY message_quarantined
                WHERE body_state = 3 AND account = ? AND mailbox IS NOT NULL AND uid IS NOT NULL
                  AND (tried < ? OR tried_by <> ?) ORDER BY mailbox, uid
                """)
            .set(account.value())
            .set(before.toEpochMilli())
            .set(SyncApplier.VERSION)
            .list(row ->
                new Held(
                    new MessageId(row.getLong(1)), new MailboxId(row.getLong(2)), row.getLong(3))));
  }

  /// To be called before it is asked for again: it may end the connection.
  public void tried(MessageId id) {
    database.write(tx -> {
      SyncApplier.tried(tx, id.value());
      return null;
    });
  }

  public StepResult apply(SyncStep step) {
    return database.write(tx -> new SyncApplier(tx, step, null).apply());
  }

  /// @param words those of the messages that arrive
  public StepResult apply(SyncStep step, PreparedWords words) {
    return database.write(tx -> new SyncApplier(tx, step, words).apply());
  }

  /// All UIDs of the mailbox that are here, ascending, as the server should have them: messages
  /// that a pending move or delete took out of it are in it too.
  public long[] knownUids(MailboxId mailbox) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT uid FROM message WHERE mailbox = ? AND uid IS NOT NULL
                UNION SELECT uid FROM pending WHERE mailbox = ? AND uid > 0
                  AND kind IN ('MOVE', 'DELETE')
                ORDER BY 1
                """)
            .set(mailbox.value())
            .set(mailbox.value())
            .numbers());
  }

  private static final String KNOWN =
      "SELECT uid, id, server_flags, server_keywords, size, body_state FROM message ";

  private static KnownUid known(ResultSet row) throws SQLException {
    return new KnownUid(
        row.getLong(1),
        new MessageId(row.getLong(2)),
        Rows.flags(row.getInt(3), row.getString(4)),
        row.getLong(5),
        Rows.bodyState(row.getInt(6)));
  }

  /// UIDs here whose flags as last seen on the server, in blocks for a full comparison.
  public List<KnownUid> known(MailboxId mailbox, long fromUid, long toUid) {
    return database.read(session ->
        session
            .sql(
                KNOWN
                    + """
                     WHERE mailbox = ?1 AND uid >= ?2 AND uid <= ?3
                    UNION ALL SELECT p.uid, m.id, m.server_flags, m.server_keywords, m.size,
                      m.body_state FROM pending p JOIN message m ON m.id = p.message
                    WHERE p.mailbox = ?1 AND p.uid >= ?2 AND p.uid <= ?3 AND p.kind = 'MOVE'
                    ORDER BY 1
                    """)
            .set(mailbox.value())
            .set(fromUid)
            .set(toUid)
            .list(MessageStore::known));
  }

  /// UIDs that lack octets (HEADER or PARTIAL), smallest message first among the newest; bounded.
  public List<KnownUid> incomplete(MailboxId mailbox, int limit) {
    return database.read(session ->
        session
            .sql(
                "SELECT * FROM ("
                    + KNOWN
                    + """
                     INDEXED BY message_missing
                      WHERE mailbox = ? AND body_state < 2 AND uid IS NOT NULL
                      ORDER BY uid DESC LIMIT ?) ORDER BY size, uid DESC
                    """)
            .set(mailbox.value())
            .set(limit)
            .list(MessageStore::known));
  }

  /// UIDVALIDITY changed: all messages of the mailbox lose their UID but stay, to be linked again.
  public void unlinkAll(MailboxId mailbox) {
    database.write(tx -> {
      tx.sql("UPDATE message SET uid = NULL, mod_seq = 0 WHERE mailbox = ?")
          .set(mailbox.value())
          .update();
      // The old UIDs name nothing any more; what hangs on them waits for the new ones. A copy would
      // wait in vain: it is its origin that gets one.
      Outcomes.originsLost(tx, mailbox.value());
      tx.sql("UPDATE pending SET uid = 0, uid_validity = 0 WHERE mailbox = ?")
          .set(mailbox.value())
          .update();
      tx.changes().mailbox(mailbox.value());
      return null;
    });
  }

  public List<Unlinked> unlinked(AccountId account) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT id, coalesce(mailbox, origin), message_id, subject, date, size, body_state
                FROM message
                WHERE uid IS NULL AND mailbox IN (SELECT id FROM mailbox WHERE account = ?1)
                UNION ALL
                SELECT id, origin, message_id, subject, date, size, body_state FROM message
                WHERE uid IS NULL AND mailbox IS NULL AND account = ?1
                """)
            .set(account.value())
            .list(row ->
                new Unlinked(
                    new MessageId(row.getLong(1)),
                    new MailboxId(row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    Instant.ofEpochMilli(row.getLong(5)),
                    row.getLong(6),
                    Rows.bodyState(row.getInt(7)))));
  }

  /// Those of them that an arrival in this mailbox may be: not one that the user's changes are
  /// still to bring somewhere else.
  public List<Unlinked> unlinked(AccountId account, MailboxId arrivedIn) {
    Set<Long> bound =
        database
            .read(session ->
                session
                    .sql(
                        """
                        SELECT message FROM pending WHERE account = ?
                          AND (kind = 'APPEND' AND target <> ?
                            OR begun = 0 AND (kind = 'COPY' OR kind = 'MOVE' AND uid > 0))
                        """)
                    .set(account.value())
                    .set(arrivedIn.value())
                    .list(row -> row.getLong(1)))
            .stream()
            .collect(Collectors.toSet());
    return unlinked(account).stream().filter(each -> !bound.contains(each.id().value())).toList();
  }

  /// What an unlinked message turned out to be on the server.
  public record Link(MessageId id, long uid, long modSeq, Flags flags) {}

  /// The unlinked messages are these UIDs of this mailbox: no download needed.
  public void link(MailboxId mailbox, List<Link> links) {
    database.write(tx -> {
      for (Link link : links) {
        Linking.link(
            tx, link.id().value(), mailbox.value(), link.uid(), link.modSeq(), link.flags());
      }
      return null;
    });
  }

  /// Removes unlinked messages of a mailbox that the server turned out not to have; those a pending
  /// change is about stay.
  public int removeUnlinked(MailboxId mailbox) {
    return database.write(tx -> {
      MessageRows rows = new MessageRows(tx);
      long[] gone =
          tx.sql(
                  """
                  SELECT id FROM message WHERE mailbox = ? AND uid IS NULL AND NOT EXISTS
                    (SELECT 1 FROM pending WHERE pending.message = message.id
                      AND kind IN ('MOVE', 'COPY', 'APPEND'))
                  """)
              .set(mailbox.value())
              .numbers();
      for (long id : gone) {
        PendingRows.drop(tx, id, List.of(PendingRows.Kind.FLAGS));
        rows.delete(id);
      }
      SyncApplier.emptyLimbo(tx);
      return gone.length;
    });
  }

  /// Files a message locally that the server does not have yet (a sent copy, a draft, an import)
  /// and, for an IMAP account, the pending APPEND, in one transaction.
  public MessageId append(
      MailboxId mailbox, Flags flags, Instant internalDate, IndexedContent index, byte[] raw) {
    return database.write(tx -> {
      MessageRows rows = new MessageRows(tx);
      long id = Linking.file(tx, rows, mailbox.value(), flags, internalDate, index, raw);
      rows.finish();
      return new MessageId(id);
    });
  }
}
