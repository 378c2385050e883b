package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.sync.SyncEngine.ServerHits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSearchTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(20);
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private ServerHits search(String word) throws Exception {
    return bench.engine.searchServer(
        bench.account.id(), new SearchQuery.Text(SearchQuery.Field.ANY, word, false), 100);
  }

  /// The account was never synchronized: what the server finds can be shown at once.
  @Test
  void findsWhatIsNotHereYet() throws Exception {
    server.mailbox("Archive").add(SyncBench.message(112), Set.of("\\Seen"));
    ServerHits hits = search("number 1");
    assertThat(hits.refused()).isZero();
    List<MessageSummary> found =
        bench
            .store
            .messages()
            .summaries(hits.messages().stream().mapToLong(m -> m.value()).toArray());
    assertThat(found).hasSize(12);
    assertThat(found).anyMatch(m -> m.subject().equals("Message number 112") && m.flags().isSeen());
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    ImapSyncTest.assertSame(bench, server, "Archive");
    assertThat(bench.messages("INBOX"))
        .allMatch(m -> m.bodyState() == MessageSummary.BodyState.COMPLETE);
  }

  @Test
  void addsNothingTwiceToWhatIsHere() throws Exception {
    bench.syncWell();
    var before = bench.messages("INBOX");
    server.inbox().add(SyncBench.message(41), Set.of());
    assertThat(search("number 7").messages()).containsExactly(bench.id("INBOX", 7));
    assertThat(search("number 41").messages()).hasSize(1);
    assertThat(bench.messages("INBOX")).hasSize(21).containsAll(before);
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    assertThat(bench.mailbox("INBOX").complete()).isTrue();
  }

  /// Gmail knows which messages have files; of others the kind of message is asked for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"X-GM-EXT-1|X-GM-RAW", "IDLE|HEADER \"?Content-Type\"? \"?multipart/mixed"})
  void filesAreAskedForInTheServersOwnWords(String capability, String words) throws Exception {
    server.capabilities.add(capability);
    bench.engine.searchServer(bench.account.id(), new SearchQuery.HasAttachment(), 100);
    assertThat(server.commands)
        .filteredOn(c -> c.startsWith("UID SEARCH"))
        .isNotEmpty()
        .allMatch(c -> c.matches(".*" + words + ".*"));
  }

  @Test
  void aMailboxThatCannotBeSearchedIsCounted() throws Exception {
    server.refuse(c -> c.startsWith("EXAMINE") && c.contains("Sent"), "NO [NOPERM] no");
    ServerHits hits = search("number 20");
    assertThat(hits.refused()).isEqualTo(1);
    assertThat(hits.messages()).hasSize(1);
  }
}
