package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.RefusalReason;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.PendingChangeStore;
import app.paloma.store.PendingChangeStore.PendingChange;
import app.paloma.store.PendingChangeStore.PendingChange.Append;
import app.paloma.store.PendingChangeStore.PendingChange.Copy;
import app.paloma.store.PendingChangeStore.PendingChange.CreateMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.Delete;
import app.paloma.store.PendingChangeStore.PendingChange.DeleteMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.Move;
import app.paloma.store.PendingChangeStore.PendingChange.RenameMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.SetFlags;
import app.paloma.store.PendingChangeStore.PendingChange.Subscribe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replays on the server what the user did here: in order, neighbours of one kind in one command,
/// and so that a repetition after a crash changes nothing.
///
/// The rules of conflict: flags travel as differences, never as sets, so that two clients' changes
/// add up; a message that is gone on the server stays gone; what the server refuses for good is
/// taken back here, with its reason.
final class PendingChangePusher {
  private static final int BLOCK = 2000;

  private final SyncContext context;
  private final ImapClient client;
  private final PendingChangeStore changes;
  private final Map<MailboxId, Integer> pushed = new HashMap<>();
  private final Set<MessageId> waiting = new HashSet<>();
  private final Set<MailboxId> filled = new HashSet<>();
  private final Set<Long> deferred = new HashSet<>();
  private CommandRejected postponed;
  private MailboxId selected;
  private SelectResult selection;

  PendingChangePusher(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
    this.changes = context.store().pendingChanges();
  }

  /// Changes carried out, by the mailbox they are about.
  Map<MailboxId, Integer> pushed() {
    return Map.copyOf(pushed);
  }

  /// Mailboxes into which messages were put.
  Set<MailboxId> filled() {
    return Set.copyOf(filled);
  }

  /// Whether some must wait for a synchronization of their mailbox: their messages have no UID yet,
  /// or the UIDVALIDITY they were made under is over.
  boolean deferred() {
    return !deferred.isEmpty() || changes.count(context.account().id()) > 0;
  }

  /// What the server said to changes that are to be tried again later.
  Optional<CommandRejected> postponed() {
    return Optional.ofNullable(postponed);
  }

  /// @throws MailException when the connection is no longer good
  void push() throws MailException {
    push(false);
  }

  /// After a synchronization: what still has no UID is not on the server any more.
  void pushDeferred() throws MailException {
    push(true);
  }

  private void push(boolean last) throws MailException {
    int before = -1;
    while (true) {
      context.checkCancelled();
      List<PendingChange> next =
          changes.next(context.account().id(), BLOCK).stream()
              .filter(c -> !deferred.contains(c.id()))
              .toList();
      if (next.isEmpty()) {
        return;
      }
      List<List<PendingChange>> groups = groups(next);
      for (int i = 0; i < groups.size(); i++) {
        boolean replaced = i + 1 < groups.size() && replace(groups.get(i), groups.get(i + 1), last);
        if (replaced) {
          i++;
        } else {
          push(groups.get(i), last);
        }
      }
      int left = changes.count(context.account().id());
      if (left == before) {
        return;
      }
      before = left;
    }
  }

