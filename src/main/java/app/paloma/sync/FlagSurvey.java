package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.PendingExamine;
import app.paloma.protocol.imap.PendingFetch;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.FlagUpdate;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.sync.ImapMailboxSync.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Flags of many mailboxes in one round trip, for servers without mod-sequences (Courier, go-imap,
/// older Exchange): there each mailbox must be opened to see whether a flag changed, though mostly
/// none did. What else is new in a mailbox is left to [ImapMailboxSync].
final class FlagSurvey {
  private static final int MAILBOXES = 32;

  /// Of a batch, whose flags are held in memory. What has more by itself is compared in parts.
  private static final long MESSAGES = 20_000;

  private final SyncContext context;
  private final ImapClient client;
  private final MailboxDirectory directory;
  private final ImapMailboxSync sync;
  private final Map<MailboxId, Outcome> outcomes = new HashMap<>();

  FlagSurvey(
      SyncContext context, ImapClient client, MailboxDirectory directory, ImapMailboxSync sync) {
    this.context = context;
    this.client = client;
    this.directory = directory;
    this.sync = sync;
  }

  /// @return what was done in those that need nothing more
  Map<MailboxId, Outcome> run(List<Mailbox> mailboxes) throws MailException {
    List<Mailbox> batch = new ArrayList<>();
    long messages = 0;
    for (Mailbox mailbox : mailboxes) {
      if (client.condstore()
          || mailbox.serverMessages() > MESSAGES
          || !directory.status(mailbox).filter(s -> sync.onlyFlags(mailbox, s)).isPresent()) {
        continue;
      }
      if (batch.size() == MAILBOXES || messages + mailbox.serverMessages() > MESSAGES) {
        locked(batch);
        batch.clear();
        messages = 0;
      }
      batch.add(mailbox);
      messages += mailbox.serverMessages();
    }
    locked(batch);
    return outcomes;
  }

  /// A mailbox that another thread is at is left out, so none waits for the other.
  private void locked(List<Mailbox> batch) throws MailException {
    context.checkCancelled();
    List<Lock> held = new ArrayList<>();
    List<Mailbox> free = new ArrayList<>();
    try {
      for (Mailbox mailbox : batch) {
        Lock lock = context.locks().apply(mailbox.id());
        if (lock.tryLock()) {
          held.add(lock);
          context
              .store()
              .mailboxes()
              .get(mailbox.id())
              .filter(now -> ImapMailboxSync.local(now).equals(ImapMailboxSync.local(mailbox)))
              .ifPresent(free::add);
        }
      }
      ask(free);
    } finally {
      held.forEach(Lock::unlock);
    }
  }

  private final class Asked {
    private final Mailbox mailbox;
    private final PendingExamine examine;
    private final PendingFetch fetch;
    private final Map<Long, Flags> here = new HashMap<>();
    private final List<FlagUpdate> differences = new ArrayList<>();
    private boolean strange;

    Asked(Mailbox mailbox) throws MailException {
      this.mailbox = mailbox;
      for (KnownUid each : context.store().messages().known(mailbox.id(), 1, UidSet.MAX)) {
        here.put(each.uid(), each.serverFlags());
      }
      examine = client.startExamine(directory.wireName(client, mailbox));
      fetch =
          client.startFetch(
              UidSet.from(1),
              DeltaReader.flagsRequest(),
              data -> {
                Flags known = here.remove(data.uid());
                strange |= known == null || data.flags() == null;
                if (known != null && data.flags() != null && !known.equals(data.flags())) {
                  DeltaReader.update(data).ifPresent(differences::add);
                }
              });
    }

    /// Empty where this mailbox must be looked at by itself.
    Optional<SelectResult> await() throws MailException {
      Optional<SelectResult> selected = Optional.empty();
      try {
        selected = Optional.of(examine.await());
      } catch (CommandRejected e) {
        // Its own turn tells why.
      }
      try {
        fetch.await();
      } catch (CommandRejected e) {
        return Optional.empty();
      }
      return selected.filter(
          s -> !strange && here.isEmpty() && s.uidValidity() == mailbox.uidValidity());
    }
  }

  private void ask(List<Mailbox> mailboxes) throws MailException {
    int before = client.leftOut();
    List<Asked> asked = new ArrayList<>();
    for (Mailbox mailbox : mailboxes) {
      asked.add(new Asked(mailbox));
    }
    for (Asked each : asked) {
      Optional<SelectResult> selected = each.await();
      if (selected.isPresent() && client.leftOut() == before) {
        Outcome outcome = sync.takeFlags(each.mailbox, selected.get(), each.differences, before);
        outcomes.put(each.mailbox.id(), outcome);
      }
    }
  }
}
