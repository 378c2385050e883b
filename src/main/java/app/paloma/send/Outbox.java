package app.paloma.send;

import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Draft;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.model.SubmissionOffer;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.SmtpPath;
import app.paloma.protocol.smtp.SmtpReply;
import app.paloma.protocol.smtp.SmtpTimeouts;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.security.CredentialStore;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import app.paloma.store.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The way out: queues durably, delivers, files the copy. All methods may be called from any
/// thread; those that say so block.
public final class Outbox implements AutoCloseable {
  private final ConnectionFactory connections;
  private final Store store;
  private final Clock clock;
  private final DraftSubmission drafts;
  private final MessageReader reader;
  private final Passwords passwords;
  private final DirectRoutes direct;
  private final UncertainReview review;
  private final RandomGenerator random;
  private final SentFiling filing;
  private final Map<AccountId, AccountQueue> queues = new ConcurrentHashMap<>();
  private final BackgroundDelivery background;
  private volatile boolean online = true;

  public Outbox(
      ConnectionFactory connections,
      Store store,
      CredentialStore credentials,
      MessageReader reader,
      MessageComposer composer,
      DirectRoutes direct,
      Clock clock,
      RandomGenerator random) {
    this.connections = connections;
    this.store = store;
    this.clock = clock;
    this.reader = reader;
    this.random = random;
    this.direct = direct;
    this.passwords = new Passwords(credentials);
    this.drafts = new DraftSubmission(store, composer, clock);
    this.filing = new SentFiling(store, reader);
    this.review = new UncertainReview(store, filing);
    this.background = new BackgroundDelivery(this, store, clock);
  }

  /// Composes and queues a draft of the window; the draft is kept until it is sent. Its Bcc is in
  /// the envelope alone.
  ///
  /// @throws IllegalArgumentException no recipient, no sender, an address that cannot be used
  public OutboxId enqueue(Draft draft, Instant notBefore) {
    return enqueue(draft, notBefore, Instant.EPOCH);
  }

  /// @param heldUntil until when the server is to keep it (RFC 4865), or this computer where the
  ///   server does not; EPOCH for at once
  public OutboxId enqueue(Draft draft, Instant notBefore, Instant heldUntil) {
    OutboxId id = drafts.enqueue(draft, notBefore, heldUntil);
    background.wake();
    return id;
  }

  /// Queues a finished RFC 5322 message as `send` does: its envelope from Resent-*/To/Cc/Bcc unless
  /// given, Bcc taken out, Date and Message-ID added where missing, line ends made CRLF.
  ///
  /// @param from an empty string is the null reverse-path, of what programs say: no copy is filed
  /// @throws IllegalArgumentException no recipient, no sender, an address that cannot be used
  public OutboxId enqueue(
      AccountId account,
      InputStream message,
      Optional<String> from,
      List<String> to,
      Instant notBefore)
      throws IOException {
    List<Account> it = List.of(account(account));
    return enqueue(it, message, from, to, notBefore, DeliveryWishes.NONE);
  }

  /// @param accounts by which it may go: it goes by the one whose address it comes from, else by
  ///   the first
  public OutboxId enqueue(
      List<Account> accounts,
      InputStream message,
      Optional<String> from,
      List<String> to,
      Instant notBefore,
      DeliveryWishes wishes)
      throws IOException {
    SubmittedMessage submitted = submitted(accounts, message, from, to);
    OutboxId id =
        store
            .outbox()
            .enqueue(
                Submission.finished(
                    submitted.account(),
                    submitted.messageId(),
                    submitted.reversePath(),
                    submitted.recipients(),
                    submitted.subject(),
                    notBefore,
                    wishes),
                submitted.octets());
    background.wake();
    return id;
  }

  /// Queues a receipt (RFC 8098) about a message and marks that it was given, both or neither.
  ///
  /// @return false where it was given or refused already
  public boolean enqueueReceipt(MessageId about, AccountId account, List<String> to, byte[] receipt)
      throws IOException {
    SubmittedMessage submitted =
        submitted(
            List.of(account(account)), new ByteArrayInputStream(receipt), Optional.of(""), to);
    boolean queued =
        store
            .outbox()
            .enqueueReceipt(
                about,
                account,
                submitted.messageId(),
                submitted.recipients(),
                submitted.subject(),
                submitted.octets().readAllBytes())
            .isPresent();
    background.wake();
    return queued;
  }

