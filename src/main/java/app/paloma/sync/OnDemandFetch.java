package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailProtocol;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.store.ContentStore.Extent;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.store.Store;
import app.paloma.sync.OnDemandConnection.Errand;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings what the user opens, ahead of everything else: a message, its text alone, one file of it.
final class OnDemandFetch {
  /// Below this a message is not worth a look at its parts.
  private static final long SMALL = 256 << 10;

  /// Runs an errand on a connection of an account.
  @FunctionalInterface
  interface Runner {
    void run(Account account, Errand errand) throws MailException;
  }

  private record Wanted(Account account, Mailbox mailbox, MessageSummary message) {
    KnownUid known() {
      return new KnownUid(
          message.uid(), message.id(), message.flags(), message.size(), message.bodyState());
    }
  }

  private final EngineParts parts;
  private final Store store;
  private final Maildrops maildrops;
  private final Runner runner;
  private final Consumer<AccountId> syncSoon;
  private final BooleanSupplier closed;

  OnDemandFetch(
      EngineParts parts,
      Maildrops maildrops,
      Runner runner,
      Consumer<AccountId> syncSoon,
      BooleanSupplier closed) {
    this.parts = parts;
    this.store = parts.store();
    this.maildrops = maildrops;
    this.runner = runner;
    this.syncSoon = syncSoon;
    this.closed = closed;
  }

  /// Brings the rest of a message. Blocks.
  void body(MessageId id) throws MailException {
    Optional<Wanted> missing = missing(id);
    if (missing.isEmpty()) {
      return;
    }
    Wanted wanted = missing.get();
    if (wanted.account.incoming().protocol() == MailProtocol.POP3) {
      maildrops.complete(wanted.account, id);
    } else if (wanted.message.uid() != 0) {
      runner.run(wanted.account, client -> body(client, wanted));
    }
  }

  /// Brings what is to be read of a message: its text, or all of it where that is hardly more. A
  /// message that was renumbered or moved meanwhile is found by the next synchronization. Blocks.
  void text(MessageId id) throws MailException {
    Optional<Wanted> missing = missing(id);
    if (missing.isEmpty() || store.contents().partial(id).isPresent()) {
      return;
    }
    Wanted wanted = missing.get();
    long rest = store.contents().extent(id).map(e -> e.size() - e.stored()).orElse(0L);
    boolean small = wanted.message.size() <= SMALL || rest <= SMALL;
    if (small || wanted.account.incoming().protocol() == MailProtocol.POP3) {
      body(id);
    } else if (wanted.message.uid() != 0) {
      runner.run(
          wanted.account,
          client -> {
            examine(client, wanted);
            if (!new TextFetcher(context(wanted), client).fetch(wanted.message)) {
              complete(client, wanted);
            }
          });
    }
  }

  /// Brings one part of a message, as it was sent, behind the `from` octets of it that are in `to`
  /// already. Blocks.
  ///
  /// @param octets as many as are expected; 0 where that is not known
  void part(
      MessageId id, String section, long from, long octets, OutputStream to, FetchProgress progress)
      throws MailException {
    Wanted wanted =
        missing(id)
            .filter(w -> w.message.uid() != 0)
            .orElseThrow(() ->
                new CommandRejected("FETCH", 0, "MESSAGEGONE", "the message is not on the server"));
    PartDownload download = new PartDownload(section, from, octets, to, progress);
    runner.run(
        wanted.account,
        client -> {
          examine(client, wanted);
          download.run(client, wanted.message.uid());
        });
  }

  /// Empty where the message is gone, or all here.
  private Optional<Wanted> missing(MessageId id) {
    MessageSummary message = store.messages().get(id).orElse(null);
    if (message == null || store.contents().extent(id).map(Extent::complete).orElse(true)) {
      return Optional.empty();
    }
    Account account = store.accounts().get(message.account()).orElse(null);
    Mailbox mailbox = store.mailboxes().get(message.mailbox()).orElse(null);
    return account == null || mailbox == null
        ? Optional.empty()
        : Optional.of(new Wanted(account, mailbox, message));
  }

  private void body(ImapClient client, Wanted wanted) throws MailException {
    examine(client, wanted);
    if (wanted.message.bodyState() != BodyState.QUARANTINED || takenIn(client, wanted)) {
      complete(client, wanted);
    }
  }

  /// Of what could not be taken in, nothing is known: not its flags, nor when it came.
  ///
  /// @return whether the rest is still to come
  private boolean takenIn(ImapClient client, Wanted wanted) throws MailException {
    SyncContext context = context(wanted);
    Lock lock = context.locks().apply(wanted.mailbox.id());
    lock.lock();
    try {
      if (!new QuarantineRetry(context, client).again(wanted.mailbox, wanted.message.uid())) {
        throw notSent();
      }
    } finally {
      lock.unlock();
    }
    return store.contents().extent(wanted.message.id()).filter(e -> !e.complete()).isPresent();
  }

  private static CommandRejected notSent() {
    return new CommandRejected("FETCH", 0, "NOTSENT", "the server does not send the message");
  }

  private void complete(ImapClient client, Wanted wanted) throws MailException {
    if (!new BodyCompleter(context(wanted), client).complete(wanted.known())) {
      throw notSent();
    }
  }

  private SyncContext context(Wanted wanted) {
    return parts.context(wanted.account, SyncContext.Progress.NONE, closed);
  }

  private void examine(ImapClient client, Wanted wanted) throws MailException {
    SelectResult selected =
        client.examine(
            client.listedName(parts.store().mailboxes().nameOnServer(wanted.mailbox)),
            Optional.empty());
    if (selected.uidValidity() != 0 && selected.uidValidity() != wanted.mailbox.uidValidity()) {
      // The next synchronization finds the message again under its new UID.
      syncSoon.accept(wanted.account.id());
      throw new CommandRejected("FETCH", 0, "", "the mailbox was renumbered");
    }
  }
}
