package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an accepted message leaves behind, in one transaction: its copy in Sent, the mark on what
/// it answers, no draft, and the recipients it still waits for.
final class OutboxFiling {
  private OutboxFiling() {}

  private record Open(OutboxStore.Saved saved, Entry entry) {}

  static List<Entry> saved(Database.Tx tx, List<OutboxStore.Saved> all) throws SQLException {
    for (OutboxStore.Saved saved : all) {
      OutboxRows.outcomes(tx, saved.id().value(), saved.recipients());
    }
    String ids = OutboxRows.json(all.stream().map(OutboxStore.Saved::id).toList());
    Map<OutboxId, Entry> entries = new HashMap<>();
    for (Entry entry : OutboxRows.among(tx.session(), ids)) {
      entries.put(entry.id(), entry);
    }
    ArrayList<Entry> results = new ArrayList<>();
    ArrayList<Open> open = new ArrayList<>();
    for (OutboxStore.Saved saved : all) {
      Entry entry = entries.get(saved.id());
      if (entry == null) {
        throw new StoreException(
            StoreException.Reason.NOT_FOUND,
            "there is no message " + saved.id() + " in the outbox",
            null);
      }
      if (entry.state() == State.SAVED || entry.state() == State.CANCELLED) {
        results.add(entry);
      } else {
        open.add(new Open(saved, entry));
      }
    }
    Set<OutboxId> filedBefore = filed(tx, ids);
    file(tx, open.stream().filter(one -> !filedBefore.contains(one.entry.id())).toList());
    for (Open one : open) {
      results.add(settle(tx, one.entry));
    }
    tx.changes().outbox();
    return results;
  }

  private static Set<OutboxId> filed(Database.Tx tx, String ids) throws SQLException {
    return new HashSet<>(
        tx.sql("SELECT id FROM outbox WHERE filed <> 0 AND id IN (SELECT value FROM json_each(?))")
            .set(ids)
            .list(row -> new OutboxId(row.getLong(1))));
  }

  private static void file(Database.Tx tx, List<Open> first) throws SQLException {
    MessageRows copies = new MessageRows(tx);
    copies.expect(first.stream().map(one -> one.saved.index()).toList());
    HashMap<Long, Mailbox> sent = new HashMap<>();
    for (Open one : first) {
      if (one.saved.fileCopy()) {
        long account = one.entry.account().value();
        if (!sent.containsKey(account)) {
          sent.put(account, sent(tx, account));
        }
        file(tx, copies, one.entry, sent.get(account), one.saved.index());
      }
    }
    copies.finish();
    LinkedHashMap<Address, Integer> wroteTo = new LinkedHashMap<>();
    for (Open one : first) {
      markSource(tx, one.entry);
      removeDraft(tx, one.entry);
      IndexedContent index = one.saved.index();
      for (List<Address> addresses : List.of(index.to(), index.cc(), index.bcc())) {
        addresses.forEach(address -> wroteTo.merge(address, 1, Integer::sum));
      }
    }
    for (Map.Entry<Address, Integer> one : wroteTo.entrySet()) {
      Contacts.wroteTo(tx, one.getKey(), one.getValue(), tx.clock().millis());
    }
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

  private static Mailbox sent(Database.Tx tx, long account) throws SQLException {
    Optional<Mailbox> known = Mailboxes.byRole(tx.session(), account, MailboxRole.SENT);
    return known.isPresent()
        ? known.get()
        : MailboxActions.create(tx, account, "Sent", MailboxRole.SENT);
  }

  private static void file(
      Database.Tx tx, MessageRows rows, Entry entry, Mailbox sent, IndexedContent index)
      throws SQLException {
    long account = entry.account().value();
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

  /// @return false where a receipt was given or refused already
  static boolean markReceipt(Database.Tx tx, MessageId about) throws SQLException {
    Action action = new Action(tx, Undo.none(tx));
    Optional<Action.Subject> subject =
        action.subject(about.value()).filter(found -> !found.flags().has(Flags.MDN_SENT));
    if (subject.isPresent()) {
      action.flags(subject.get(), Flags.of(Flags.MDN_SENT), Flags.NONE);
    }
    return subject.isPresent();
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

  static long filed(Session session, AccountId account, String messageId) throws SQLException {
    return session
        .sql(
            """
            SELECT count(*) FROM outbox
            WHERE account = ? AND message_id = ? AND filed = 1
            """)
        .set(account.value())
        .set(messageId)
        .number(0);
  }

  /// What no server keeps waits here until then, and is not held once it has left.
  static DeliveryWishes askedFor(Session session, AccountId account, String messageId)
      throws SQLException {
    return session
        .sql(
            """
            SELECT delivery_report, require_tls,
              CASE WHEN not_before = held_until THEN 0 ELSE held_until END
            FROM outbox WHERE account = ? AND message_id = ? AND filed = 1
            ORDER BY id LIMIT 1
            """)
        .set(account.value())
        .set(messageId)
        .first(row ->
            new DeliveryWishes(
                row.getBoolean(1),
                row.getBoolean(2),
                Optional.empty(),
                false,
                Instant.ofEpochMilli(row.getLong(3))))
        .orElse(DeliveryWishes.NONE);
  }

  static List<String> filedLately(Session session, AccountId account) throws SQLException {
    return session
        .sql(
            """
            SELECT message_id FROM (SELECT message_id FROM outbox
              WHERE account = ? AND filed = 1 AND message_id <> '' ORDER BY id DESC LIMIT 50)
            GROUP BY message_id HAVING count(*) = 1
            """)
        .set(account.value())
        .list(row -> row.getString(1));
  }
}
