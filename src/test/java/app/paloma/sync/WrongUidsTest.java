package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that say of what was put there from here that it has UIDs which it has not.
class WrongUidsTest extends FakeServerFixture {
  @BeforeEach
  void open() {
    FakeImapServer holding = FakeImapServer.holding(8);
    for (int n = 11; n <= 14; n++) {
      holding.mailbox("Archive").add(SyncBench.message(n), Set.of());
    }
    openSynced(holding);
  }

  private List<MessageId> inbox(int count) {
    return bench.newest("INBOX", count);
  }

  private void converges() {
    bench.syncWell();
    assertInStep();
    assertThat(server.contentsSent).isEmpty();
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
