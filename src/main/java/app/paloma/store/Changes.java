package app.paloma.store;

import app.paloma.model.AccountId;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a running transaction changes, gathered to be told after its commit.
final class Changes {
  private static final int MANY = 1000;

  private static final StoreChange OUTBOX = new StoreChange.Outbox();

  private static final class InMailbox {
    final LinkedHashSet<MessageId> added = new LinkedHashSet<>();
    final LinkedHashSet<MessageId> changed = new LinkedHashSet<>();
    final LinkedHashSet<MessageId> removed = new LinkedHashSet<>();
    boolean rearranged;
  }

  private final Map<Long, InMailbox> messages = new LinkedHashMap<>();
  private final Set<Long> mailboxes = new LinkedHashSet<>();
  private final Set<StoreChange> others = new LinkedHashSet<>();

  private long octets;

  /// So much was written to the database.
  void wrote(long count) {
    octets += count;
  }

  long octets() {
    return octets;
  }

  void added(long mailbox, long message) {
    in(mailbox).added.add(new MessageId(message));
  }

  void changed(long mailbox, long message) {
    in(mailbox).changed.add(new MessageId(message));
  }

  void removed(long mailbox, long message) {
    in(mailbox).removed.add(new MessageId(message));
  }

  /// The same messages are to be shown, but not as they were.
  void rearranged(long mailbox) {
    in(mailbox).rearranged = true;
  }

  void mailbox(long mailbox) {
    mailboxes.add(mailbox);
  }

  void other(StoreChange change) {
    others.add(change);
  }

  void outbox() {
    others.add(OUTBOX);
  }

  void pending(long account) {
    others.add(new StoreChange.PendingChanges(new AccountId(account)));
  }

  private InMailbox in(long mailbox) {
    mailboxes.add(mailbox);
    return messages.computeIfAbsent(mailbox, key -> new InMailbox());
  }

  boolean touchesMessages() {
    return !messages.isEmpty() || others.stream().anyMatch(StoreChange.Accounts.class::isInstance);
  }

  List<StoreChange> all() {
    ArrayList<StoreChange> all = new ArrayList<>();
    messages.forEach((mailbox, change) -> {
      boolean many =
          change.rearranged
              || change.added.size() + change.changed.size() + change.removed.size() > MANY;
      all.add(
          new StoreChange.Messages(
              new MailboxId(mailbox),
              many ? List.of() : List.copyOf(change.added),
              many ? List.of() : List.copyOf(change.changed),
              many ? List.of() : List.copyOf(change.removed),
              many));
    });
    if (!mailboxes.isEmpty()) {
      all.add(new StoreChange.Mailboxes(mailboxes.stream().map(MailboxId::new).toList()));
    }
    all.addAll(others);
    return all;
  }
}