  /// Sends the same message to the address that a server named in place of a recipient's.
  ///
  /// @return false where that was done already
  /// @throws IllegalArgumentException nothing can be sent to what the server named
  public boolean sendInstead(OutboxId id, OutboxStore.Recipient moved) {
    checkAddress(moved.tryInstead());
    boolean queued = store.outbox().enqueueInstead(id, moved.address()).isPresent();
    background.wake();
    return queued;
  }

  private SubmittedMessage submitted(
      List<Account> accounts, InputStream message, Optional<String> from, List<String> to)
      throws IOException {
    return SubmittedMessage.read(message, accounts, from, to, reader, clock.instant());
  }

  private Account account(AccountId id) {
    return store
        .accounts()
        .get(id)
        .orElseThrow(() -> new IllegalArgumentException("no account " + id));
  }

  /// Delivers all that waits and was not put off by the user, now; what waits for a retry too.
  /// Blocks. One result a message that was tried.
  public List<Entry> flush(Consumer<Entry> progress) {
    ArrayList<Entry> results = new ArrayList<>();
    for (Account account : store.accounts().list()) {
      results.addAll(queue(account).flush(progress));
    }
    return results;
  }

  /// Delivers this one, now, and what is due before it in its account: order is kept. Blocks.
  public Entry deliver(OutboxId id) {
    Entry entry = entry(id);
    store.accounts().get(entry.account()).ifPresent(account -> queue(account).deliver(id));
    return entry(id);
  }

  /// Due now, and what kept its account's mail from leaving is forgotten.
  public void retry(OutboxId id) {
    Entry entry = entry(id);
    switch (entry.state()) {
      case QUEUED -> store.outbox().retryAt(id, clock.instant(), KeptFailure.saying(""));
      case REJECTED, PARTIAL -> {
        reopen(entry);
        store.outbox().triedSince(id, clock.instant());
        store.accounts().get(entry.account()).ifPresent(known -> queue(known).beginAnew());
        store.outbox().retryAt(id, clock.instant(), KeptFailure.saying(""));
      }
      case UNCERTAIN, CONNECTING, ENVELOPE, DATA, DOT_SENT, ACCEPTED, SAVED, CANCELLED -> {}
    }
    resume(entry.account());
  }

  /// The refused recipients are asked for again; those who have the message are not, nor those to
  /// whom it went at another address.
  private void reopen(Entry entry) {
    store
        .outbox()
        .recipients(
            entry.id(),
            entry.recipients().stream()
                .map(r ->
                    r.status() == OutboxStore.RecipientStatus.ACCEPTED || !r.sentInstead().isEmpty()
                        ? r
                        : Recipients.pending(r.address()))
                .toList());
  }

  /// Takes it back where nothing went out yet. Where some have it, the others are given up and the
  /// message is filed as sent to those.
  ///
  /// @return false when it is too late
  public boolean cancel(OutboxId id) {
    Entry entry = entry(id);
    boolean someHaveIt =
        entry.recipients().stream()
            .anyMatch(r -> r.status() == OutboxStore.RecipientStatus.ACCEPTED);
    if (entry.state() == State.QUEUED && someHaveIt) {
      return store
          .accounts()
          .get(entry.account())
          .map(account -> queue(account).giveUpRest(id))
          .orElse(false);
    }
    return store.outbox().cancel(id);
  }

  /// The user knows what became of an uncertain message: it went out (and is filed now), or it did
  /// not (and is tried again).
  public void resolve(OutboxId id, boolean sent) {
    Entry entry = entry(id);
    if (entry.state() != State.UNCERTAIN) {
      return;
    }
    if (sent) {
      review.settleAsSent(entry);
    } else {
      store.outbox().resolve(id, false);
      // The lost connection that left the doubt keeps the account's mail back for a while.
      resume(entry.account());
    }
  }

  /// Looks whether messages of unknown outcome turned up in Sent (some servers file them) or in the
  /// user's own inbox. To be called after a synchronization; [#start] does so by itself.
  ///
  /// @return how many were settled
  public int reviewUncertain(AccountId account) {
    return store
        .accounts()
        .get(account)
        .map(known -> queue(known).exclusively(() -> review.review(known)))
        .orElse(0);
  }

