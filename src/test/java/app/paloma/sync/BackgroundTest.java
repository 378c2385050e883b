package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageSummary;
import app.paloma.sync.SyncEngine.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The connections that an account keeps: how they come, go and give way.
class BackgroundTest extends FakeServerFixture {
  private final List<Status> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    open(FakeImapServer.holding(5));
    bench.engine.subscribe(told::add);
  }

  @Test
  void offlineMeansNoConnectionAndOnlineCatchesUp() throws Exception {
    bench.engine.start();
    eventually(() -> here(5) && idling());
    bench.engine.setOnline(false);
    eventually(() -> server.openConnections() == 0);
    assertThat(told).last().isInstanceOf(Status.Offline.class);
    int before = server.accepted.get();
    server.inbox().add(SyncBench.message(6), Set.of());
    bench.store.actions().setFlags(List.of(bench.id("INBOX", 1)), Flags.of(Flags.SEEN), Flags.NONE);
    bench.engine.syncAll();
    Thread.sleep(700);
    assertThat(server.accepted.get()).as("off line nothing connects").isEqualTo(before);
    bench.engine.setOnline(true);
    eventually(() -> here(6) && server.inbox().messages.get(1L).flags.contains("\\Seen"));
  }

  @Test
  void aFaultInTheProgramCostsOneRound() throws Exception {
    AtomicInteger faults = new AtomicInteger();
    bench.engine.subscribe(status -> {
      if (status instanceof Status.Working && faults.getAndIncrement() == 0) {
        throw new IllegalStateException("planted");
      }
    });
    bench.engine.start();
    eventually(() -> here(5) && idling());
    assertThat(told).anyMatch(Status.Failed.class::isInstance);
    server.inbox().add(SyncBench.message(6), Set.of());
    eventually(() -> here(6));
  }

  /// Its UIDNEXT is 1, and there is nothing before it.
  @Test
  void theFirstMailEverIsHeardWithoutModSequences() throws Exception {
    server.capabilities.removeAll(Set.of("CONDSTORE", "QRESYNC"));
    server.inbox().messages.clear();
    server.inbox().uidNext = 1;
    bench.engine.start();
    eventually(this::idling);
    server.inbox().add(SyncBench.message(1), Set.of());
    eventually(() -> here(1));
    assertThat(told).noneMatch(Status.Failed.class::isInstance);
  }

  @Test
  void cancelStopsUntilTheUserAsksAgain() throws Exception {
    bench.engine.start();
    eventually(() -> here(5) && idling());
    bench.engine.cancel(bench.account.id());
    eventually(() -> server.openConnections() == 0);
    server.inbox().add(SyncBench.message(6), Set.of());
    Thread.sleep(500);
    assertThat(server.openConnections()).isZero();
    bench.engine.syncSoon(bench.account.id());
    eventually(() -> here(6));
  }

  /// A laptop wakes up: the old connections lead nowhere, and nobody waits for them to time out.
  @Test
  void afterSleepAllConnectionsAreNew() throws Exception {
    bench.engine.start();
    eventually(() -> here(5) && idling());
    int before = server.accepted.get();
    CountDownLatch noticed = new CountDownLatch(1);
    LeapingClock clock = new LeapingClock();
    try (NetworkWatch watch =
        new NetworkWatch(clock, Thread.ofVirtual().factory(), noticed::countDown)) {
      assertThat(watch).isNotNull();
      clock.leap = 3_600_000;
      assertThat(noticed.await(30, TimeUnit.SECONDS)).isTrue();
    }
    server.dropConnections();
    server.inbox().add(SyncBench.message(6), Set.of());
    eventually(() -> here(6));
    assertThat(server.accepted.get()).isGreaterThan(before);
  }

  private static final class LeapingClock extends Clock {
    private volatile long leap;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plusMillis(leap);
    }
  }

  @Test
  void aServerForOneConnectionIsNotAskedForMoreAllTheTime() throws Exception {
    server.mostConnections = 1;
    bench.engine.start();
    eventually(() -> here(5) && server.turnedAway.get() > 0);
    Thread.sleep(1_000);
    assertThat(server.turnedAway.get()).as("the limit is learned").isLessThanOrEqualTo(2);
    bench.store.actions().setFlags(List.of(bench.id("INBOX", 1)), Flags.of(Flags.SEEN), Flags.NONE);
    eventually(() -> server.inbox().messages.get(1L).flags.contains("\\Seen"));
  }

  @Test
  void whatTheUserOpensGetsTheOnlyConnection() throws Exception {
    server.inbox().add(SyncBench.message(6, 300_000), Set.of());
    bench.engine.syncNow(bench.account.id(), new SyncEngine.Options(List.of(), true), report -> {});
    server.mostConnections = 1;
    server.refuse(c -> c.contains("BODY.PEEK[]"), "NO [LIMIT] not now");
    bench.engine.start();
    eventually(() -> server.openConnections() == 1 && server.turnedAway.get() > 0);
    server.heal();
    MessageSummary large =
        bench.messages("INBOX").stream().filter(m -> m.uid() == 6).findFirst().orElseThrow();
    bench.engine.fetchBody(large.id());
    assertThat(bench.octets(large.id())).isEqualTo(SyncBench.message(6, 300_000));
  }
}
