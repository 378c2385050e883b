package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.Store;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.testing.LoopbackConnections;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class Pop3SyncTest {
  @TempDir Path profile;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Account account(int port, LeaveOnServer leave) {
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

  private MailboxReport sync(Account account, boolean headersOnly) throws MailException {
    return sync(account, headersOnly, Clock.systemUTC());
  }

  private MailboxReport sync(Account account, boolean headersOnly, Clock clock)
      throws MailException {
    return new Pop3Sync(LoopbackConnections.open(), store, new MessageReader(), clock)
        .sync(account, Secret.of("secret"), headersOnly, () -> false, (m, done, total) -> {});
  }

  private List<MessageSummary> inbox(Account account) {
    var box = store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow();
    return store
        .messages()
        .summaries(store.messages().ids(ListQuery.newestFirst(List.of(box.id())), 0, 1000));
  }

  private List<String> texts(Account account) {
    ArrayList<String> texts = new ArrayList<>();
    for (MessageSummary message : inbox(account)) {
      texts.add(
          new String(store.contents().bytes(message.id(), 100 << 20), StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  private static String message(int n) {
    return "From: a@b.example\r\nSubject: number %d\r\nMessage-ID: <%d@b.example>\r\n\r\n.dot\r\n..two\r\nbody %d\r\n"
        .formatted(n, n, n);
  }

  private static FaultyPop3Server server(Edge edge, int messages) throws Exception {
    FaultyPop3Server server = new FaultyPop3Server(edge);
    for (int n = 1; n <= messages; n++) {
      server.maildrop.put("uid-" + n, message(n));
    }
    return server;
  }

  @Test
  void bringsEachMessageOnce() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 5)) {
      Account account = account(server.port(), new LeaveOnServer.Keep());
      MailboxReport first = sync(account, false);
      assertThat(first.added()).isEqualTo(5);
      assertThat(first.complete()).isTrue();
      assertThat(texts(account)).containsExactlyInAnyOrderElementsOf(server.maildrop.values());
      server.maildrop.put("uid-6", message(6));
      assertThat(sync(account, false).added()).isOne();
      assertThat(server.count("RETR")).isEqualTo(6);
      assertThat(server.count("DELE")).isZero();
    }
  }

  /// Whatever breaks: in the end each message is here once, and nothing was deleted there that is
  /// not here.
  @ParameterizedTest
  @EnumSource(Edge.class)
  void convergesAfterEachFault(Edge edge) throws Exception {
    try (FaultyPop3Server server = server(edge, 3)) {
      List<String> all = List.copyOf(server.maildrop.values());
      Account account = account(server.port(), new LeaveOnServer.Delete());
      if (edge != Edge.NEVER) {
        assertThatThrownBy(() -> sync(account, false)).isInstanceOf(MailException.class);
      }
      List<String> here = texts(account);
      assertThat(all)
          .allSatisfy(text ->
              assertThat(here.contains(text) || server.maildrop.containsValue(text)).isTrue());
      sync(account, false);
      sync(account, false);
      assertThat(texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void changedUniqueIdsAreRecognisedByContent() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = account(server.port(), new LeaveOnServer.Keep());
      sync(account, false);
      List<String> all = List.copyOf(server.maildrop.values());
      server.maildrop.clear();
      assertThat(sync(account, false).added()).as("an empty moment").isZero();
      for (String text : all) {
        server.maildrop.put("new-" + server.maildrop.size(), text);
      }
      server.maildrop.put("new-really", message(9));
      assertThat(sync(account, false).added()).isOne();
      assertThat(inbox(account)).hasSize(4);
      long fetched = server.count("RETR");
      sync(account, false);
      assertThat(server.count("RETR")).isEqualTo(fetched);
    }
  }

  @Test
  void aServerWithoutUidlIsNoReasonToFetchTwice() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      server.uidl = false;
      server.maildrop.put("same", message(2));
      Account account = account(server.port(), new LeaveOnServer.Keep());
      assertThat(sync(account, false).added()).isEqualTo(4);
      assertThat(sync(account, false).added()).isZero();
      assertThat(inbox(account)).hasSize(4);
      assertThat(server.count("RETR")).isEqualTo(4);
    }
  }

  @Test
  void aNewMessageUnderTheUniqueIdOfADeletedOneIsFetchedBeforeItIsDeleted() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = account(server.port(), new LeaveOnServer.Delete());
      sync(account, false);
      assertThat(server.maildrop).isEmpty();
      server.maildrop.put("uid-2", message(7));
      assertThat(sync(account, false).added()).isOne();
      assertThat(texts(account)).hasSize(4).contains(message(7));
      assertThat(server.maildrop).isEmpty();
      sync(account, false);
      server.maildrop.put("uid-2", message(8));
      sync(account, false);
      assertThat(texts(account)).hasSize(5).contains(message(8));
    }
  }

  @Test
  void aDeletionThatWasNotCarriedOutIsAskedForAgainAndNothingDoubled() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = account(server.port(), new LeaveOnServer.Delete());
      List<String> all = List.copyOf(server.maildrop.values());
      sync(account, false);
      for (int n = 1; n <= 3; n++) {
        server.maildrop.put("uid-" + n, message(n));
      }
      assertThat(sync(account, false).added()).isZero();
      assertThat(texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void messageNumbersAreNoUniqueIds() throws Exception {
    try (FaultyPop3Server server = new FaultyPop3Server(Edge.NEVER)) {
      for (int n = 1; n <= 3; n++) {
        server.maildrop.put(Integer.toString(n), message(n));
      }
      Account account = account(server.port(), new LeaveOnServer.Keep());
      assertThat(sync(account, false).added()).isEqualTo(3);
      server.maildrop.clear();
      server.maildrop.put("1", message(2));
      server.maildrop.put("2", message(3));
      server.maildrop.put("3", message(4));
      assertThat(sync(account, false).added()).isOne();
      assertThat(texts(account)).hasSize(4).contains(message(4));
    }
  }

  @Test
  void theSameUniqueIdTwiceIsTwoMessages() throws Exception {
    try (FaultyPop3Server twins = new FaultyPop3Server(Edge.NEVER)) {
      twins.maildrop.put("same", message(1));
      twins.maildrop.put("same ", message(2));
      Account account = account(twins.port(), new LeaveOnServer.Keep());
      assertThat(sync(account, false).added()).isEqualTo(2);
      assertThat(sync(account, false).added()).isZero();
    }
  }

  @Test
  void wrongSizesAndMissingCommandsChangeNothing() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      server.uidl = false;
      server.top = false;
      server.maildrop.put("cr", message(4) + "one\rtwo\r\rthree\r\n");
      Account account = account(server.port(), new LeaveOnServer.Keep());
      for (int size : new int[] {1, 2_000_000_000}) {
        server.size = size;
        sync(account, false);
        assertThat(texts(account)).containsExactlyInAnyOrderElementsOf(server.maildrop.values());
        assertThat(inbox(account))
            .allSatisfy(message -> assertThat(message.size()).isLessThan(200));
      }
    }
  }

  @Test
  void headersFirstAndTheRestLater() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = account(server.port(), new LeaveOnServer.Delete());
      MailboxReport headers = sync(account, true);
      assertThat(headers.added()).isEqualTo(3);
      assertThat(headers.complete()).isFalse();
      assertThat(server.count("RETR")).isZero();
      assertThat(server.maildrop).hasSize(3);
      List<String> all = List.copyOf(server.maildrop.values());
      assertThat(sync(account, false).changed()).isEqualTo(3);
      assertThat(texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void theRestOfOneMessageOnDemand() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = account(server.port(), new LeaveOnServer.Delete());
      sync(account, true);
      MessageSummary wanted =
          inbox(account).stream()
              .filter(m -> m.subject().equals("number 2"))
              .findFirst()
              .orElseThrow();
      new Pop3Sync(LoopbackConnections.open(), store, new MessageReader(), Clock.systemUTC())
          .complete(account, Secret.of("secret"), wanted.id());
      assertThat(store.contents().bytes(wanted.id(), 100 << 20))
          .isEqualTo(message(2).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(server.count("RETR")).isOne();
      assertThat(server.maildrop).hasSize(3);
      assertThat(sync(account, false).changed()).isEqualTo(2);
      assertThat(server.count("RETR")).isEqualTo(3);
      assertThat(inbox(account)).hasSize(3);
    }
  }

  @Test
  void aLargeMessageThatBrokeOffContinues() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 1)) {
      String large = message(2) + "x".repeat(98).concat("\r\n").repeat(150_000);
      server.maildrop.put("large", large);
      server.at(Edge.IN_SECOND_MESSAGE, () -> {});
      Account account = account(server.port(), new LeaveOnServer.Delete());
      assertThatThrownBy(() -> sync(account, false)).isInstanceOf(MailException.class);
      MessageId id =
          inbox(account).stream()
              .filter(m -> m.bodyState() != MessageSummary.BodyState.COMPLETE)
              .findFirst()
              .orElseThrow()
              .id();
      assertThat(store.contents().extent(id).orElseThrow().stored()).isGreaterThan(4 << 20);
      assertThat(server.maildrop).hasSize(2);
      sync(account, false);
      assertThat(store.contents().bytes(id, 100 << 20))
          .isEqualTo(large.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(server.maildrop).isEmpty();
      assertThat(inbox(account)).hasSize(2);
    }
  }

  @Test
  void deletesAfterTheDaysAreOver() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 2)) {
      Account account = account(server.port(), new LeaveOnServer.Days(3));
      sync(account, false);
      assertThat(server.maildrop).hasSize(2);
      sync(account, false, Clock.offset(Clock.systemUTC(), Duration.ofDays(4)));
      assertThat(server.maildrop).isEmpty();
      assertThat(inbox(account)).hasSize(2);
    }
  }

  @Test
  void whatWasDeletedHereIsNotFetchedAgain() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 2)) {
      Account account = account(server.port(), new LeaveOnServer.Keep());
      sync(account, false);
      store.actions().deletePermanently(List.of(inbox(account).getFirst().id()));
      assertThat(sync(account, false).added()).isZero();
      assertThat(server.maildrop).hasSize(2);
      Account changed = account.withLeaveOnServer(new LeaveOnServer.UntilDeleted());
      assertThat(sync(changed, false).pushed()).isOne();
      assertThat(server.maildrop).hasSize(1);
      assertThat(inbox(account)).hasSize(1);
    }
  }
}
