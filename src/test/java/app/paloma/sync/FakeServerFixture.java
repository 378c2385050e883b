package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// An account on a server that does as a test tells it, each time with a profile of its own.
abstract class FakeServerFixture {
  @TempDir Path profile;
  FakeImapServer server;
  SyncBench bench;

  void open(FakeImapServer at) {
    server = at;
    bench = new SyncBench(profile.resolve("p" + at.port()), at.port());
  }

  /// All that is there is here, and what the server sends from now on is new.
  void openSynced(FakeImapServer at) {
    open(at);
    bench.syncWell();
    at.contentsSent.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  List<MessageId> ids(String mailbox) {
    return bench.messages(mailbox).stream().map(MessageSummary::id).toList();
  }

  boolean here(int messages) {
    return bench.messages("INBOX").size() == messages;
  }

  boolean idling() {
    return server.count(c -> c.equals("IDLE")) > 0;
  }

  void assertInStep() {
    ImapSyncTest.assertSame(bench, server, "INBOX");
    ImapSyncTest.assertSame(bench, server, "Archive");
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within a minute").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
