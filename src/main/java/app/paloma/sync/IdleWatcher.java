package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.IdleResult;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.sync.ImapMailboxSync.Depth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The connection that listens: it keeps INBOX up to date and waits in IDLE (RFC 2177) for what
/// comes.
final class IdleWatcher implements ImapListener {
  /// Routers forget quiet connections long before the 29 minutes of RFC 2177.
  private static final Duration RENEW = Duration.ofMinutes(9);

  /// Messages often come in bursts; they are fetched together.
  private static final Duration BURST = Duration.ofMillis(120);

  /// A server whose numbers never agree does not keep this from listening.
  private static final int ROUNDS = 3;

  private final SyncContext context;
  private final Account account;
  private final ImapConnector connector;
  private final Suspects suspects;
  private final StatusLine status;
  private final Consumer<String> newsElsewhere;
  private final AtomicBoolean heard = new AtomicBoolean();
  private final AtomicBoolean heardFlags = new AtomicBoolean();
  private final AtomicLong exists = new AtomicLong(-1);
  private volatile ImapClient client;
  private volatile boolean listening;

  /// @param newsElsewhere called with the name of another mailbox that has news (RFC 5465)
  IdleWatcher(
      SyncContext context,
      ImapConnector connector,
      Suspects suspects,
      StatusLine status,
      Consumer<String> newsElsewhere) {
    this.context = context;
    this.account = context.account();
    this.connector = connector;
    this.suspects = suspects;
    this.status = status;
    this.newsElsewhere = newsElsewhere;
  }

  /// Whether changes of INBOX are heard at once.
  boolean listening() {
    return listening;
  }

  /// Listens until the connection fails or it is stopped.
  ///
  /// @return false when the server cannot tell news: others must ask it from time to time
  boolean listen() throws MailException, InterruptedException {
    ImapClient open = connector.open(account, this);
    client = open;
    try {
      boolean flags = true;
      boolean asked = false;
      int rounds = 0;
      while (true) {
        context.checkCancelled();
        heard.set(false);
        Depth depth = flags ? Depth.USUAL : Depth.QUICK;
        flags = false;
        sync(open, depth);
        if (!open.canIdle()) {
          open.logout();
          return false;
        }
        if (!asked && open.canNotify()) {
          asked = true;
          open.notifyOfOthers();
        }
        if (!newsSince() || ++rounds > ROUNDS) {
          rounds = 0;
          listening = true;
          context.checkCancelled();
          IdleResult result = open.idle(RENEW);
          if (result == IdleResult.ENDED_BY_SERVER) {
            Gate.pause(Duration.ofSeconds(1));
          } else if (result == IdleResult.ACTIVITY) {
            Gate.pause(BURST);
          }
        }
        flags = heardFlags.getAndSet(false);
      }
    } finally {
      listening = false;
      client = null;
      open.close();
    }
  }

  /// Whether something came while INBOX was synchronized.
  private boolean newsSince() {
    long there = exists.get();
    long here =
        context
            .store()
            .mailboxes()
            .byRole(account.id(), MailboxRole.INBOX)
            .map(Mailbox::serverMessages)
            .orElse(there);
    return heard.get() || (there >= 0 && there != here);
  }

  private void sync(ImapClient open, Depth depth) throws MailException {
    Optional<Mailbox> inbox = context.store().mailboxes().byRole(account.id(), MailboxRole.INBOX);
    if (inbox.isEmpty()) {
      return;
    }
    status.begin();
    try {
      new ImapMailboxSync(context, open, suspects, depth)
          .sync(inbox.get(), MailboxName.INBOX, Optional.empty());
      status.recovered();
      status.stored(StatusLine.Part.WATCH);
    } finally {
      status.end();
    }
  }

  /// Looks again now, and notices if the connection is dead.
  void wake() {
    ImapClient open = client;
    if (open != null) {
      open.stopIdle();
    }
  }

  /// Ends [#listen] at once.
  void stop() {
    ImapClient open = client;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void alert(String text) {
    connector.alert(account.id(), text);
  }

  @Override
  public void exists(long messages) {
    // SELECT tells it too; whether it is news the numbers show.
    exists.set(messages);
  }

  @Override
  public void expunged(long sequence) {
    exists.decrementAndGet();
    heard.set(true);
  }

  @Override
  public void vanished(UidSet uids, boolean earlier) {
    if (!earlier) {
      exists.addAndGet(-uids.size());
      heard.set(true);
    }
  }

  @Override
  public void fetched(FetchData data) {
    heard.set(true);
    heardFlags.set(true);
  }

  @Override
  public void status(MailboxName mailbox, MailboxStatus told) {
    if (!mailbox.isInbox()) {
      newsElsewhere.accept(mailbox.name());
    }
  }
}
