package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.Secret;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
  private Pop3Fixture here;

  @BeforeEach
  void open() {
    here = new Pop3Fixture(profile);
  }

  @AfterEach
  void close() {
    here.close();
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
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      MailboxReport first = here.sync(account);
      assertThat(first.added()).isEqualTo(5);
      assertThat(first.complete()).isTrue();
      assertThat(here.texts(account)).containsExactlyInAnyOrderElementsOf(server.maildrop.values());
      server.maildrop.put("uid-6", message(6));
      assertThat(here.sync(account).added()).isOne();
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
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      if (edge != Edge.NEVER) {
        assertThatThrownBy(() -> here.sync(account)).isInstanceOf(MailException.class);
      }
      List<String> kept = here.texts(account);
      assertThat(all)
          .allSatisfy(text ->
              assertThat(kept.contains(text) || server.maildrop.containsValue(text)).isTrue());
      here.sync(account);
      here.sync(account);
      assertThat(here.texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void changedUniqueIdsAreRecognisedByContent() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      here.sync(account);
      List<String> all = List.copyOf(server.maildrop.values());
      server.maildrop.clear();
      assertThat(here.sync(account).added()).as("an empty moment").isZero();
      for (String text : all) {
        server.maildrop.put("new-" + server.maildrop.size(), text);
      }
      server.maildrop.put("new-really", message(9));
      assertThat(here.sync(account).added()).isOne();
      assertThat(here.inbox(account)).hasSize(4);
      long fetched = server.count("RETR");
      here.sync(account);
      assertThat(server.count("RETR")).isEqualTo(fetched);
    }
  }

  @Test
  void aServerWithoutUidlIsNoReasonToFetchTwice() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      server.uidl = false;
      server.maildrop.put("same", message(2));
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      assertThat(here.sync(account).added()).isEqualTo(4);
      assertThat(here.sync(account).added()).isZero();
      assertThat(here.inbox(account)).hasSize(4);
      assertThat(server.count("RETR")).isEqualTo(4);
    }
  }

  @Test
  void aNewMessageUnderTheUniqueIdOfADeletedOneIsFetchedBeforeItIsDeleted() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      here.sync(account);
      assertThat(server.maildrop).isEmpty();
      server.maildrop.put("uid-2", message(7));
      assertThat(here.sync(account).added()).isOne();
      assertThat(here.texts(account)).hasSize(4).contains(message(7));
      assertThat(server.maildrop).isEmpty();
      here.sync(account);
      server.maildrop.put("uid-2", message(8));
      here.sync(account);
      assertThat(here.texts(account)).hasSize(5).contains(message(8));
    }
  }

  @Test
  void aDeletionThatWasNotCarriedOutIsAskedForAgainAndNothingDoubled() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      List<String> all = List.copyOf(server.maildrop.values());
      here.sync(account);
      for (int n = 1; n <= 3; n++) {
        server.maildrop.put("uid-" + n, message(n));
      }
      assertThat(here.sync(account).added()).isZero();
      assertThat(here.texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void messageNumbersAreNoUniqueIds() throws Exception {
    try (FaultyPop3Server server = new FaultyPop3Server(Edge.NEVER)) {
      for (int n = 1; n <= 3; n++) {
        server.maildrop.put(Integer.toString(n), message(n));
      }
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      assertThat(here.sync(account).added()).isEqualTo(3);
      server.maildrop.clear();
      server.maildrop.put("1", message(2));
      server.maildrop.put("2", message(3));
      server.maildrop.put("3", message(4));
      assertThat(here.sync(account).added()).isOne();
      assertThat(here.texts(account)).hasSize(4).contains(message(4));
    }
  }

  @Test
  void theSameUniqueIdTwiceIsTwoMessages() throws Exception {
    try (FaultyPop3Server twins = new FaultyPop3Server(Edge.NEVER)) {
      twins.maildrop.put("same", message(1));
      twins.maildrop.put("same ", message(2));
      Account account = here.account(twins.port(), new LeaveOnServer.Keep());
      assertThat(here.sync(account).added()).isEqualTo(2);
      assertThat(here.sync(account).added()).isZero();
    }
  }

  @Test
  void wrongSizesAndMissingCommandsChangeNothing() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      server.uidl = false;
      server.top = false;
      server.maildrop.put("cr", message(4) + "one\rtwo\r\rthree\r\n");
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      for (int size : new int[] {1, 2_000_000_000}) {
        server.size = size;
        here.sync(account);
        assertThat(here.texts(account))
            .containsExactlyInAnyOrderElementsOf(server.maildrop.values());
        assertThat(here.inbox(account))
            .allSatisfy(message -> assertThat(message.size()).isLessThan(200));
      }
    }
  }

  @Test
  void headersFirstAndTheRestLater() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      MailboxReport headers = here.sync(account, true, Clock.systemUTC());
      assertThat(headers.added()).isEqualTo(3);
      assertThat(headers.complete()).isFalse();
      assertThat(server.count("RETR")).isZero();
      assertThat(server.maildrop).hasSize(3);
      List<String> all = List.copyOf(server.maildrop.values());
      assertThat(here.sync(account).changed()).isEqualTo(3);
      assertThat(here.texts(account)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  @Test
  void theRestOfOneMessageOnDemand() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      here.sync(account, true, Clock.systemUTC());
      MessageSummary wanted =
          here.inbox(account).stream()
              .filter(m -> m.subject().equals("number 2"))
              .findFirst()
              .orElseThrow();
      here.engine(Clock.systemUTC()).complete(account, Secret.of("secret"), wanted.id());
      assertThat(here.store.contents().bytes(wanted.id(), 100 << 20))
          .isEqualTo(message(2).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(server.count("RETR")).isOne();
      assertThat(server.maildrop).hasSize(3);
      assertThat(here.sync(account).changed()).isEqualTo(2);
      assertThat(server.count("RETR")).isEqualTo(3);
      assertThat(here.inbox(account)).hasSize(3);
    }
  }

  @Test
  void aLargeMessageThatBrokeOffContinues() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 1)) {
      String large = message(2) + "x".repeat(98).concat("\r\n").repeat(150_000);
      server.maildrop.put("large", large);
      server.at(Edge.IN_SECOND_MESSAGE, () -> {});
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      assertThatThrownBy(() -> here.sync(account)).isInstanceOf(MailException.class);
      MessageId id =
          here.inbox(account).stream()
              .filter(m -> m.bodyState() != MessageSummary.BodyState.COMPLETE)
              .findFirst()
              .orElseThrow()
              .id();
      assertThat(here.store.contents().extent(id).orElseThrow().stored()).isGreaterThan(4 << 20);
      assertThat(server.maildrop).hasSize(2);
      here.sync(account);
      assertThat(here.store.contents().bytes(id, 100 << 20))
          .isEqualTo(large.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(server.maildrop).isEmpty();
      assertThat(here.inbox(account)).hasSize(2);
    }
  }

  @Test
  void deletesAfterTheDaysAreOver() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 2)) {
      Account account = here.account(server.port(), new LeaveOnServer.Days(3));
      here.sync(account);
      assertThat(server.maildrop).hasSize(2);
      here.sync(account, false, Clock.offset(Clock.systemUTC(), Duration.ofDays(4)));
      assertThat(server.maildrop).isEmpty();
      assertThat(here.inbox(account)).hasSize(2);
    }
  }

  @Test
  void whatWasDeletedHereIsNotFetchedAgain() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 2)) {
      Account account = here.account(server.port(), new LeaveOnServer.Keep());
      here.sync(account);
      here.store.actions().deletePermanently(List.of(here.inbox(account).getFirst().id()));
      assertThat(here.sync(account).added()).isZero();
      assertThat(server.maildrop).hasSize(2);
      Account changed = account.withLeaveOnServer(new LeaveOnServer.UntilDeleted());
      assertThat(here.sync(changed).pushed()).isOne();
      assertThat(server.maildrop).hasSize(1);
      assertThat(here.inbox(account)).hasSize(1);
    }
  }

  /// The writes to the disk that were waited for, as another program sees them.
  private int settled() {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT value FROM meta WHERE key = 'pop3_settled'")) {
      return row.next() ? row.getInt(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// A cut of power must not take back what the server has deleted.
  @Test
  void whatTheServerIsToDeleteIsOnTheDiskFirst() throws Exception {
    try (FaultyPop3Server server = server(Edge.NEVER, 3)) {
      Account account = here.account(server.port(), new LeaveOnServer.Delete());
      List<Integer> settled = new ArrayList<>();
      server.at(Edge.BEFORE_DELETION, () -> settled.add(settled()));
      assertThatThrownBy(() -> here.sync(account)).isInstanceOf(MailException.class);
      assertThat(settled).containsExactly(1);
      here.sync(account);
      assertThat(settled()).isEqualTo(2);
      here.sync(account);
      assertThat(settled()).isEqualTo(2);
    }
  }
}
