package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.model.SentCopy;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.AppendMessage;
import app.paloma.protocol.imap.types.AppendUid;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.ContentStore.Extent;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.store.PendingChangeStore;
import app.paloma.store.PendingChangeStore.NewUid;
import app.paloma.store.PendingChangeStore.PendingChange.Append;
import app.paloma.store.PendingChangeStore.PendingChange.Delete;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts messages from here on the server (APPEND, REPLACE). What became of one is unknown when the
/// line breaks before the answer: as with [MessageTransfer], the next try looks for it first.
final class MessageUpload {
  /// How far from the end of Sent a copy that the server filed is looked for.
  private static final int NEWEST = 1000;

  /// Octets of a message that goes with others in one command, and of all of them.
  private static final long SMALL = 64 << 10;

  private static final long TOGETHER = 1 << 20;
  private static final int MANY = 100;

  /// The next synchronization finds which it is.
  private static final AppendUid UNTOLD = new AppendUid(0, 0);

  private final SyncContext context;
  private final ImapClient client;
  private final PendingChangeStore changes;
  private final MessageTransfer transfer;
  private final MessageFinder finder;

  /// @param selectionLost called when another mailbox was selected
  MessageUpload(SyncContext context, ImapClient client, Runnable selectionLost) {
    this.context = context;
    this.client = client;
    this.changes = context.store().pendingChanges();
    this.transfer = new MessageTransfer(context, client, selectionLost);
    this.finder = new MessageFinder(context, client, selectionLost);
  }

  /// @param incomplete not all here yet
  /// @param refused each with what the server said
  record Appended(List<Long> done, List<Append> incomplete, Map<Append, CommandRejected> refused) {}

  /// To one mailbox. Its UIDNEXT is asked for once; small ones go together where the server can,
  /// and one by one where it refuses them so, so that one message which it does not take costs no
  /// other.
  Appended append(List<Append> group) throws MailException {
    Appended result = new Appended(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    MailboxId to = group.getFirst().to();
    MailboxName target = transfer.wireName(to);
    List<Append> fresh = new ArrayList<>();
    Set<Append> again = new HashSet<>();
    for (Append change : group) {
      if (changes.begunAt(change.id()) > 0) {
        again.add(change);
      }
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
    long uidNext = transfer.uidNext(target);
    long firstUid = Math.max(1, uidNext);
    if (mayFileItself(to)) {
      fresh.removeAll(filedByServer(fresh, target, firstUid, result));
    }
    changes.begun(fresh.stream().map(Append::id).toList(), firstUid);
    for (List<Append> batch : batches(fresh, again)) {
      context.checkCancelled();
      if (batch.size() == 1 || !together(batch, target, uidNext, fresh.size(), result)) {
        for (Append change : batch) {
          alone(change, target, uidNext, fresh.size(), result);
        }
      }
    }
    return result;
  }

  private void alone(Append change, MailboxName target, long uidNext, int sent, Appended result)
      throws MailException {
    context.checkCancelled();
    try {
      settle(change, send(change, target, uidNext, sent), result);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      result.refused.put(change, e);
    }
  }

  private void settle(Append change, Optional<AppendUid> there, Appended result) {
    if (there.isPresent()) {
      appended(List.of(change), List.of(there.get()), result);
    } else {
      result.refused.put(
          change, new CommandRejected("APPEND", 0, "", RefusalReason.NOT_THERE.text()));
    }
  }

  /// What goes in one command: so little that it costs little if it must be said again.
  ///
  /// @param again tried before, on a line that broke: on such a line the less gets through the
  ///   better
  private List<List<Append>> batches(List<Append> changes, Set<Append> again) {
    List<List<Append>> batches = new ArrayList<>();
    long octets = 0;
    for (Append change : changes) {
      long size = context.store().contents().extent(change.message()).map(Extent::size).orElse(0L);
      boolean small = size <= SMALL && !again.contains(change) && client.canAppendTogether();
      boolean joins = small && octets > 0 && octets + size <= TOGETHER;
      if (!joins || batches.getLast().size() == MANY) {
        batches.add(new ArrayList<>());
        octets = 0;
      }
      batches.getLast().add(change);
      octets = small ? octets + size : 0;
    }
    return batches;
  }

  /// @return false where the server takes them one by one at most
  private boolean together(
      List<Append> batch, MailboxName target, long uidNext, int sent, Appended result)
      throws MailException {
    List<AppendMessage> messages = new ArrayList<>();
    for (Append change : batch) {
      Optional<MessageSummary> message = context.store().messages().get(change.message());
      if (message.isEmpty() || !client.canAppendTogether()) {
        return false;
      }
      messages.add(octets(change, message.get()));
    }
    List<AppendUid> told;
    try {
      told = client.append(target, messages);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      return false;
    }
    boolean named =
        !told.isEmpty()
            && told.stream()
                .allMatch(each -> MessageTransfer.believed(each.uid(), uidNext, sent) > 0);
    if (named) {
      appended(batch, told, result);
      return true;
    }
    List<Append> missing = new ArrayList<>();
    // The newest of a Message-ID is the last of them.
    for (Append change : batch.reversed()) {
      Optional<AppendUid> there = lookFor(change, target, Math.max(1, uidNext));
      if (there.isPresent()) {
        appended(List.of(change), List.of(there.get()), result);
      } else {
        missing.addFirst(change);
      }
    }
    if (missing.size() == batch.size()) {
      missing.forEach(change -> settle(change, Optional.empty(), result));
    } else if (!missing.isEmpty()) {
      // It looks where they are, so these it dropped.
      client.keepsNotAllTogether();
      changes.begun(missing.stream().map(Append::id).toList(), Math.max(1, uidNext));
      for (Append change : missing) {
        alone(change, target, uidNext, sent, result);
      }
    }
    return true;
  }

  /// Anywhere in the mailbox that is looked into. What was deleted here meanwhile need not be.
  private boolean isThere(MessageId id) throws MailException {
    Optional<MessageSummary> message = context.store().messages().get(id);
    return message.isEmpty()
        || !message.get().messageId().isEmpty() && finder.find(id, 1, UidSet.EMPTY) > 0;
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
                        context.store().outbox().filed(context.account().id(), message.messageId())
                            == 1)
                    .orElse(false))
            .toList();
    List<Append> there = new ArrayList<>();
    if (!sent.isEmpty()) {
      finder.examine(target);
    }
    for (Append change : sent) {
      long firstUid = Math.max(1, uidNext - NEWEST);
      long uid = finder.find(change.message(), firstUid, others(change, firstUid));
      if (uid > 0) {
        appended(List.of(change), List.of(new AppendUid(finder.examined(), uid)), result);
        there.add(change);
      }
    }
    if (!there.isEmpty()) {
      context.store().preferences().put(SentCopy.seenKey(context.account().id()), "true");
    }
    return there;
  }

