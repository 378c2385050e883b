package app.paloma.send;

import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.MailRoute;
import app.paloma.model.MailboxRole;
import app.paloma.model.OutboxId;
import app.paloma.model.Secret;
import app.paloma.model.SentCopy;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.CredentialStore;
import app.paloma.security.OpportunisticTls;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.Store;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A profile with one POP3 account and its outbox, with a clock that can be put forward.
final class OutboxFixture implements AutoCloseable {
  final TestClock clock = new TestClock();
  final Store store;
  final Outbox outbox;

  /// Where mail goes that is delivered directly.
  DirectRoutes.Lookup routes = domain -> new MailRoute.NoDomain();

  final Account account;

  OutboxFixture(Path profile, String outgoing) {
    this(profile, outgoing, "secret");
  }

  OutboxFixture(Path profile, String outgoing, String password) {
    this(profile, outgoing, password, LoopbackConnections.open(), 25);
  }

  /// Hands its mail over by itself.
  static OutboxFixture direct(Path profile, int port) {
    OutboxFixture fixture =
        new OutboxFixture(
            profile,
            "smtp://localhost:1?tls=none&auth=none",
            "secret",
            LoopbackConnections.plain(),
            port);
    fixture.outbox.deliverDirectly(fixture.account.id(), true);
    return fixture;
  }

  /// Without TLS.
  static OutboxFixture plain(Path profile, String outgoing) {
    return new OutboxFixture(profile, outgoing, "secret", LoopbackConnections.plain(), 25);
  }

  private OutboxFixture(
      Path profile,
      String outgoing,
      String password,
      ConnectionFactory connections,
      int directPort) {
    store = Store.open(profile, Store.Mode.READ_WRITE, clock);
    Passwords passwords = new Passwords();
    account =
        store
            .accounts()
            .find("alice@example.test")
            .orElseGet(() ->
                store
                    .accounts()
                    .add(
                        Account.unsaved(
                            "alice@example.test",
                            "Alice",
                            ServerSettings.parse("pop3://alice@localhost:1?tls=none"),
                            ServerSettings.parse(outgoing))));
    passwords.store(
        CredentialStore.service(account.outgoing()),
        account.outgoing().user(),
        Secret.of(password));
    outbox =
        new Outbox(
            connections,
            store,
            passwords,
            new MessageReader(),
            new MessageComposer(attachment -> store.drafts().open(attachment)),
            new DirectRoutes(
                domain -> routes.of(domain),
                new ConnectionFactory(
                    (host, port, pem) -> OpportunisticTls.context(),
                    TranscriptSink.NONE,
                    Clock.systemUTC()),
                directPort),
            clock,
            new Random(1));
  }

  OutboxId enqueue(String message, String... to) throws IOException {
    return enqueue(message.getBytes(StandardCharsets.UTF_8), to);
  }

  OutboxId enqueue(byte[] message, String... to) throws IOException {
    return outbox.enqueue(
        account.id(),
        new ByteArrayInputStream(message),
        Optional.empty(),
        List.of(to),
        clock.instant());
  }

  Entry entry(OutboxId id) {
    return store.outbox().get(id).orElseThrow();
  }

  SendResult result(OutboxId id) {
    return SendResult.of(entry(id));
  }

  int inSent() {
    return store
        .mailboxes()
        .byRole(account.id(), MailboxRole.SENT)
        .map(box -> store.messages().count(ListQuery.newestFirst(List.of(box.id()))))
        .orElse(0);
  }

  /// From now on.
  void serverIs(int port) {
    update(
        ServerSettings.parse("smtp://localhost:" + port + "?tls=none&auth=none"), SentCopy.DETECT);
  }

  void filedBy(SentCopy who) {
    update(account.outgoing(), who);
  }

  private void update(ServerSettings outgoing, SentCopy who) {
    store
        .accounts()
        .update(
            new Account(
                account.id(),
                account.email(),
                account.name(),
                account.incoming(),
                outgoing,
                account.leaveOnServer(),
                account.caPem(),
                who,
                account.signature()));
  }

  @Override
  public void close() {
    outbox.close();
    store.close();
  }

  /// In memory.
  private static final class Passwords implements CredentialStore {
    private final Map<String, Secret<String>> all = new HashMap<>();

    @Override
    public Optional<Secret<String>> find(String service, String user) {
      return Optional.ofNullable(all.get(service + " " + user));
    }

    @Override
    public void store(String service, String user, Secret<String> secret) {
      all.put(service + " " + user, secret);
    }

    @Override
    public void delete(String service, String user) {
      all.remove(service + " " + user);
    }

    @Override
    public String description() {
      return "memory";
    }
  }
}