  /// Neighbours that one command can carry out. Order between different kinds is kept; among
  /// changes of flags, each of another message, it means nothing, so they need not be neighbours.
  static List<List<PendingChange>> groups(List<PendingChange> changes) {
    List<List<PendingChange>> groups = new ArrayList<>();
    Map<Object, List<PendingChange>> flags = new HashMap<>();
    Set<MessageId> flagged = new HashSet<>();
    Object last = null;
    for (PendingChange change : changes) {
      Object key = key(change);
      if (change instanceof SetFlags set) {
        if (!flagged.add(set.message())) {
          flags.clear();
          flagged.clear();
          flagged.add(set.message());
        }
        List<PendingChange> alike = flags.get(key);
        if (alike == null) {
          alike = new ArrayList<>();
          flags.put(key, alike);
          groups.add(alike);
        }
        alike.add(change);
        last = null;
        continue;
      }
      flags.clear();
      flagged.clear();
      if (key == null || !key.equals(last)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(change);
      last = key;
    }
    return groups;
  }

  private record FlagsKey(MailboxId mailbox, long validity, Flags add, Flags remove) {}

  private record TransferKey(
      String kind, MailboxId from, long validity, MailboxId to, boolean named) {}

  private static Object key(PendingChange change) {
    return switch (change) {
      case SetFlags c -> new FlagsKey(c.mailbox(), c.uidValidity(), c.add(), c.remove());
      case Move c -> new TransferKey("move", c.from(), c.uidValidity(), c.to(), c.uid() > 0);
      case Copy c -> new TransferKey("copy", c.from(), c.uidValidity(), c.to(), c.uid() > 0);
      case Delete c -> new TransferKey("delete", c.from(), c.uidValidity(), c.from(), c.uid() > 0);
      case Append c -> new TransferKey("append", c.to(), 0, c.to(), true);
      case CreateMailbox c -> null;
      case RenameMailbox c -> null;
      case DeleteMailbox c -> null;
      case Subscribe c -> null;
    };
  }

  /// A draft that was written on: its new version, and the removal of the one before.
  private boolean replace(List<PendingChange> now, List<PendingChange> next, boolean last)
      throws MailException {
    boolean pair =
        client.canReplace()
            && now.size() == 1
            && next.size() == 1
            && now.getFirst() instanceof Append change
            && next.getFirst() instanceof Delete old
            && old.uid() > 0
            && old.from().equals(change.to())
            && !waiting.contains(change.message())
            && !waiting.contains(old.message());
    if (!pair) {
      return false;
    }
    Append change = (Append) now.getFirst();
    Delete old = (Delete) next.getFirst();
    MailboxId mailbox = change.to();
    try {
      boolean replaced =
          usable(next, mailbox, old.uidValidity(), last)
              && !selection.readOnly()
              && new MessageUpload(context, client, this::forget).replace(change, old, selection);
      if (replaced) {
        count(mailbox, List.of(change.id(), old.id()));
        // Its numbers are others now.
        forget();
      }
      return replaced;
    } catch (CommandRejected e) {
      // The mailbox cannot be opened now: what is to be said of that, the two changes say.
      return false;
    }
  }

  private void push(List<PendingChange> group, boolean last) throws MailException {
    List<PendingChange> ready = new ArrayList<>();
    for (PendingChange change : group) {
      Optional<MessageId> message = message(change);
      boolean waits = message.isPresent() && waiting.contains(message.get());
      if (waits || (uid(change) == 0 && !last)) {
        defer(change);
      } else {
        ready.add(change);
      }
    }
    if (ready.isEmpty()) {
      return;
    }
    try {
      carryOut(ready, last);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        // The rest, and what is new there, need not wait for it.
        ready.forEach(this::defer);
        postponed = e;
        return;
      }
      for (PendingChange change : ready) {
        changes.refused(change.id(), e.getMessage());
      }
    }
  }

  private void defer(PendingChange change) {
    deferred.add(change.id());
    message(change).ifPresent(waiting::add);
  }

  private static Optional<MessageId> message(PendingChange change) {
    return switch (change) {
      case SetFlags c -> Optional.of(c.message());
      case Move c -> Optional.of(c.message());
      case Copy c -> Optional.of(c.copy());
      case Delete c -> Optional.of(c.message());
      case Append c -> Optional.of(c.message());
      case CreateMailbox c -> Optional.empty();
      case RenameMailbox c -> Optional.empty();
      case DeleteMailbox c -> Optional.empty();
      case Subscribe c -> Optional.empty();
    };
  }

  /// The UID a change is about; -1 where it is about none.
  private static long uid(PendingChange change) {
    return switch (change) {
      case SetFlags c -> c.uid();
      case Move c -> c.uid();
      case Copy c -> c.uid();
      case Delete c -> c.uid();
      case Append c -> -1;
      case CreateMailbox c -> -1;
      case RenameMailbox c -> -1;
      case DeleteMailbox c -> -1;
      case Subscribe c -> -1;
    };
  }

  private void carryOut(List<PendingChange> group, boolean last) throws MailException {
    MessageTransfer transfer = new MessageTransfer(context, client, this::forget);
    switch (group.getFirst()) {
      case SetFlags first -> {
        if (usable(group, first.mailbox(), first.uidValidity(), last)) {
          setFlags(group, first);
        }
      }
      case Move first -> {
        if (usable(group, first.from(), first.uidValidity(), last)) {
          filled.add(first.to());
          List<Long> done = transfer.move(all(group, Move.class), selection);
          count(first.from(), done);
        }
      }
      case Copy first -> {
        if (usable(group, first.from(), first.uidValidity(), last)) {
          filled.add(first.to());
          List<Long> done = transfer.copy(all(group, Copy.class));
          count(first.to(), done);
        }
      }
      case Delete first -> {
        if (usable(group, first.from(), first.uidValidity(), last)) {
          delete(all(group, Delete.class), transfer);
          done(group, first.from());
        }
      }
      case Append first -> {
        filled.add(first.to());
        MessageUpload.Appended appended =
            new MessageUpload(context, client, this::forget).append(all(group, Append.class));
        appended.incomplete().forEach(this::defer);
        appended
            .refused()
            .forEach((change, refusal) -> changes.refused(change.id(), refusal.getMessage()));
        count(first.to(), appended.done());
        forget();
      }
      case CreateMailbox create -> {
        new MailboxChanges(context.store(), client).create(create);
        done(group, create.mailbox());
      }
      case RenameMailbox rename -> {
        forget();
        new MailboxChanges(context.store(), client).rename(rename);
        done(group, rename.mailbox());
      }
      case DeleteMailbox delete -> {
        forget();
        new MailboxChanges(context.store(), client).delete(delete);
        done(group, null);
      }
      case Subscribe subscribe -> {
        new MailboxChanges(context.store(), client).subscribe(subscribe);
        done(group, subscribe.mailbox());
      }
    }
  }