  /// Background delivery for the window: at once, later, after back-off.
  public void start() {
    background.start();
  }

  /// Off line nothing leaves by itself: what is on its way ends with the message it is at.
  public void setOnline(boolean now) {
    online = now;
    if (now) {
      wake();
    }
  }

  public boolean isOnline() {
    return online;
  }

  /// Looks again what is due: the network is back, the user asks.
  public void wake() {
    queues.values().forEach(AccountQueue::forgiveConnections);
    background.wake();
  }

  /// The user answered what this account's mail waited for: a password, a certificate.
  public void resume(AccountId account) {
    store.accounts().get(account).ifPresent(known -> queue(known).forgive());
    background.wake();
  }

  /// The last failure that keeps an account's mail from leaving, as an exception to explain.
  public Optional<MailException> lastFailure(AccountId account) {
    return Optional.ofNullable(queues.get(account)).flatMap(AccountQueue::failure);
  }

  /// The largest message the account's server said it takes, when it was last asked: the composer
  /// warns before somebody waits for an upload in vain.
  public OptionalLong sizeLimit(AccountId account) {
    return store
        .preferences()
        .get(AccountQueue.sizeLimitKey(account))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /// What the account's server offered when it was last asked.
  public Set<SubmissionOffer> offers(AccountId account) {
    return Arrays.stream(SubmissionOffer.values())
        .filter(offer ->
            store
                .preferences()
                .get(AccountQueue.offerKey(offer, account))
                .map(Boolean::parseBoolean)
                .orElse(false))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether the account hands its mail over to each recipient's server by itself, without its
  /// outgoing server.
  public boolean isDirect(AccountId account) {
    return AccountQueue.isDirect(store, account);
  }

  public void deliverDirectly(AccountId account, boolean direct) {
    store.preferences().put(AccountQueue.directKey(account), Boolean.toString(direct));
    resume(account);
  }

  /// Checks the outgoing server and its credentials for an account that is not stored yet. Blocks.
  public void check(Account account, Secret<String> password) throws MailException {
    connect(account.outgoing(), account.caPem(), account.email(), Optional.of(password)).quit();
  }

  private SmtpClient connect(
      ServerSettings server, Optional<String> caPem, String who, Optional<Secret<String>> password)
      throws MailException {
    return SmtpClient.connect(connections, server, caPem, who, password, SmtpTimeouts.INTERACTIVE);
  }

  /// What a server answers about an address.
  ///
  /// @param addresses those its text names
  public record Answer(int code, String enhanced, String text, List<String> addresses) {}

  /// VRFY. Blocks.
  ///
  /// @param password empty where the server wants none
  public Answer verify(
      ServerSettings server,
      Optional<String> caPem,
      Optional<Secret<String>> password,
      String address)
      throws MailException {
    return ask(server, caPem, password, client -> client.verify(address));
  }

  /// EXPN. Blocks.
  public Answer expand(
      ServerSettings server, Optional<String> caPem, Optional<Secret<String>> password, String list)
      throws MailException {
    return ask(server, caPem, password, client -> client.expand(list));
  }

  private interface Question {
    SmtpReply ask(SmtpClient client) throws MailException;
  }

  private Answer ask(
      ServerSettings server,
      Optional<String> caPem,
      Optional<Secret<String>> password,
      Question question)
      throws MailException {
    String who = server.user().isEmpty() ? server.host() : server.user();
    try (SmtpClient client = connect(server, caPem, who, password)) {
      SmtpReply reply = question.ask(client);
      client.quit();
      return new Answer(reply.code(), reply.enhanced(), reply.text(), reply.addresses());
    }
  }

  /// @throws IllegalArgumentException with a sentence, when mail cannot be sent to it
  public static void checkAddress(String address) {
    SmtpPath.normalise(address);
  }

  AccountQueue queue(Account account) {
    return queues.computeIfAbsent(
        account.id(),
        id ->
            new AccountQueue(
                id,
                connections,
                store,
                passwords,
                direct,
                filing,
                review,
                clock,
                random,
                this::isOnline));
  }

  private Entry entry(OutboxId id) {
    return store
        .outbox()
        .get(id)
        .orElseThrow(() -> new IllegalArgumentException("no message " + id + " in the outbox"));
  }

  @Override
  public void close() {
    background.close();
    queues.values().forEach(AccountQueue::close);
  }
}
