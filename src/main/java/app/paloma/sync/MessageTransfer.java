package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.model.SentCopy;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.AppendMessage;
import app.paloma.protocol.imap.types.AppendUid;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidMapping;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.ContentStore.Extent;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.store.PendingChangeStore;
import app.paloma.store.PendingChangeStore.NewUid;
import app.paloma.store.PendingChangeStore.PendingChange.Append;
import app.paloma.store.PendingChangeStore.PendingChange.Copy;
import app.paloma.store.PendingChangeStore.PendingChange.Delete;
import app.paloma.store.PendingChangeStore.PendingChange.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves, copies, deletes and appends messages on the server. The outcome of MOVE, COPY and APPEND
/// is unknown when the line breaks before the answer: the target's UIDNEXT is noted before, and the
/// next try looks among the UIDs from there on before it does anything again.
final class MessageTransfer {
  /// How far from the end of Sent a copy that the server filed is looked for.
  private static final int NEWEST = 1000;

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
      UidMapping mapping = send(uids, target, move).orElse(UNTOLD);
      changes.done(
          ids,
          fresh.stream()
              .map(i ->
                  new NewUid(
                      i.message,
                      to,
                      believed(mapping.targets().getOrDefault(i.uid, 0L), uidNext, ids.size()),
                      mapping.uidValidity()))
              .toList());
      done.addAll(ids);
    }
    return done;
  }

  /// COPYUID and APPENDUID of some servers name other messages, or none. One that cannot have come
  /// just now is as good as untold: the message is then found as others are.
  ///
  /// @param uidNext before `sent` messages were put there
  /// @return 0 where it is not believed
  private static long believed(long told, long uidNext, int sent) {
    boolean fits = uidNext <= 0 || told >= uidNext && told - uidNext < sent + OTHERS_MEANWHILE;
    return fits ? told : 0;
  }

  private long uidNext(MailboxName target) throws MailException {
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

  private Optional<UidMapping> send(UidSet uids, MailboxName target, boolean move)
      throws MailException {
    if (!move) {
      return client.uidCopy(uids, target);
    }
    if (client.canMove()) {
      try {
        return client.uidMove(uids, target);
      } catch (CommandRejected e) {
        if (client.canMove()) {
          throw e;
        }
        // It knows no MOVE after all, so nothing was moved.
      }
    }
    Optional<UidMapping> mapping = client.uidCopy(uids, target);
    delete(uids);
    return mapping;
  }

  /// A plain EXPUNGE would destroy what other clients marked: without UIDPLUS the messages stay
  /// marked on the server, and are hidden here.
  void delete(UidSet uids) throws MailException {
    if (uids.isEmpty()) {
      return;
    }
    client.uidStore(uids, true, Flags.of(Flags.DELETED), -1);
    if (client.canUidExpunge()) {
      client.uidExpunge(uids);
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
      if (move && source.contains(item.uid)) {
        delete(UidSet.of(item.uid));
      }
      changes.done(
          List.of(item.change), List.of(new NewUid(item.message, to, uid, finder.examined())));
      done.add(item.change);
    }
    return never;
  }

  /// Looks for copies among the UIDs that the target got since the first try.
  private Map<Item, Long> find(List<Item> items, MailboxName target) throws MailException {
    finder.examine(target);
    Map<Item, Long> found = new HashMap<>();
    UidSet taken = UidSet.EMPTY;
    for (Item item : items) {
      long uid = finder.find(item.message, changes.begunAt(item.change), taken);
      if (uid > 0) {
        found.put(item, uid);
        taken = taken.plus(UidSet.of(uid));
      }
    }
    return found;
  }

  /// @param incomplete not all here yet
  /// @param refused each with what the server said
  record Appended(List<Long> done, List<Append> incomplete, Map<Append, CommandRejected> refused) {}

  /// To one mailbox. Its UIDNEXT is asked for once; each is done by itself, so that one message
  /// which the server does not take costs no other.
  Appended append(List<Append> group) throws MailException {
    Appended result = new Appended(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    MailboxId to = group.getFirst().to();
    MailboxName target = wireName(to);
    List<Append> fresh = new ArrayList<>();
    for (Append change : group) {
      Extent extent = context.store().contents().extent(change.message()).orElse(null);
      if (extent == null || context.store().messages().get(change.message()).isEmpty()) {
        changes.done(List.of(change.id()), List.of());
        result.done.add(change.id());
      } else if (!extent.complete()) {
        result.incomplete.add(change);
      } else if (!resolved(change, target, result)) {
        fresh.add(change);
      }
    }
    if (fresh.isEmpty()) {
      return result;
    }
    long uidNext = uidNext(target);
    long firstUid = Math.max(1, uidNext);
    if (mayFileItself(to)) {
      fresh.removeAll(filedByServer(fresh, target, firstUid, result));
    }
    changes.begun(fresh.stream().map(Append::id).toList(), firstUid);
    for (Append change : fresh) {
      context.checkCancelled();
      try {
        AppendUid told = send(change, target, uidNext, fresh.size());
        appended(change, told.uid(), told.uidValidity(), result);
      } catch (CommandRejected e) {
        if (FailurePolicy.passing(e)) {
          throw e;
        }
        result.refused.put(change, e);
      }
    }
    return result;
  }

  private boolean mayFileItself(MailboxId to) {
    return context.account().sentCopy() == SentCopy.DETECT
        && context
            .store()
            .mailboxes()
            .get(to)
            .map(mailbox -> mailbox.role() == MailboxRole.SENT)
            .orElse(false);
  }

  /// Some servers file what they send by themselves. What is in Sent already although nobody here
  /// put it there is not put there again, and the server is remembered.
  private List<Append> filedByServer(
      List<Append> fresh, MailboxName target, long uidNext, Appended result) throws MailException {
    List<Append> sent =
        fresh.stream()
            .filter(change ->
                context
                    .store()
                    .messages()
                    .get(change.message())
                    .map(message ->
                        context
                            .store()
                            .outbox()
                            .filedOnce(context.account().id(), message.messageId()))
                    .orElse(false))
            .toList();
    List<Append> there = new ArrayList<>();
    if (!sent.isEmpty()) {
      finder.examine(target);
    }
    for (Append change : sent) {
      long uid = finder.find(change.message(), Math.max(1, uidNext - NEWEST), UidSet.EMPTY);
      if (uid > 0) {
        appended(change, uid, finder.examined(), result);
        there.add(change);
      }
    }
    if (!there.isEmpty()) {
      context.store().preferences().put(SentCopy.seenKey(context.account().id()), "true");
    }
    return there;
  }

  /// Whether an earlier try, whose answer was lost, turns out to have succeeded.
  private boolean resolved(Append change, MailboxName target, Appended result)
      throws MailException {
    long firstUid = changes.begunAt(change.id());
    if (firstUid <= 0) {
      return false;
    }
    finder.examine(target);
    long uid = finder.find(change.message(), firstUid, known(change.to(), firstUid));
    if (uid == 0) {
      return false;
    }
    appended(change, uid, finder.examined(), result);
    return true;
  }

  private void appended(Append change, long uid, long validity, Appended result) {
    changes.done(
        List.of(change.id()), List.of(new NewUid(change.message(), change.to(), uid, validity)));
    result.done.add(change.id());
  }

  /// What is known by its UID is another message, even where it has the same Message-ID.
  private UidSet known(MailboxId mailbox, long firstUid) {
    return UidSet.of(
        context.store().messages().known(mailbox, firstUid, UidSet.MAX).stream()
            .map(KnownUid::uid)
            .toList());
  }

  /// A new version of a draft comes and the old one goes in one command (RFC 8508). Where the
  /// answer is lost, the new one is looked for as after every upload, and the old one, if it is
  /// still there, goes by its own change.
  ///
  /// @param selection of the mailbox in which both are
  /// @return false where nothing was done: they are two changes as ever
  boolean replace(Append change, Delete old, SelectResult selection) throws MailException {
    MessageSummary message = context.store().messages().get(change.message()).orElse(null);
    boolean whole =
        context.store().contents().extent(change.message()).map(Extent::complete).orElse(false);
    boolean fresh = changes.begunAt(change.id()) <= 0;
    if (message == null || !whole || !fresh || !message.flags().has(Flags.DRAFT)) {
      return false;
    }
    long firstUid = Math.max(1, selection.uidNext());
    changes.begun(List.of(change.id()), firstUid);
    MailboxName target = selection.name();
    try {
      Optional<AppendUid> told = client.replace(old.uid(), target, octets(change, message));
      boolean named = told.isPresent() && believed(told.get().uid(), selection.uidNext(), 1) > 0;
      AppendUid uid = named ? told.get() : lookFor(change, target, firstUid);
      changes.done(
          List.of(change.id(), old.id()),
          List.of(new NewUid(change.message(), change.to(), uid.uid(), uid.uidValidity())));
      return true;
    } catch (CommandRejected e) {
      // RFC 8508 §3.2: then neither was done.
      return false;
    }
  }

  private AppendMessage octets(Append change, MessageSummary message) {
    long size = context.store().contents().extent(change.message()).map(Extent::size).orElse(0L);
    return new AppendMessage(
        message.flags(),
        message.date(),
        size,
        () -> context.store().contents().open(change.message()));
  }

  private AppendUid send(Append change, MailboxName target, long uidNext, int sent)
      throws MailException {
    // What the user changes from now on is a change of its own.
    MessageSummary message = context.store().messages().get(change.message()).orElse(null);
    if (message == null) {
      return new AppendUid(0, 0);
    }
    Optional<AppendUid> told = client.append(target, octets(change, message));
    if (told.isPresent() && believed(told.get().uid(), uidNext, sent) > 0) {
      return told.get();
    }
    return lookFor(change, target, Math.max(1, uidNext));
  }

  /// Untold (no UIDPLUS), or told wrong: the newest of the same Message-ID since then is it.
  private AppendUid lookFor(Append change, MailboxName target, long firstUid) throws MailException {
    finder.examine(target);
    return new AppendUid(
        finder.examined(), finder.find(change.message(), firstUid, known(change.to(), firstUid)));
  }

  private MailboxName wireName(MailboxId id) throws MailException {
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
