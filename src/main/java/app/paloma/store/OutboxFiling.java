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

/// What an accepted message leaves behind, in one transaction: its copy in Sent, the mark on what
/// it answers, no draft, and the recipients it still waits for.
final class OutboxFiling {
  private OutboxFiling() {}

  static List<Entry> saved(Database.Tx tx, List<OutboxStore.Saved> all) throws SQLException {
    LinkedHashMap<OutboxStore.Saved, Entry> open = new LinkedHashMap<>();
    ArrayList<Entry> results = new ArrayList<>();
    for (OutboxStore.Saved saved : all) {
      OutboxRows.outcomes(tx, saved.id().value(), saved.recipients());
      Entry entry =
          OutboxRows.entries(tx.session(), "id = ?", List.of(saved.id().value())).stream()
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
    HashMap<Long, Mailbox> sent = new HashMap<>();
    for (Map.Entry<OutboxStore.Saved, Entry> one : open.entrySet()) {
      OutboxId id = one.getKey().id();
      if (tx.sql("SELECT filed FROM outbox WHERE id = ?").set(id.value()).number(0) != 0) {
        filed.add(id);
      } else if (one.getKey().fileCopy()) {
        long account = one.getValue().account().value();
        if (!sent.containsKey(account)) {
          sent.put(account, sent(tx, account));
        }
        file(tx, copies, one.getValue(), sent.get(account), one.getKey().index());
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

  private static void learn(Database.Tx tx, IndexedContent index) throws SQLException {
    for (List<Address> addresses : List.of(index.to(), index.cc(), index.bcc())) {
      for (Address address : addresses) {
        Contacts.wroteTo(tx, address, tx.clock().millis());
      }
    }
  }
}
