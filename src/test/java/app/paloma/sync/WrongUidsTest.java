package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that say of what was put there from here that it has UIDs which it has not.
class WrongUidsTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(8);
    for (int n = 11; n <= 14; n++) {
      server.mailbox("Archive").add(SyncBench.message(n), Set.of());
    }
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    server.contentsSent.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private List<MessageId> inbox(int count) {
    return bench.newest("INBOX", count);
  }

  private void converges() {
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    ImapSyncTest.assertSame(bench, server, "Archive");
    assertThat(server.contentsSent).isEmpty();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1:3", "900:902"})
  void copyUid(String told) {
    server.habit = line -> line.replaceAll("(COPYUID \\d+ [\\d:,]+) [\\d:,]+", "$1 " + told);
    bench.store.actions().move(inbox(3), bench.mailbox("Archive").id());
    bench.syncWell();
    bench.store.actions().copy(inbox(3), bench.mailbox("Archive").id());
    bench.syncWell();
    converges();
    assertThat(server.mailbox("Archive").messages).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "888"})
  void appendUid(String told) {
    server.habit = line -> line.replaceAll("(APPENDUID \\d+) \\d+", "$1 " + told);
    bench.append("Archive", 77);
    bench.syncWell();
    converges();
    assertThat(server.mailbox("Archive").messages).hasSize(5);
  }
}