  private static <T extends PendingChange> List<T> all(List<PendingChange> group, Class<T> kind) {
    return group.stream().map(kind::cast).toList();
  }

  private static UidSet uids(List<PendingChange> group) {
    return UidSet.of(group.stream().map(PendingChangePusher::uid).filter(u -> u > 0).toList());
  }

  private void delete(List<Delete> group, MessageTransfer transfer) throws MailException {
    Map<Delete, Long> named = new LinkedHashMap<>();
    for (Delete change : group) {
      named.put(change, change.uid() > 0 ? change.uid() : unnamed(change));
    }
    Optional<GmailDeletion> gmail = GmailDeletion.of(context, client, group.getFirst().from());
    if (gmail.isPresent()) {
      gmail.get().delete(named, transfer, this::forget);
    } else {
      transfer.delete(
          UidSet.of(named.values().stream().filter(uid -> uid > 0).toList()),
          group.getFirst().from());
    }
  }

  /// A message that was deleted here before the server told its UID: found by Message-ID, where
  /// that names one message and no other.
  ///
  /// @return 0 where it is not found
  private long unnamed(Delete change) throws MailException {
    if (change.messageIdField().isEmpty()) {
      return 0;
    }
    UidSet same = client.uidSearchMessageId(change.messageIdField(), 1);
    return same.size() == 1 ? same.last() : 0;
  }

  /// Another mailbox is selected now.
  private void forget() {
    selected = null;
    selection = null;
  }

  /// Selects the mailbox; says whether the changes' UIDs still mean what they meant.
  private boolean usable(List<PendingChange> group, MailboxId id, long validity, boolean last)
      throws MailException {
    Mailbox mailbox = context.store().mailboxes().get(id).orElse(null);
    if (mailbox == null) {
      group.forEach(c -> changes.refused(c.id(), RefusalReason.MAILBOX_GONE.text()));
      return false;
    }
    if (!id.equals(selected)) {
      try {
        selection =
            client.select(
                client.listedName(context.store().mailboxes().nameOnServer(mailbox)),
                Optional.empty());
      } catch (CommandRejected e) {
        forget();
        if (last || FailurePolicy.passing(e)) {
          throw e;
        }
        // It may have another name by now, which the next LIST tells.
        group.forEach(this::defer);
        return false;
      }
      selected = id;
    }
    boolean named = uid(group.getFirst()) > 0;
    boolean valid =
        validity == 0 || selection.uidValidity() == 0 || validity == selection.uidValidity();
    if (valid && (named || group.getFirst() instanceof Delete)) {
      return true;
    }
    if (!last) {
      // A synchronization finds the messages again, by what they are.
      group.forEach(this::defer);
    } else {
      group.forEach(c -> changes.refused(c.id(), RefusalReason.MESSAGE_GONE.text()));
    }
    return false;
  }

  private void setFlags(List<PendingChange> group, SetFlags first) throws MailException {
    if (selection.readOnly()) {
      group.forEach(c -> changes.refused(c.id(), RefusalReason.READ_ONLY.text()));
      return;
    }
    UidSet uids = uids(group);
    Flags add = allowed(first.add());
    Flags remove = allowed(first.remove());
    if (add.isEmpty() && remove.isEmpty()) {
      group.forEach(c -> changes.refused(c.id(), RefusalReason.FLAG_NOT_KEPT.text()));
      return;
    }
    if (!add.isEmpty()) {
      client.uidStore(uids, true, add, -1);
    }
    if (!remove.isEmpty()) {
      client.uidStore(uids, false, remove, -1);
    }
    done(group, first.mailbox());
  }

  /// RFC 9051 §7.1 PERMANENTFLAGS: a flag that lasts only for the session is not kept.
  private Flags allowed(Flags wanted) {
    Flags permanent = selection.permanentFlags();
    if (permanent == null || permanent.isEmpty()) {
      return wanted;
    }
    Flags refused = wanted.minus(permanent);
    if (selection.newKeywords()) {
      refused = Flags.of(refused.bits() & systemFlags());
    }
    return wanted.minus(refused);
  }

  private static int systemFlags() {
    return Flags.SEEN | Flags.ANSWERED | Flags.FLAGGED | Flags.DELETED | Flags.DRAFT;
  }

  private void done(List<PendingChange> group, MailboxId mailbox) {
    List<Long> ids = group.stream().map(PendingChange::id).toList();
    changes.done(ids, List.of());
    count(mailbox, ids);
  }

  private void count(MailboxId mailbox, List<Long> done) {
    if (mailbox != null && !done.isEmpty()) {
      pushed.merge(mailbox, done.size(), Integer::sum);
    }
  }
}
