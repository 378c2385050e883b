package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// News of mailboxes that nobody listens at: what a rule on the server files there.
class OtherMailboxesTest {
  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(300), Duration.ofHours(1), Pace.USUAL.again(), Pace.USUAL.silence());

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  private void open(Set<String> without) {
    server = FakeImapServer.holding(3);
    server.capabilities.removeAll(without);
    bench = new SyncBench(profile, server.port(), QUICK);
    bench.engine.start();
    eventually(() -> server.count(c -> c.equals("IDLE")) > 0 && lists() > 1);
    // The first round is over, and what it was about to ask is asked.
    server.commands.clear();
    eventually(() -> lists() > 1);
  }

  private long lists() {
    return server.count(c -> c.startsWith("LIST"));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within a minute").isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private int here(String mailbox) {
    return bench
        .store
        .mailboxes()
        .find(bench.account.id(), mailbox)
        .map(m -> bench.messages(m.name()).size())
        .orElse(0);
  }

  @Test
  void mailThatIsFiledElsewhereComesWithoutBeingAskedFor() {
    open(Set.of());
    server.mailbox("Archive").add(SyncBench.message(7), Set.of());
    eventually(() -> here("Archive") == 1);
    server.create("Lists", "").add(SyncBench.message(8), Set.of());
    eventually(() -> here("Lists") == 1);
  }

  /// RFC 9051 §6.3.11: STATUS is not for the selected mailbox. The last that was synchronized would
  /// never have news.
  @Test
  void theMailboxThatWasOpenedLastHasNewsToo() {
    open(Set.of());
    server.statusOfSelectedIsOld = true;
    for (int n = 7; n < 10; n++) {
      int wanted = n - 6;
      server.mailbox("Archive").add(SyncBench.message(n), Set.of());
      eventually(() -> here("Archive") == wanted);
    }
  }

  @Test
  void lookingCostsOneCommand() {
    open(Set.of());
    server.commands.clear();
    eventually(() -> lists() >= 3);
    assertThat(List.copyOf(server.commands)).allMatch(c -> c.startsWith("LIST"));
  }

  /// Without mod-sequences flags are compared mailbox by mailbox: not each time.
  @Test
  void whereFlagsMustBeAskedForOneByOneOnlyNumbersAreLookedAt() {
    open(Set.of("CONDSTORE", "QRESYNC"));
    server.mailbox("Archive").add(SyncBench.message(7), Set.of());
    eventually(() -> here("Archive") == 1);
    server.commands.clear();
    eventually(() -> lists() >= 3);
    assertThat(server.count(c -> c.contains("FETCH"))).isZero();
  }

  /// Some servers take IDLE and tell nothing while it lasts.
  @Test
  void mailThatIsNotToldToWhoListensIsFoundByLooking() {
    open(Set.of());
    Set<Thread> idling = ConcurrentHashMap.newKeySet();
    server.habit =
        line -> {
          if (line.startsWith("+ idling")) {
            idling.add(Thread.currentThread());
          } else if (!line.startsWith("*")) {
            idling.remove(Thread.currentThread());
          }
          return idling.contains(Thread.currentThread()) && line.startsWith("*") ? "" : line;
        };
    server.dropConnections();
    eventually(() -> !idling.isEmpty());
    server.inbox().add(SyncBench.message(7), Set.of());
    eventually(() -> here("INBOX") == 4);
  }
}
