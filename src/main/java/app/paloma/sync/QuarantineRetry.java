package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.OfflineLimits;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/// Asks again for messages that could not be taken in: once a day, for servers are mended, and with
/// each other version of this program. One by one, since each may end the connection.
final class QuarantineRetry {
  private static final Duration PAUSE = Duration.ofDays(1);

  private final SyncContext context;
  private final ImapClient client;

  QuarantineRetry(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// Those of these mailboxes that are due. Where there are none, the server is asked nothing.
  ///
  /// @return how many were taken in
  Map<Mailbox, Integer> run(List<Mailbox> mailboxes, Function<Mailbox, MailboxName> names)
      throws MailException {
    List<Held> due =
        context
            .store()
            .messages()
            .held(context.account().id(), context.clock().instant().minus(PAUSE));
    if (due.isEmpty()) {
      return Map.of();
    }
    Map<MailboxId, List<Held>> byMailbox = new LinkedHashMap<>();
    due.forEach(
        each -> byMailbox.computeIfAbsent(each.mailbox(), id -> new ArrayList<>()).add(each));
    Map<Mailbox, Integer> taken = new LinkedHashMap<>();
    for (Mailbox row : mailboxes) {
      List<Held> held = byMailbox.get(row.id());
      if (held == null) {
        continue;
      }
      Lock lock = context.locks().apply(row.id());
      lock.lock();
      try {
        int here =
            inMailbox(
                context.store().mailboxes().get(row.id()).orElse(row), names.apply(row), held);
        if (here > 0) {
          taken.put(row, here);
        }
      } catch (CommandRejected e) {
        // The others need not wait for it. What is to be said of it, its synchronization says.
      } finally {
        lock.unlock();
      }
    }
    return taken;
  }

  private int inMailbox(Mailbox mailbox, MailboxName name, List<Held> held) throws MailException {
    SelectResult selected = client.examine(name, Optional.empty());
    if (selected.uidValidity() != mailbox.uidValidity()) {
      return 0;
    }
    int taken = 0;
    for (Held each : held) {
      context.checkCancelled();
      context.store().messages().tried(each.id());
      if (again(mailbox, each.uid())) {
        taken++;
      }
    }
    if (taken > 0 && !context.limits().headersOnly()) {
      new BodyCompleter(context, client).completeAll(mailbox, context.limits());
    }
    return taken;
  }

  /// The mailbox is selected, and its lock held.
  ///
  /// @return whether its beginning could be taken in
  boolean again(Mailbox mailbox, long uid) throws MailException {
    OfflineLimits limits = context.limits();
    new MessageDownloader(context, client, new Suspects(), limits.headersOnly(), limits.octets())
        .download(mailbox, mailbox.uidValidity(), UidSet.of(uid));
    return context.store().messages().known(mailbox.id(), uid, uid).stream()
        .anyMatch(message -> message.bodyState() != BodyState.QUARANTINED);
  }
}
