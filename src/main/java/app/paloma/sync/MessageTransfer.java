package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.RefusalReason;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidMapping;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.PendingChangeStore;
import app.paloma.store.PendingChangeStore.NewUid;
import app.paloma.store.PendingChangeStore.PendingChange.Copy;
import app.paloma.store.PendingChangeStore.PendingChange.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves, copies and deletes messages on the server. The outcome of MOVE and COPY is unknown when
/// the line breaks before the answer: the target's UIDNEXT is noted before, and the next try looks
/// among the UIDs from there on before it does anything again.
final class MessageTransfer {
  /// How many messages may come from elsewhere while one is put there from here.
  private static final int OTHERS_MEANWHILE = 100;

  private static final UidMapping UNTOLD = new UidMapping(0, Map.of());

  private final SyncContext context;
  private final ImapClient client;
  private final PendingChangeStore changes;
  private final Runnable selectionLost;
  private final MessageFinder finder;

  /// @param selectionLost called when another mailbox was selected
  MessageTransfer(SyncContext context, ImapClient client, Runnable selectionLost) {
    this.context = context;
    this.client = client;
    this.changes = context.store().pendingChanges();
    this.selectionLost = selectionLost;
    this.finder = new MessageFinder(context, client, selectionLost);
  }

  /// One message of a move or copy.
  private record Item(long change, MessageId message, long uid) {}

  /// The source is selected.
  ///
  /// @return the changes that are done
  List<Long> move(List<Move> moves, SelectResult source) throws MailException {
    Move first = moves.getFirst();
    List<Item> items = moves.stream().map(m -> new Item(m.id(), m.message(), m.uid())).toList();
    if (source.readOnly()) {
      throw new CommandRejected("MOVE", 0, "READ-ONLY", RefusalReason.READ_ONLY.text());
    }
    return transfer(items, first.from(), first.to(), true);
  }

  List<Long> copy(List<Copy> copies) throws MailException {
    Copy first = copies.getFirst();
    List<Item> items = copies.stream().map(c -> new Item(c.id(), c.copy(), c.uid())).toList();
    return transfer(items, first.from(), first.to(), false);
  }

  private List<Long> transfer(List<Item> items, MailboxId from, MailboxId to, boolean move)
      throws MailException {
    MailboxName target = wireName(to);
    List<Item> fresh = new ArrayList<>();
    List<Item> unknown = new ArrayList<>();
    for (Item item : items) {
      (changes.begunAt(item.change) > 0 ? unknown : fresh).add(item);
    }
    List<Long> done = new ArrayList<>();
    if (!unknown.isEmpty()) {
      fresh.addAll(resolve(unknown, from, to, target, move, done));
    }
    if (!fresh.isEmpty()) {
      List<Long> ids = fresh.stream().map(Item::change).toList();
      long uidNext = uidNext(target);
      changes.begun(ids, Math.max(1, uidNext));
      UidSet uids = UidSet.of(fresh.stream().map(Item::uid).toList());
      Sent sent = send(uids, target, move);
      UidMapping mapping = sent.mapping;
      List<NewUid> places =
          fresh.stream()
              .map(i ->
                  new NewUid(
                      i.message,
                      to,
                      believed(mapping.targets().getOrDefault(i.uid, 0L), uidNext, ids.size()),
                      mapping.uidValidity()))
              .toList();
      if (sent.copied) {
        changes.copied(ids, places);
        delete(uids, from);
        changes.done(ids, List.of());
      } else {
        changes.done(ids, places);
      }
      done.addAll(ids);
    }
    return done;
  }

  /// COPYUID and APPENDUID of some servers name other messages, or none. One that cannot have come
  /// just now is as good as untold: the message is then found as others are.
  ///
  /// @param uidNext before `sent` messages were put there
  /// @return 0 where it is not believed
  static long believed(long told, long uidNext, int sent) {
    boolean fits = uidNext <= 0 || told >= uidNext && told - uidNext < sent + OTHERS_MEANWHILE;
    return fits ? told : 0;
  }

  /// Of a mailbox that is made where it is not there.
  long uidNext(MailboxName target) throws MailException {
    try {
      return client.status(target).uidNext();
    } catch (CommandRejected e) {
      boolean subscribe = new Subscriptions(client).used();
      try {
        client.create(target, MailboxRole.NONE);
      } catch (CommandRejected existing) {
        // It was there, and could not be looked into for another reason.
        return client.status(target).uidNext();
      }
      if (subscribe) {
        client.subscribe(target, true);
      }
      return 1;
    }
  }

