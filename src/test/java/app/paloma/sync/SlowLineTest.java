package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A line on which a full step would take minutes.
class SlowLineTest {
  private static final int MESSAGES = 400;

  /// How many come at once at the beginning.
  private static final int FIRST = 60;

  @TempDir Path profile;

  @Test
  void whatCameIsThereWhileTheRestIsStillComing() throws Exception {
    try (FakeImapServer server = FakeImapServer.holding(MESSAGES);
        SyncBench bench = new SyncBench(profile, server.port())) {
      CountDownLatch goOn = new CountDownLatch(1);
      server.habit = stallingAt(200, goOn);
      CompletableFuture<Void> sync = CompletableFuture.runAsync(bench::syncWell);
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (here(bench) <= FIRST && System.nanoTime() < patience) {
        Thread.sleep(50);
      }
      assertThat(here(bench)).isGreaterThan(FIRST).isLessThan(MESSAGES);
      goOn.countDown();
      sync.get(60, TimeUnit.SECONDS);
      assertThat(server.bodiesSent).doesNotHaveDuplicates().hasSize(MESSAGES);
      ImapSyncTest.assertSame(bench, server, "INBOX");
    }
  }

  private static UnaryOperator<String> stallingAt(int uid, CountDownLatch goOn) {
    return line -> {
      if (line.matches("\\* \\d+ FETCH \\(.*UID " + uid + " .*BODY.*")) {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return line;
    };
  }

  private static int here(SyncBench bench) {
    return bench
        .store
        .mailboxes()
        .find(bench.account.id(), "INBOX")
        .map(_ -> bench.messages("INBOX").size())
        .orElse(0);
  }
}
