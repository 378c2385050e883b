package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.AccountId;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAlertsTest {
  private static final AccountId ALICE = new AccountId(1);
  private static final AccountId BOB = new AccountId(2);

  private final List<Status> heard = new CopyOnWriteArrayList<>();

  @Test
  void whatAServerSaysAllTheTimeIsToldOnce(@TempDir Path profile) throws Exception {
    try (FakeImapServer server = FakeImapServer.holding(3);
        SyncBench bench = new SyncBench(profile, server.port())) {
      server.habit =
          line ->
              line.matches("a\\d+ .*")
                  ? "* NO [ALERT] Mailbox is at 98% of quota\r\n" + line
                  : line;
      bench.engine.subscribe(heard::add);
      bench.syncWell();
      bench.syncWell();
      assertThat(heard)
          .filteredOn(Status.Alert.class::isInstance)
          .containsExactly(new Status.Alert(bench.account.id(), "Mailbox is at 98% of quota"));
    }
  }

  /// Its words are in the failure that is told.
  @Test
  void whatAServerSaysAsItRefusesIsNoNewsBesides(@TempDir Path profile) throws Exception {
    try (FakeImapServer server = FakeImapServer.holding(1);
        SyncBench bench = new SyncBench(profile, server.port())) {
      server.refuse(c -> c.startsWith("LOGIN") || c.startsWith("AUTH"), "NO [ALERT] Go to the web");
      bench.engine.subscribe(heard::add);
      assertThat(bench.sync().failure()).isPresent();
      assertThat(heard).noneMatch(Status.Alert.class::isInstance);
    }
  }

  @Test
  void itIsToldAgainADayLaterAndToEachAccount() {
    TestClock clock = new TestClock();
    ServerAlerts alerts = new ServerAlerts(clock, heard::add);
    alerts.tell(ALICE, " Down on Sunday ");
    alerts.tell(BOB, "Down on Sunday");
    clock.forward(Duration.ofHours(20));
    alerts.tell(ALICE, "Down on Sunday");
    alerts.tell(ALICE, "");
    assertThat(heard)
        .containsExactly(
            new Status.Alert(ALICE, "Down on Sunday"), new Status.Alert(BOB, "Down on Sunday"));
    clock.forward(Duration.ofHours(5));
    alerts.tell(ALICE, "Down on Sunday");
    alerts.tell(ALICE, "Down on Monday");
    assertThat(heard).hasSize(4);
  }
}
