package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.OutboxId;
import app.paloma.model.OwnReply;
import app.paloma.model.SubmissionOffer;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.SmtpTimeouts;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One account's mail on its way out: one connection at a time, oldest first. A failure of the
/// server is the account's, a refusal the message's.
final class AccountQueue {
  private static final Duration STEP = Duration.ofMillis(100);

  /// So many tries in vain it takes, and two days, until a message is not delivered: nine hours of
  /// an open window, so that what waited on a computer that was off or off-line for days does not
  /// fail as soon as it is back.
  private static final int UNANSWERED = 12;

  private final AccountId account;
  private final ConnectionFactory connections;
  private final Store store;
  private final Passwords passwords;
  private final DirectRoutes direct;
  private final SentFiling filing;
  private final UncertainReview review;
  private final Clock clock;
  private final BooleanSupplier online;
  private final RetrySchedule schedule;
  private final Sender sender;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile MailException failure;
  private volatile Instant blockedUntil = Instant.MIN;
  private volatile SmtpClient open;
  private volatile boolean closed;
  private int failures;

  AccountQueue(
      AccountId account,
      ConnectionFactory connections,
      Store store,
      Passwords passwords,
      DirectRoutes direct,
      SentFiling filing,
      UncertainReview review,
      Clock clock,
      RandomGenerator random,
      BooleanSupplier online) {
    this.account = account;
    this.connections = connections;
    this.store = store;
    this.passwords = passwords;
    this.direct = direct;
    this.filing = filing;
    this.review = review;
    this.clock = clock;
    this.online = online;
    this.schedule = new RetrySchedule(random);
    this.sender = new Sender(store, filing, schedule, clock);
  }

  static String sizeLimitKey(AccountId account) {
    return "smtp.size." + account.value();
  }

  static String offerKey(SubmissionOffer offer, AccountId account) {
    return "smtp." + offer.name().toLowerCase(Locale.ROOT) + "." + account.value();
  }

  private static String unansweredKey(AccountId account) {
    return "smtp.unanswered." + account.value();
  }

  Optional<MailException> failure() {
    return Optional.ofNullable(failure);
  }

  /// When background delivery may try again: MAX while it waits for the user.
  Instant blockedUntil() {
    return blockedUntil;
  }

  /// The user asks to try again.
  void forgive() {
    blockedUntil = Instant.MIN;
  }

  /// The user wants what was given up to be tried again: for as long as the first time.
  void beginAnew() {
    keep(unansweredKey(account), "0");
  }

  /// The network may be back. What waits for the user (password, certificate) goes on waiting: a
  /// wrong password that is tried again and again locks the user out.
  void forgiveConnections() {
    if (failure instanceof ConnectFailed) {
      blockedUntil = Instant.MIN;
    }
  }

  <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// Background: what is due.
  ///
  /// @return whether anything was
  boolean deliverDue() {
    return exclusively(() -> {
      recover();
      return !run(e -> {}).isEmpty();
    });
  }

  /// The user asks: what waits for a retry is due too.
  List<Entry> flush(Consumer<Entry> progress) {
    return asked(entry -> true, progress);
  }

  /// The user asks for this one. Others that wait for a retry go on waiting: each try that comes
  /// too soon (greylisting) makes the pause before the next one longer.
  void deliver(OutboxId id) {
    asked(entry -> entry.id().equals(id), e -> {});
  }

  private List<Entry> asked(Predicate<Entry> wanted, Consumer<Entry> progress) {
    return exclusively(() -> {
      forgive();
      recover();
      Instant now = clock.instant();
      store.outbox().retriedLater(account, now).stream()
          .filter(wanted)
          .forEach(entry -> store.outbox().retryAt(entry.id(), now));
      return run(progress);
    });
  }

  boolean giveUpRest(OutboxId id) {
    return exclusively(() -> {
      Optional<Entry> entry = store.outbox().get(id).filter(e -> e.state() == State.QUEUED);
      Optional<Account> known = store.accounts().get(account);
      if (entry.isEmpty() || known.isEmpty()) {
        return false;
      }
      Recipients rest = new Recipients(entry.get().recipients()).givenUp();
      store.outbox().recipients(id, rest.all());
      store.outbox().advance(id, State.ACCEPTED);
      filing.file(known.get(), entry.get(), rest);
      return true;
    });
  }

  /// What a crash left between the server's answer and the copy in Sent.
  private void recover() {
    store.accounts().get(account).ifPresent(review::recover);
  }

  private List<Entry> run(Consumer<Entry> progress) {
    Optional<Account> known = store.accounts().get(account);
    if (known.isEmpty()) {
      return List.of();
    }
    try {
      if (isDirect(store, account)) {
        return new DirectRun(this, known.get(), store, sender, direct, schedule, clock, progress)
            .run();
      }
      return new DeliveryRun(this, known.get(), store, sender, filing, schedule, clock, progress)
          .run();
    } finally {
      open = null;
    }
  }

