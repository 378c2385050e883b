package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/// An account with 30 messages in INBOX, on a server whose capabilities a test chooses.
abstract class Pushing extends FakeServerFixture {
  @BeforeEach
  void open() {
    open(FakeImapServer.MODERN);
  }

  void open(String capabilities) {
    openSynced(FakeImapServer.holding(30, capabilities));
    server.commands.clear();
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
