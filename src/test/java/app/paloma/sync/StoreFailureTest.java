package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.store.StoreException;
import app.paloma.sync.SyncEngine.Status;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window's engine when this computer's disk takes nothing more.
class StoreFailureTest {
  @TempDir Path profile;

  @Test
  void aDiskThatTakesNothingIsToldAndMailArrivesOnceThereIsRoom() throws Exception {
    try (FakeImapServer server = new FakeImapServer();
        SyncBench bench = new SyncBench(profile, server.port());
        Connection disk =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"))) {
      for (int n = 1; n <= 20; n++) {
        server.inbox().add(SyncBench.message(n), Set.of());
      }
      disk.createStatement()
          .execute(
              "CREATE TRIGGER full BEFORE INSERT ON message"
                  + " BEGIN SELECT RAISE(ABORT, 'no room'); END");
      BlockingQueue<Status> told = new LinkedBlockingQueue<>();
      bench.engine.subscribe(told::add);
      bench.engine.start();
      assertThat(next(told, Status.Failed.class).failure()).isInstanceOf(StoreException.class);
      assertThat(told.poll(10, TimeUnit.SECONDS))
          .as("told until it is over, not only until the server is asked again")
          .isInstanceOf(Status.Failed.class);

      disk.createStatement().execute("DROP TRIGGER full");
      bench.engine.syncSoon(bench.account.id());
      while (bench.messages("INBOX").size() < 20) {
        next(told, Status.class);
      }
      next(told, Status.Idle.class);
    }
  }

  private static <T extends Status> T next(BlockingQueue<Status> told, Class<T> kind)
      throws InterruptedException {
    while (true) {
      Status status = told.poll(20, TimeUnit.SECONDS);
      assertThat(status).as("waiting for " + kind.getSimpleName()).isNotNull();
      if (kind.isInstance(status)) {
        return kind.cast(status);
      }
    }
  }
}
