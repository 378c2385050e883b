package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.testing.LoopbackConnections;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A profile with one POP3 account, whose maildrop is on a server of the test's.
final class Pop3Fixture implements AutoCloseable {
  static final Secret<String> PASSWORD = Secret.of("secret");

  final Store store;

  Pop3Fixture(Path profile) {
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
  }

  /// The same account each time.
  Account account(int port, LeaveOnServer leave) {
    return store
        .accounts()
        .find("alice@example.test")
        .orElseGet(() ->
            store
                .accounts()
                .add(
                    Account.unsaved(
                            "alice@example.test",
                            "Alice",
                            ServerSettings.parse("pop3://alice@localhost:" + port + "?tls=none"),
                            ServerSettings.parse("smtp://localhost:1?tls=none&auth=none"))
                        .withLeaveOnServer(leave)));
  }

  Pop3Sync engine(Clock clock) {
    return new Pop3Sync(LoopbackConnections.plain(), store, new MessageReader(), clock);
  }

  MailboxReport sync(Account account) throws MailException {
    return sync(account, false, Clock.systemUTC());
  }

  MailboxReport sync(Account account, boolean headersOnly, Clock clock) throws MailException {
    return engine(clock)
        .sync(
            account,
            PASSWORD,
            headersOnly,
            () -> false,
            (m, done, total) -> {},
            new Pop3Sync.Tally());
  }

  List<MessageSummary> inbox(Account account) {
    var box = store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow();
    return store
        .messages()
        .summaries(store.messages().ids(ListQuery.newestFirst(List.of(box.id())), 0, 1000));
  }

  /// The octets of a message, a character each.
  String octets(MessageSummary message) {
    return new String(store.contents().bytes(message.id(), 100 << 20), StandardCharsets.ISO_8859_1);
  }

  List<String> texts(Account account) {
    return inbox(account).stream().map(this::octets).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
