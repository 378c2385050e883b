package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.ListQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Recognises mailboxes that another client gave a new name: by what the server calls them under
/// every name (RFC 8474), where it does. The same UIDVALIDITY is not enough: on some servers it is
/// the same in all mailboxes, on many in all that were created within a second. So messages that
/// are known under the old name are looked at under the new one.
final class RenamedMailboxes {
  private static final int SAMPLE = 24;

  /// `objectid = 1*255(ALPHA / DIGIT / "_" / "-")` (RFC 8474 §7).
  private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final SyncContext context;
  private final ImapClient client;

  RenamedMailboxes(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// Costs nothing where no name is new.
  ///
  /// @return what is here of those that are listed under new names
  Map<String, MailboxId> among(List<ListedMailbox> listed) throws MailException {
    List<Mailbox> known = context.store().mailboxes().list(context.account().id());
    Map<String, Long> there = new HashMap<>();
    for (ListedMailbox each : listed) {
      there.put(
          MailboxDirectory.key(each.name()),
          each.status().map(MailboxStatus::uidValidity).orElse(0L));
    }
    Set<String> here = known.stream().map(Mailbox::name).collect(Collectors.toSet());
    List<Mailbox> missing =
        new ArrayList<>(known.stream().filter(m -> isElsewhere(m, there)).toList());
    Map<String, MailboxId> renamed = new HashMap<>();
    for (ListedMailbox each : listed) {
      String name = MailboxDirectory.key(each.name());
      long validity = each.status().map(MailboxStatus::uidValidity).orElse(0L);
      if (!here.contains(name) && each.selectable() && !missing.isEmpty()) {
        Mailbox same = same(each.name(), validity, missing, known);
        if (same != null) {
          missing.remove(same);
          renamed.put(name, same.id());
        }
      }
    }
    return renamed;
  }

  /// Whether it is gone from its name, or another mailbox was made in its place.
  private static boolean isElsewhere(Mailbox known, Map<String, Long> there) {
    long now = there.getOrDefault(known.name(), 0L);
    return !there.containsKey(known.name())
        || known.role() != MailboxRole.INBOX
            && known.uidValidity() > 0
            && now > 0
            && now != known.uidValidity();
  }

  private Mailbox same(MailboxName name, long validity, List<Mailbox> missing, List<Mailbox> known)
      throws MailException {
    Map<Mailbox, Map<Long, String>> samples = new LinkedHashMap<>();
    for (Mailbox candidate : missing) {
      if (validity > 0 && candidate.uidValidity() == validity) {
        samples.put(candidate, sample(candidate));
      }
    }
    samples.values().removeIf(Map::isEmpty);
    Map<String, Mailbox> named = named(missing, known);
    if (samples.isEmpty() && named.isEmpty()) {
      return null;
    }
    try {
      Mailbox same = named.get(client.examine(name, Optional.empty()).mailboxId());
      if (same != null) {
        return same;
      }
      for (Map.Entry<Mailbox, Map<Long, String>> candidate : samples.entrySet()) {
        if (agrees(candidate.getValue())) {
          return candidate.getKey();
        }
      }
    } catch (CommandRejected e) {
      // It cannot be looked into, so it is a new one.
    }
    return null;
  }

  /// The missing ones by what the server calls them; without those that it calls as it calls
  /// another, which then says nothing.
  private static Map<String, Mailbox> named(List<Mailbox> missing, List<Mailbox> known) {
    Map<String, Long> uses =
        known.stream().collect(Collectors.groupingBy(Mailbox::objectId, Collectors.counting()));
    return missing.stream()
        .filter(m -> OBJECT_ID.matcher(m.objectId()).matches() && uses.get(m.objectId()) == 1)
        .collect(Collectors.toMap(Mailbox::objectId, m -> m));
  }

  /// The Message-IDs of the newest messages, by UID.
  private Map<Long, String> sample(Mailbox mailbox) {
    ListQuery newest = ListQuery.newestFirst(List.of(mailbox.id()));
    Map<Long, String> sample = new HashMap<>();
    for (MessageSummary message :
        context.store().messages().summaries(context.store().messages().ids(newest, 0, SAMPLE))) {
      if (message.uid() > 0 && !message.messageId().isEmpty()) {
        sample.put(message.uid(), message.messageId());
      }
    }
    return sample;
  }

  /// Some may be gone meanwhile; none may be another one.
  private boolean agrees(Map<Long, String> sample) throws MailException {
    Map<Long, String> there = new Relinker(context, client).messageIds(UidSet.of(sample.keySet()));
    return !there.isEmpty()
        && there.entrySet().stream().allMatch(e -> e.getValue().equals(sample.get(e.getKey())));
  }
}
