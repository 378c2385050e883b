package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of the outbox, inside of transactions.
final class OutboxRows {
  /// How many final dots one write to the disk may promise, and of how many octets together: those
  /// promised are on their way, and cannot be cancelled any more.
  private static final int PROMISED = 8;

  private static final long PROMISED_OCTETS = 512 << 10;

  private OutboxRows() {}

  /// A new entry, CANCELLED until all of it is here.
  static long insert(
      Database.Tx tx,
      AccountId account,
      String messageId,
      String reversePath,
      List<String> recipients,
      String subject,
      Instant notBefore,
      Optional<DraftId> draft,
      Optional<MessageId> source,
      Draft.Kind kind)
      throws SQLException {
    tx.sql(
            """
            INSERT INTO outbox (account, message_id, reverse_path, subject, size, state, queued_at,
              not_before, next_attempt, draft, source, kind, delivery_report)
            VALUES (?, ?, ?, ?, 0, 'CANCELLED', ?, ?, 0, ?, ?, ?,
              coalesce((SELECT delivery_report FROM draft WHERE id = ?), 0))
            """)
        .set(account.value())
        .set(messageId)
        .set(reversePath)
        .set(subject)
        .set(tx.clock().millis())
        .set(notBefore.toEpochMilli())
        .setId(draft.map(DraftId::value).orElse(0L))
        .setId(source.map(MessageId::value).orElse(0L))
        .set(kind.name())
        .setId(draft.map(DraftId::value).orElse(0L))
        .update();
    long id = tx.session().number("SELECT last_insert_rowid()");
    recipients(
        tx,
        id,
        recipients.stream()
            .map(address -> new Recipient(address, RecipientStatus.PENDING, 0, "", "", ""))
            .toList());
    return id;
  }

  static void queue(Database.Tx tx, long id, long size) throws SQLException {
    tx.sql("UPDATE outbox SET state = 'QUEUED', size = ? WHERE id = ?").set(size).set(id).update();
    tx.changes().other(new StoreChange.Outbox());
  }

