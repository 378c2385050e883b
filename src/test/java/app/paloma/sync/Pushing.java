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

/// An account with 30 messages in INBOX, on a server whose capabilities a test chooses.
abstract class Pushing {
  @TempDir Path profile;
  FakeImapServer server;
  SyncBench bench;

  @BeforeEach
  void open() {
    open(FakeImapServer.MODERN);
  }

  void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    for (int n = 1; n <= 30; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
    bench.syncWell();
    server.commands.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  List<MessageId> inbox(int count) {
    return bench.newest("INBOX", count);
  }

  void converges() {
    for (String name : List.of("INBOX", "Archive", "Trash", "Sent", "Drafts")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }
}
