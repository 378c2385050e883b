package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.Flags;
import app.paloma.model.MailProtocol;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.CredentialStore;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Options;
import app.paloma.sync.SyncEngine.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// A profile with one account and the engine over it, for tests.
final class SyncBench implements AutoCloseable {
  /// Servers of tests are as busy, and lines as bad, as they are told to be.
  static final Pace IMPATIENT = Pace.USUAL.with(Duration.ofMillis(10), Pace.USUAL.silence());

  final Store store;
  final SyncEngine engine;
  final Account account;
  final List<MailboxReport> progress = new ArrayList<>();

  SyncBench(Path profile, int port) {
    this(profile, port, "alice", "secret");
  }

  SyncBench(Path profile, int port, Pace pace) {
    this(profile, "localhost", port, "alice", "secret", pace);
  }

  SyncBench(Path profile, int port, String user, String password) {
    this(profile, "localhost", port, user, password);
  }

  SyncBench(Path profile, String host, int port, String user, String password) {
    this(profile, host, port, user, password, IMPATIENT);
  }

  SyncBench(Path profile, String host, int port, String user, String password, Pace pace) {
    this(
        profile,
        new ServerSettings(MailProtocol.IMAP, host, port, ConnectionSecurity.NONE, user, ""),
        password,
        pace);
  }

  SyncBench(Path profile, ServerSettings incoming, String password, Pace pace) {
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
    String user = incoming.user();
    ServerSettings outgoing =
        new ServerSettings(MailProtocol.SMTP, "localhost", 25, ConnectionSecurity.NONE, user, "");
    String email = user + "@example.test";
    account =
        store
            .accounts()
            .find(email)
            .orElseGet(() -> store.accounts().add(Account.unsaved(email, "", incoming, outgoing)));
    Passwords passwords = new Passwords();
    passwords.store(CredentialStore.service(incoming), user, Secret.of(password));
    TranscriptSink transcript =
        Boolean.getBoolean("paloma.test.transcript")
            ? (time, protocol, who, direction, text) -> System.out.println(direction + ": " + text)
            : TranscriptSink.NONE;
    ConnectionFactory connections =
        new ConnectionFactory((name, p, pem) -> defaultContext(), transcript, Clock.systemUTC());
    engine =
        new SyncEngine(
            connections,
            passwords,
            store,
            new MessageReader(),
            Clock.systemUTC(),
            new Random(1),
            Thread.ofPlatform().daemon().factory(),
            pace);
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Passwords implements CredentialStore {
    private final Map<String, Secret<String>> known = new ConcurrentHashMap<>();

    @Override
    public Optional<Secret<String>> find(String service, String user) {
      return Optional.ofNullable(known.get(service + user));
    }

    @Override
    public void store(String service, String user, Secret<String> secret) {
      known.put(service + user, secret);
    }

    @Override
    public void delete(String service, String user) {
      known.remove(service + user);
    }

    @Override
    public String description() {
      return "memory";
    }
  }

  Report sync() {
    return engine.syncNow(account.id(), Options.ALL, progress::add);
  }

  /// Throws what made it fail.
  Report syncWell() {
    Report report = sync();
    report
        .failure()
        .ifPresent(e -> {
          throw new AssertionError(e);
        });
    report
        .mailboxes()
        .forEach(m ->
            m.failure()
                .ifPresent(e -> {
                  throw new AssertionError(m.mailbox(), e);
                }));
    return report;
  }

  static MailboxReport of(Report report, String mailbox) {
    return report.mailboxes().stream()
        .filter(m -> m.mailbox().equals(mailbox))
        .findFirst()
        .orElseThrow();
  }

  Mailbox mailbox(String name) {
    return store.mailboxes().find(account.id(), name).orElseThrow();
  }

  List<MessageSummary> messages(String mailbox) {
    ListQuery query = ListQuery.newestFirst(List.of(mailbox(mailbox).id()));
    return store.messages().summaries(store.messages().ids(query, 0, 1_000_000));
  }

  List<MessageId> newest(String mailbox, int count) {
    return messages(mailbox).stream().limit(count).map(MessageSummary::id).toList();
  }

  MessageId id(String mailbox, long uid) {
    return messages(mailbox).stream().filter(m -> m.uid() == uid).findFirst().orElseThrow().id();
  }

  byte[] octets(MessageId id) {
    try (InputStream in = store.contents().open(id)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// As if it was written here, to be uploaded.
  void append(String mailbox, int n) {
    append(mailbox, message(n));
  }

  void append(String mailbox, byte[] raw) {
    store
        .messages()
        .append(
            mailbox(mailbox).id(),
            Flags.of(Flags.SEEN),
            Instant.parse("2026-01-01T10:00:00Z"),
            new MessageReader().index(raw, true),
            raw);
  }

  static byte[] message(int n) {
    return message(n, 200 + n % 7 * 400);
  }

  static byte[] message(int n, int length) {
    StringBuilder text = new StringBuilder();
    text.append("From: Ana <ana@example.test>\r\n")
        .append("To: alice@example.test\r\n")
        .append("Subject: Message number ")
        .append(n)
        .append("\r\n")
        .append("Message-ID: <m")
        .append(n)
        .append("@example.test>\r\n")
        .append("Date: Thu, 1 Jan 2026 10:00:00 +0000\r\n")
        .append("\r\n");
    int line = 0;
    while (text.length() < length) {
      text.append("Line ").append(line++).append(" of message ").append(n).append(".\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