  /// What is known to be another message, though it may have the same Message-ID: a server's own
  /// copy says the same.
  private UidSet others(Append change, long firstUid) {
    MessageSummary own = context.store().messages().get(change.message()).orElseThrow();
    return UidSet.of(
        context.store().messages().findByMessageId(context.account().id(), own.messageId()).stream()
            .filter(m -> m.mailbox().equals(change.to()) && m.uid() >= firstUid)
            .filter(m -> !m.subject().equals(own.subject()) || !m.preview().equals(own.preview()))
            .map(MessageSummary::uid)
            .toList());
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
    appended(List.of(change), List.of(new AppendUid(finder.examined(), uid)), result);
    return true;
  }

  private void appended(List<Append> group, List<AppendUid> uids, Appended result) {
    List<Long> ids = group.stream().map(Append::id).toList();
    List<NewUid> now = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      AppendUid uid = uids.get(i);
      Append change = group.get(i);
      now.add(new NewUid(change.message(), change.to(), uid.uid(), uid.uidValidity()));
    }
    changes.done(ids, now);
    result.done.addAll(ids);
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
      boolean named =
          told.isPresent()
              && MessageTransfer.believed(told.get().uid(), selection.uidNext(), 1) > 0;
      Optional<AppendUid> uid = named ? told : lookFor(change, target, firstUid);
      uid.ifPresent(now ->
          changes.done(
              List.of(change.id(), old.id()),
              List.of(new NewUid(change.message(), change.to(), now.uid(), now.uidValidity()))));
      return uid.isPresent();
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

  private Optional<AppendUid> send(Append change, MailboxName target, long uidNext, int sent)
      throws MailException {
    // What the user changes from now on is a change of its own.
    MessageSummary message = context.store().messages().get(change.message()).orElse(null);
    if (message == null) {
      return Optional.of(UNTOLD);
    }
    Optional<AppendUid> told = client.append(target, octets(change, message));
    if (told.isPresent() && MessageTransfer.believed(told.get().uid(), uidNext, sent) > 0) {
      return told;
    }
    return lookFor(change, target, Math.max(1, uidNext));
  }

  /// After an OK that tells no UID (no UIDPLUS), or a wrong one: the newest of the same Message-ID
  /// since then is it. One that the server had before is there, though it is not there again (Gmail
  /// keeps one of each). Where it refuses to be looked at, its OK stands: to send the message again
  /// would double it.
  ///
  /// @return empty where it is not there: it was not taken and stays here
  private Optional<AppendUid> lookFor(Append change, MailboxName target, long firstUid)
      throws MailException {
    try {
      finder.examine(target);
      UidSet known = known(change.to(), firstUid);
      long uid = finder.findSurely(change.message(), firstUid, known);
      return uid > 0 || isThere(change.message())
          ? Optional.of(new AppendUid(finder.examined(), uid))
          : Optional.empty();
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      return Optional.of(UNTOLD);
    }
  }
}