  /// @param copied whether the messages are still to go from where they were
  private record Sent(UidMapping mapping, boolean copied) {}

  private Sent send(UidSet uids, MailboxName target, boolean move) throws MailException {
    if (move && client.canMove()) {
      try {
        return new Sent(client.uidMove(uids, target).orElse(UNTOLD), false);
      } catch (CommandRejected e) {
        if (client.canMove()) {
          throw e;
        }
        // It knows no MOVE after all, so nothing was moved.
      }
    }
    return new Sent(client.uidCopy(uids, target).orElse(UNTOLD), move);
  }

  /// A plain EXPUNGE would destroy what other clients marked: without UIDPLUS, and where UID
  /// EXPUNGE is refused, the messages stay marked on the server, and are hidden here
  /// ([KeptDeleted]).
  ///
  /// @param mailbox the one that is selected
  void delete(UidSet uids, MailboxId mailbox) throws MailException {
    if (uids.isEmpty()) {
      return;
    }
    client.uidStore(uids, true, Flags.of(Flags.DELETED), -1);
    if (!client.canUidExpunge()) {
      return;
    }
    try {
      client.uidExpunge(uids);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      context.store().mailboxes().keepsDeleted(mailbox);
    }
  }

  /// What became of changes that were sent and not answered.
  ///
  /// @param done receives what is carried out
  /// @return those that never happened
  private List<Item> resolve(
      List<Item> unknown,
      MailboxId from,
      MailboxId to,
      MailboxName target,
      boolean move,
      List<Long> done)
      throws MailException {
    Map<Item, Long> found = find(unknown, target);
    selectionLost.run();
    client.select(wireName(from), Optional.empty());
    UidSet source = UidSet.EMPTY;
    if (move) {
      UidSet.Builder alive = new UidSet.Builder();
      client.fetch(
          UidSet.of(unknown.stream().map(Item::uid).toList()),
          FetchRequest.of(FetchAttribute.FLAGS),
          d -> alive.add(d.uid()));
      source = alive.build();
    }
    List<Item> never = new ArrayList<>();
    for (Item item : unknown) {
      long uid = found.getOrDefault(item, 0L);
      if (uid == 0 && (!move || source.contains(item.uid))) {
        never.add(item);
        continue;
      }
      List<NewUid> place = List.of(new NewUid(item.message, to, uid, finder.examined()));
      if (move && source.contains(item.uid)) {
        changes.copied(List.of(item.change), place);
        delete(UidSet.of(item.uid), from);
      }
      changes.done(List.of(item.change), place);
      done.add(item.change);
    }
    return never;
  }

  /// Looks for copies among the UIDs that the target got since the first try.
  private Map<Item, Long> find(List<Item> items, MailboxName target) throws MailException {
    finder.examine(target);
    Map<Item, Long> found = new HashMap<>();
    UidSet taken = UidSet.EMPTY;
    // Of several with one Message-ID, each is to find its own before any takes what is left.
    for (Item item : withSharedMessageId(items)) {
      long uid = finder.findExactly(item.message, changes.begunAt(item.change), taken);
      if (uid > 0) {
        found.put(item, uid);
        taken = taken.plus(UidSet.of(uid));
      }
    }
    for (Item item : items) {
      long uid =
          found.containsKey(item)
              ? 0
              : finder.find(item.message, changes.begunAt(item.change), taken);
      if (uid > 0) {
        found.put(item, uid);
        taken = taken.plus(UidSet.of(uid));
      }
    }
    return found;
  }

  private List<Item> withSharedMessageId(List<Item> items) {
    Map<String, List<Item>> byMessageId = new LinkedHashMap<>();
    for (Item item : items) {
      context
          .store()
          .messages()
          .get(item.message)
          .filter(message -> !message.messageId().isEmpty())
          .ifPresent(message ->
              byMessageId.computeIfAbsent(message.messageId(), id -> new ArrayList<>()).add(item));
    }
    return byMessageId.values().stream()
        .filter(same -> same.size() > 1)
        .flatMap(List::stream)
        .toList();
  }

  MailboxName wireName(MailboxId id) throws MailException {
    Mailbox mailbox =
        context
            .store()
            .mailboxes()
            .get(id)
            .orElseThrow(
                () -> new CommandRejected("SELECT", 0, "NONEXISTENT", "the mailbox is gone"));
    return client.listedName(context.store().mailboxes().nameOnServer(mailbox));
  }
}
