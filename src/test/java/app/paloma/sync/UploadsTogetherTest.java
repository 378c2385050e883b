package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.sync.FakeImapServer.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads to a server with MULTIAPPEND (RFC 3502).
class UploadsTogetherTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  private void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
    bench.syncWell();
    server.commands.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void upload(int from, int to) {
    for (int n = from; n <= to; n++) {
      bench.append("Archive", n);
    }
  }

  /// All are there once, and none comes back.
  private void areThere(int messages) {
    assertThat(server.mailbox("Archive").messages).hasSize(messages);
    assertThat(server.contentsSent).as("nothing comes back that came from here").isEmpty();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    ImapSyncTest.assertSame(bench, server, "Archive");
  }

  @Test
  void aThousandUploadsAreAHandfulOfCommands() {
    open(FakeImapServer.MODERN);
    upload(1, 1_000);
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("APPEND"))).isBetween(1L, 12L);
    areThere(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BAD Too many arguments", "NO [TOOBIG] all in all too large"})
  void whatIsRefusedTogetherIsTakenOneByOne(String answer) {
    open(FakeImapServer.MODERN);
    server.refuse(c -> c.startsWith("APPEND") && c.contains("{} "), answer);
    upload(1, 30);
    bench.syncWell();
    areThere(30);
  }

  /// It says OK to all of them.
  @ParameterizedTest
  @ValueSource(strings = {"", " UIDPLUS"})
  void whatAServerDropsOfSeveralGoesAlone(String uidPlus) {
    open("LITERAL+ MULTIAPPEND CONDSTORE" + uidPlus);
    server.keptOfSeveral = 1;
    upload(1, 30);
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("APPEND"))).isEqualTo(30);
    areThere(30);
  }

  /// After its OK there is no UIDPLUS to tell where they are, nor a look at them.
  @ParameterizedTest
  @ValueSource(strings = {"LITERAL+ CONDSTORE", "LITERAL+ MULTIAPPEND CONDSTORE"})
  void aLookThatIsRefusedDoublesNothing(String capabilities) {
    open(capabilities);
    server.refuse(c -> c.startsWith("EXAMINE"), "NO not for you");
    upload(1, 9);
    bench.sync();
    server.heal();
    bench.syncWell();
    areThere(9);
  }

  /// With the same Message-ID twice, and no UIDPLUS to tell which is which.
  @Test
  void eachFindsItsOwnUid() {
    open("LITERAL+ MULTIAPPEND CONDSTORE");
    upload(1, 9);
    upload(4, 5);
    bench.syncWell();
    areThere(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " UIDPLUS"})
  void anAnswerThatIsLostDoublesNothing(String uidPlus) throws IOException {
    for (Cut how : new Cut[] {Cut.BEFORE_COMMAND, Cut.AFTER_COMMAND}) {
      for (int n = 1; n <= 14; n++) {
        open("LITERAL+ MULTIAPPEND LIST-STATUS" + uidPlus);
        upload(1, 25);
        server.cutAtCommand(n, how);
        bench.sync();
        server.heal();
        bench.syncWell();
        areThere(25);
        close();
      }
    }
    open(FakeImapServer.MODERN);
  }

  /// A line that always breaks before so much has left would never let it through.
  @Test
  void whatWasCutOffTogetherGoesAlone() throws IOException {
    TreeSet<Long> commands = new TreeSet<>();
    for (int n = 1; n <= 14; n++) {
      open(FakeImapServer.MODERN);
      upload(1, 25);
      server.cutAtCommand(n, Cut.BEFORE_COMMAND);
      bench.sync();
      server.heal();
      bench.syncWell();
      areThere(25);
      commands.add(server.count(c -> c.startsWith("APPEND")));
      close();
    }
    assertThat(commands).containsExactly(1L, 26L);
    open(FakeImapServer.MODERN);
  }

  @Test
  void largeOnesGoAlone() {
    open(FakeImapServer.MODERN);
    upload(1, 3);
    byte[] large = SyncBench.message(4, 200_000);
    bench.append("Archive", large);
    upload(5, 7);
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("APPEND"))).isEqualTo(3);
    areThere(7);
  }
}
