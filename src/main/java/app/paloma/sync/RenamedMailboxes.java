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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Recognises mailboxes that another client gave a new name. The same UIDVALIDITY is not enough: on
/// some servers it is the same in all mailboxes, on many in all that were created within a second.
/// So messages that are known under the old name are looked at under the new one.
final class RenamedMailboxes {
  private static final int SAMPLE = 24;

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
      List<Mailbox> candidates =
          missing.stream().filter(m -> validity > 0 && m.uidValidity() == validity).toList();
      if (!here.contains(name) && !candidates.isEmpty()) {
        Mailbox same = same(each.name(), candidates);
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

  private Mailbox same(MailboxName name, List<Mailbox> candidates) throws MailException {
    try {
      boolean open = false;
      for (Mailbox candidate : candidates) {
        Map<Long, String> sample = sample(candidate);
        if (sample.isEmpty()) {
          continue;
        }
        if (!open) {
          client.examine(name, Optional.empty());
          open = true;
        }
        if (agrees(sample)) {
          return candidate;
        }
      }
    } catch (CommandRejected e) {
      // It cannot be looked into, so it is a new one.
    }
    return null;
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