  static void recipients(Database.Tx tx, long id, List<Recipient> recipients) throws SQLException {
    tx.sql("DELETE FROM outbox_recipient WHERE outbox = ?").set(id).update();
    int position = 0;
    for (Recipient recipient : recipients) {
      tx.sql(
              """
              INSERT INTO outbox_recipient (outbox, position, address, status, code, enhanced, text,
                try_instead) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .set(id)
          .set(position++)
          .set(recipient.address())
          .set(recipient.status().name())
          .set(recipient.code())
          .set(recipient.enhanced())
          .set(recipient.text())
          .set(recipient.tryInstead())
          .update();
    }
    tx.changes().other(new StoreChange.Outbox());
  }

  /// What became of the same recipients.
  static void outcomes(Database.Tx tx, long id, List<Recipient> recipients) throws SQLException {
    int position = 0;
    for (Recipient recipient : recipients) {
      tx.sql(
              """
              UPDATE outbox_recipient SET status = ?, code = ?, enhanced = ?, text = ?,
                try_instead = ? WHERE outbox = ? AND position = ?
              """)
          .set(recipient.status().name())
          .set(recipient.code())
          .set(recipient.enhanced())
          .set(recipient.text())
          .set(recipient.tryInstead())
          .set(id)
          .set(position++)
          .update();
    }
  }

  private static List<Recipient> recipients(Session session, long id) throws SQLException {
    return session
        .sql(
            """
            SELECT address, status, code, enhanced, text, try_instead FROM outbox_recipient
            WHERE outbox = ? ORDER BY position
            """)
        .set(id)
        .list(row ->
            new Recipient(
                row.getString(1),
                RecipientStatus.valueOf(row.getString(2)),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
  }

  static String lease(Session session, long id) {
    try {
      return session
          .sql("SELECT coalesce(lease, '') FROM outbox WHERE id = ?")
          .set(id)
          .first(row -> row.getString(1))
          .orElse("");
    } catch (SQLException e) {
      throw Connections.explain(e);
    }
  }

  static List<Entry> entries(Session session, String where, List<Long> values) throws SQLException {
    Sql sql =
        session.sql(
            """
            SELECT id, account, message_id, reverse_path, subject, size, state, queued_at,
              not_before, attempts, next_attempt, reason, draft, source, kind,
              delivery_report FROM outbox WHERE
            """
                + where);
    for (long value : values) {
      sql.set(value);
    }
    List<Entry> bare =
        sql.list(row ->
            new Entry(
                new OutboxId(row.getLong(1)),
                new AccountId(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                List.of(),
                row.getString(5),
                row.getLong(6),
                State.valueOf(row.getString(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                row.getInt(10),
                Instant.ofEpochMilli(row.getLong(11)),
                row.getString(12),
                row.getLong(13) == 0 ? Optional.empty() : Optional.of(new DraftId(row.getLong(13))),
                row.getLong(14) == 0
                    ? Optional.empty()
                    : Optional.of(new MessageId(row.getLong(14))),
                Draft.Kind.valueOf(row.getString(15)),
                row.getInt(16) != 0));
    List<Entry> whole = new ArrayList<>();
    for (Entry entry : bare) {
      whole.add(entry.to(recipients(session, entry.id().value())));
    }
    return whole;
  }

  /// The oldest that are due.
  static List<Long> due(Session session, AccountId account, Instant now, int most)
      throws SQLException {
    return session
        .sql(
            """
            SELECT id FROM outbox WHERE account = ? AND state = 'QUEUED'
              AND not_before <= ? AND next_attempt <= ? ORDER BY queued_at, id LIMIT ?
            """)
        .set(account.value())
        .set(now.toEpochMilli())
        .set(now.toEpochMilli())
        .set(most)
        .list(row -> row.getLong(1));
  }

  /// The oldest that is due, for this process.
  static Optional<Entry> claim(Database.Tx tx, AccountId account, Instant now, State claimed)
      throws SQLException {
    List<Long> due = due(tx.session(), account, now, 1);
    return due.isEmpty() ? Optional.empty() : Optional.of(claim(tx, due.getFirst(), claimed, null));
  }

  /// A few of the oldest that are due, with a promise.
  static List<Entry> claimNext(
      Database.Tx tx, AccountId account, Instant now, Departures departures) throws SQLException {
    ArrayList<Entry> claimed = new ArrayList<>();
    long octets = 0;
    for (long id : due(tx.session(), account, now, PROMISED)) {
      octets += tx.sql("SELECT size FROM outbox WHERE id = ?").set(id).number(0);
      if (octets > PROMISED_OCTETS && !claimed.isEmpty()) {
        break;
      }
      claimed.add(claim(tx, id, State.ENVELOPE, departures.name() + " " + Lease.own()));
    }
    return claimed;
  }

  private static Entry claim(Database.Tx tx, long id, State claimed, String promise)
      throws SQLException {
    tx.sql(
            """
            UPDATE outbox SET state = ?, lease = ?, attempts = attempts + 1, promised = ?
            WHERE id = ?
            """)
        .set(claimed.name())
        .set(Lease.own())
        .set(promise)
        .set(id)
        .update();
    tx.changes().other(new StoreChange.Outbox());
    return entries(tx.session(), "id = ?", List.of(id)).getFirst();
  }

  /// What processes that do not run any more were about.
  static void releaseCrashed(Database.Tx tx) throws SQLException {
    release(tx, new AccountId(0));
  }

  /// @param idle an account for which this process does nothing just now
  /// @return whose
  static List<Long> release(Database.Tx tx, AccountId idle) throws SQLException {
    record Left(long id, long account, String state, String lease, String promise) {
      boolean isHeld(AccountId idle) {
        String holder = state.equals("QUEUED") ? promiser(promise) : lease;
        return Lease.isAlive(holder) && !(account == idle.value() && Lease.own().equals(holder));
      }

      String next() {
        Departures.Fate fate =
            state.equals("DOT_SENT")
                ? Departures.Fate.LEFT
                : promise == null
                    ? Departures.Fate.WAITS
                    : Departures.fate(departures(promise), id);
        return switch (fate) {
          case WAITS -> "QUEUED";
          case LEFT -> "UNCERTAIN";
          case TAKEN -> "ACCEPTED";
        };
      }
    }
    HashSet<String> over = new HashSet<>();
    ArrayList<Long> released = new ArrayList<>();
    for (Left left :
        tx.sql(
                """
                SELECT id, account, state, lease, promised FROM outbox
                WHERE state IN ('CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
                  OR state = 'QUEUED' AND promised IS NOT NULL
                """)
            .list(row ->
                new Left(
                    row.getLong(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)))) {
      if (left.isHeld(idle)) {
        continue;
      }
      String state = left.next();
      tx.sql("UPDATE outbox SET state = ?, lease = NULL, promised = NULL WHERE id = ?")
          .set(state)
          .set(left.id())
          .update();
      if (state.equals("ACCEPTED")) {
        assumeAccepted(tx, left.id());
      }
      tx.changes().other(new StoreChange.Outbox());
      released.add(left.id());
      if (left.promise() != null) {
        over.add(departures(left.promise()));
      }
    }
    over.forEach(Departures::end);
    return released;
  }

  static void assumeAccepted(Database.Tx tx, long id) throws SQLException {
    tx.sql(
            """
            UPDATE outbox_recipient SET status = 'ACCEPTED'
            WHERE outbox = ? AND status = 'PENDING'
            """)
        .set(id)
        .update();
  }

  /// A promise is the name of its departures and of the process that made it.
  private static String departures(String promise) {
    return promise.substring(0, Math.max(0, promise.indexOf(' ')));
  }

  private static String promiser(String promise) {
    return promise.substring(promise.indexOf(' ') + 1);
  }

  /// @return of whose messages
  static List<Long> takeBackPromises(Database.Tx tx, AccountId account) throws SQLException {
    List<Long> waiting =
        tx.sql(
                """
                SELECT id FROM outbox WHERE account = ? AND state = 'QUEUED'
                  AND promised LIKE '% ' || ?
                """)
            .set(account.value())
            .set(Lease.own())
            .list(row -> row.getLong(1));
    for (long one : waiting) {
      tx.sql("UPDATE outbox SET promised = NULL WHERE id = ?").set(one).update();
    }
    return waiting;
  }

  static List<Entry> saved(Database.Tx tx, List<OutboxStore.Saved> all) throws SQLException {
    LinkedHashMap<OutboxStore.Saved, Entry> open = new LinkedHashMap<>();
    ArrayList<Entry> results = new ArrayList<>();
    for (OutboxStore.Saved saved : all) {
      outcomes(tx, saved.id().value(), saved.recipients());
      Entry entry =
          entries(tx.session(), "id = ?", List.of(saved.id().value())).stream()
              .findFirst()
              .orElseThrow(() ->
                  new StoreException(
                      StoreException.Reason.NOT_FOUND,
                      "there is no message " + saved.id() + " in the outbox",
                      null));
      if (entry.state() == State.SAVED || entry.state() == State.CANCELLED) {
        results.add(entry);
      } else {
        open.put(saved, entry);
      }
    }
    MessageRows copies = new MessageRows(tx);
    HashSet<OutboxId> filed = new HashSet<>();
    for (Map.Entry<OutboxStore.Saved, Entry> one : open.entrySet()) {
      OutboxId id = one.getKey().id();
      if (tx.sql("SELECT filed FROM outbox WHERE id = ?").set(id.value()).number(0) != 0) {
        filed.add(id);
      } else if (one.getKey().fileCopy()) {
        file(tx, copies, one.getValue(), one.getKey().index());
      }
    }
    copies.finish();
    for (Map.Entry<OutboxStore.Saved, Entry> one : open.entrySet()) {
      Entry entry = one.getValue();
      if (!filed.contains(entry.id())) {
        markSource(tx, entry);
        removeDraft(tx, entry);
        learn(tx, one.getKey().index());
      }
      results.add(settle(tx, entry));
    }
    tx.changes().other(new StoreChange.Outbox());
    return results;
  }

  private static Entry settle(Database.Tx tx, Entry entry) throws SQLException {
    boolean deferred =
        entry.recipients().stream()
            .anyMatch(r ->
                r.status() == RecipientStatus.DEFERRED
                    || r.status() == RecipientStatus.PENDING
                        && entry.recipients().stream()
                            .anyMatch(other -> other.status() != RecipientStatus.PENDING));
    boolean refused =
        entry.recipients().stream().anyMatch(r -> r.status() == RecipientStatus.REJECTED);
    State state = deferred ? State.QUEUED : refused ? State.PARTIAL : State.SAVED;
    tx.sql("UPDATE outbox SET state = ?, filed = 1, lease = NULL, promised = NULL WHERE id = ?")
        .set(state.name())
        .set(entry.id().value())
        .update();
    if (state == State.SAVED) {
      Pieces.OUTBOX.delete(tx, entry.id().value());
    }
    return entry.in(state);
  }

  private static void file(Database.Tx tx, MessageRows rows, Entry entry, IndexedContent index)
      throws SQLException {
    long account = entry.account().value();
    Optional<Mailbox> known = Mailboxes.byRole(tx.session(), account, MailboxRole.SENT);
    Mailbox sent =
        known.isPresent()
            ? known.get()
            : MailboxActions.create(tx, account, "Sent", MailboxRole.SENT);
    Instant now = tx.clock().instant();
    Flags seen = Flags.of(Flags.SEEN);
    long copy =
        rows.insert(
            new MessageRows.New(
                account,
                sent.id().value(),
                0,
                0,
                seen,
                seen,
                now,
                entry.size(),
                index,
                new RawOctets.InMemory(new byte[0]),
                MessageSummary.BodyState.COMPLETE,
                null));
    Pieces.copy(tx, Pieces.OUTBOX, entry.id().value(), Pieces.CONTENT, copy);
    tx.sql("UPDATE message SET stored = size WHERE id = ?").set(copy).update();
    if (!Mailboxes.isLocal(tx, account)) {
      Linking.upload(tx, account, copy, sent.id().value());
    }
  }

  private static void markSource(Database.Tx tx, Entry entry) throws SQLException {
    if (entry.source().isEmpty() || entry.kind() == Draft.Kind.NEW) {
      return;
    }
    Action action = new Action(tx, Undo.none(tx));
    Optional<Action.Subject> source = action.subject(entry.source().get().value());
    if (source.isPresent()) {
      Flags mark = Flags.of(entry.kind() == Draft.Kind.REPLY ? Flags.ANSWERED : Flags.FORWARDED);
      action.flags(source.get(), mark, Flags.NONE);
    }
  }

  /// The draft here, and its copy in the Drafts mailbox.
  private static void removeDraft(Database.Tx tx, Entry entry) throws SQLException {
    if (entry.draft().isEmpty()) {
      return;
    }
    long draft = entry.draft().get().value();
    long copy = tx.sql("SELECT server_copy FROM draft WHERE id = ?").set(draft).number(0);
    Action action = new Action(tx, Undo.none(tx));
    Optional<Action.Subject> subject = action.subject(copy);
    if (subject.isPresent()) {
      action.deleteForGood(subject.get());
    }
    Drafts.delete(tx, draft);
  }

  private static void learn(Database.Tx tx, IndexedContent index) throws SQLException {
    for (List<Address> addresses : List.of(index.to(), index.cc(), index.bcc())) {
      for (Address address : addresses) {
        Contacts.wroteTo(tx, address, tx.clock().millis());
      }
    }
  }

  static void delete(Database.Tx tx, long id) throws SQLException {
    Pieces.OUTBOX.delete(tx, id);
    tx.sql("DELETE FROM outbox_recipient WHERE outbox = ?").set(id).update();
    tx.sql("DELETE FROM outbox WHERE id = ?").set(id).update();
  }
}
