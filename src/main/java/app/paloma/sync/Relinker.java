package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.IndexedContent;
import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.Link;
import app.paloma.store.MessageStore.Unlinked;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds messages that are here without a UID among those a mailbox has and this computer does not
/// know yet, by Message-ID and size, so that a move or a new UIDVALIDITY costs no download and what
/// only this computer knows of them stays.
final class Relinker {
  private static final int WINDOW = 500;

  private record Key(String messageId, long size) {}

  private record Found(long uid, long modSeq, Flags flags, Key key) {}

  private final SyncContext context;
  private final ImapClient client;

  Relinker(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// @return the UIDs that were linked
  UidSet link(Mailbox mailbox, UidSet missing) throws MailException {
    if (missing.isEmpty()) {
      return UidSet.EMPTY;
    }
    Map<Key, Deque<Unlinked>> candidates = candidates(mailbox.id());
    if (candidates.isEmpty()) {
      return UidSet.EMPTY;
    }
    UidSet.Builder linked = new UidSet.Builder();
    Map<Key, Boolean> named = new HashMap<>();
    List<UidSet> windows = missing.batches(WINDOW);
    for (int i = windows.size() - 1; i >= 0 && !candidates.isEmpty(); i--) {
      context.checkCancelled();
      List<Link> links = new ArrayList<>();
      for (Found found : ask(windows.get(i))) {
        Deque<Unlinked> same = candidates.get(found.key);
        if (same == null || !named.computeIfAbsent(found.key, key -> namesOne(key, same))) {
          continue;
        }
        Unlinked message = same.remove();
        if (same.isEmpty()) {
          candidates.remove(found.key);
        }
        links.add(new Link(message.id(), found.uid, found.modSeq, found.flags));
        linked.add(found.uid);
      }
      if (!links.isEmpty()) {
        context.store().messages().link(mailbox.id(), links);
      }
    }
    return linked.build();
  }

  /// Some senders give the same Message-ID to different messages, which may have the same size:
  /// where two of them are here, an arrival may be any, or a third, and only its octets tell.
  private boolean namesOne(Key key, Deque<Unlinked> same) {
    Unlinked one = same.getFirst();
    Stream<Boolean> waiting = same.stream().map(o -> isLike(one, o.subject(), o.date()));
    Stream<Boolean> filed =
        context.store().messages().findByMessageId(context.account().id(), key.messageId).stream()
            .filter(message -> message.size() == key.size)
            .map(message -> isLike(one, message.subject(), message.date()));
    return Stream.concat(waiting, filed).allMatch(like -> like);
  }

  private static boolean isLike(Unlinked one, String subject, Instant date) {
    return one.subject().equals(subject) && one.date().equals(date);
  }

  /// Those that are filed in this mailbox here come first, and a message before its copies.
  private Map<Key, Deque<Unlinked>> candidates(MailboxId mailbox) {
    List<Unlinked> all =
        new ArrayList<>(context.store().messages().unlinked(context.account().id(), mailbox));
    all.sort(
        Comparator.comparing((Unlinked u) -> !u.mailbox().equals(mailbox))
            .thenComparingLong(u -> u.id().value()));
    Map<Key, Deque<Unlinked>> candidates = new HashMap<>();
    for (Unlinked each : all) {
      if (!each.messageId().isEmpty()) {
        candidates
            .computeIfAbsent(new Key(each.messageId(), each.size()), k -> new ArrayDeque<>())
            .add(each);
      }
    }
    return candidates;
  }

  /// What the selected mailbox has at these UIDs.
  Map<Long, String> messageIds(UidSet uids) throws MailException {
    Map<Long, String> ids = new HashMap<>();
    for (Found found : ask(uids)) {
      ids.put(found.uid, found.key.messageId);
    }
    return ids;
  }

  private List<Found> ask(UidSet window) throws MailException {
    List<Found> found = new ArrayList<>();
    FetchRequest request =
        FetchRequest.of(FetchAttribute.FLAGS, FetchAttribute.RFC822_SIZE, FetchAttribute.MODSEQ)
            .with(Section.headerFields(List.of("MESSAGE-ID")));
    client.fetch(window, request, data -> found(data, window, found));
    return found;
  }

  private void found(FetchData data, UidSet window, List<Found> into) {
    if (!window.contains(data.uid()) || data.sections().isEmpty()) {
      return;
    }
    byte[] header = data.octets(data.sections().getFirst().spec()).orElse(new byte[0]);
    // Read as every other header is, so that odd fields compare equal.
    IndexedContent index = context.reader().index(header, false);
    Flags flags = data.flags() == null ? Flags.NONE : data.flags();
    into.add(
        new Found(
            data.uid(),
            Math.max(0, data.modSeq()),
            flags,
            new Key(index.messageId(), data.size())));
  }
}