  static boolean isDirect(Store store, AccountId account) {
    return store.preferences().get(directKey(account)).map(Boolean::parseBoolean).orElse(false);
  }

  static String directKey(AccountId account) {
    return "smtp.direct." + account.value();
  }

  /// The connection that [#close] cuts off.
  void opened(SmtpClient client) {
    open = client;
  }

  /// The program ends, or the user is off line.
  boolean isClosed() {
    return closed || !online.getAsBoolean();
  }

  /// Ends early where there is nothing more to do.
  void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!isClosed() && System.nanoTime() < end) {
        Thread.sleep(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  SmtpClient connect(Account known) throws MailException {
    SmtpClient client =
        SmtpClient.connect(
            connections,
            known.outgoing(),
            known.caPem(),
            known.email(),
            passwords.outgoing(known),
            SmtpTimeouts.RFC_5321);
    open = client;
    failure = null;
    failures = 0;
    blockedUntil = Instant.MIN;
    keep(unansweredKey(account), "0");
    if (client.keywords().maxSize() > 0) {
      keep(sizeLimitKey(account), Long.toString(client.keywords().maxSize()));
    }
    for (SubmissionOffer offer : SubmissionOffer.values()) {
      keep(offerKey(offer, account), Boolean.toString(client.keywords().has(offer.name())));
    }
    return client;
  }

  /// What the server said, for the composer.
  private void keep(String key, String value) {
    if (!store.preferences().get(key).map(value::equals).orElse(false)) {
      store.preferences().put(key, value);
    }
  }

  /// Puts the message back unless its own state says more (uncertain), and keeps the account from
  /// trying at once again.
  ///
  /// @param reached whether the server would have taken others: then this one comes after them
  void blocked(Entry entry, MailException e, boolean reached) {
    failure = e;
    failures++;
    Instant next = isUpToTheUser(e) ? Instant.MAX : schedule.next(failures, clock.instant());
    blockedUntil = next;
    boolean undecided =
        store
            .outbox()
            .get(entry.id())
            .map(now ->
                now.state() == State.CONNECTING
                    || now.state() == State.ENVELOPE
                    || now.state() == State.DATA)
            .orElse(false);
    if (undecided && reached && sender.isOver(entry, Optional.of(e))) {
      giveUp(entry, e);
    } else if (undecided) {
      // Else due at once for the user's next try: until then the account's own back-off holds it.
      Instant now = clock.instant();
      Instant due = reached ? schedule.next(entry.attempts(), now) : now;
      store.outbox().retryAt(entry.id(), due, KeptFailure.of(e));
    }
    if (!reached && isServersFault(e) && unanswered() >= UNANSWERED) {
      giveUpOld(e);
    }
  }

  /// A handshake may end because the server has too much to do.
  private static boolean isUpToTheUser(MailException e) {
    return e instanceof AuthRejected
        || e instanceof TlsFailed tls && tls.reason() != TlsFailed.Reason.HANDSHAKE;
  }

  /// How many tries in a row found no server that could be talked to, while this computer had a
  /// network: what is kept outlives the process.
  private int unanswered() {
    String before = store.preferences().get(unansweredKey(account)).orElse("0");
    int now = Math.min(UNANSWERED, Integer.parseInt(before) + 1);
    keep(unansweredKey(account), Integer.toString(now));
    return now;
  }

  /// What waits for the user, or for this computer to have a network, never fails by itself.
  private boolean isServersFault(MailException e) {
    if (closed || isUpToTheUser(e)) {
      return false;
    }
    return !(e instanceof ConnectFailed connect)
        || switch (connect.reason()) {
          case REFUSED, TIMED_OUT, LOST, SERVER_CLOSED -> true;
          case UNKNOWN_HOST -> LocalNetwork.isUp();
          case UNREACHABLE, CANCELLED -> false;
        };
  }

  /// Whatever of the account is due and has waited for two days.
  private void giveUpOld(MailException e) {
    while (!closed) {
      Optional<Entry> oldest = store.outbox().claim(account, clock.instant());
      if (oldest.isEmpty()) {
        return;
      }
      if (!schedule.isExpired(Sender.since(oldest.get()), clock.instant())) {
        store.outbox().putBack(oldest.get().id());
        return;
      }
      giveUp(oldest.get(), e);
    }
  }

  private void giveUp(Entry entry, MailException e) {
    OwnReply nobody = new OwnReply(OwnReply.Kind.UNANSWERED, String.valueOf(e.getMessage()));
    store
        .accounts()
        .get(account)
        .ifPresent(known ->
            sender.giveUp(
                known,
                entry,
                new Recipients(entry.recipients()).answered(nobody).expired(),
                KeptFailure.of(e)));
  }

  /// Ends after the message that is on its way; one that takes longer is cut off.
  void close() {
    closed = true;
    try {
      if (lock.tryLock(3, TimeUnit.SECONDS)) {
        lock.unlock();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    SmtpClient client = open;
    if (client != null) {
      client.close();
    }
  }
}
