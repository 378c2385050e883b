package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.OfflineLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineLimitsTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(300);
    server.inbox().add(SyncBench.message(301, 300_000), Set.of());
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void limit(OfflineLimits limits) {
    bench.store.preferences().put(OfflineLimits.key(bench.account.id()), limits.toText());
    bench.store.mailboxes().markIncomplete(bench.account.id());
  }

  private long whole() {
    return bench.messages("INBOX").stream()
        .filter(m -> m.bodyState() == BodyState.COMPLETE)
        .count();
  }

  private void nothingMoreIsAsked() {
    assertThat(bench.mailbox("INBOX").complete()).isTrue();
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("SELECT"))).isZero();
  }

  @Test
  void headersOnlyAndTheTextWhenItIsOpened() throws Exception {
    limit(new OfflineLimits(true, 0, 0));
    bench.syncWell();
    assertThat(bench.messages("INBOX")).hasSize(301);
    assertThat(whole()).isZero();
    nothingMoreIsAsked();
    bench.engine.fetchBody(bench.id("INBOX", 4));
    assertThat(bench.octets(bench.id("INBOX", 4))).isEqualTo(SyncBench.message(4));

    limit(OfflineLimits.NONE);
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    nothingMoreIsAsked();
  }

  /// RFC 8970: the list shows a line of each message though none of its text is here.
  @Test
  void headersComeWithTheFirstWordsWhereTheServerTellsThem() throws Exception {
    server.capabilities.add("PREVIEW");
    limit(new OfflineLimits(true, 0, 0));
    bench.syncWell();
    assertThat(bench.store.messages().get(bench.id("INBOX", 4)).orElseThrow().preview())
        .isEqualTo("First words of 4");
    assertThat(whole()).isZero();
    bench.engine.fetchBody(bench.id("INBOX", 4));
    assertThat(bench.store.messages().get(bench.id("INBOX", 4)).orElseThrow().preview())
        .startsWith("Line 0 of message 4.");
  }

  @Test
  void headersComeWithoutTheFirstWordsWhereTheServerRefusesThem() {
    server.capabilities.add("PREVIEW");
    server.refuse(c -> c.contains("PREVIEW"), "BAD what");
    limit(new OfflineLimits(true, 0, 0));
    bench.syncWell();
    assertThat(bench.messages("INBOX"))
        .hasSize(301)
        .allMatch(m -> m.bodyState() == BodyState.PARTIAL && m.preview().isEmpty());
  }

  @Test
  void largeMessagesStayThere() {
    limit(new OfflineLimits(false, 0, 100_000));
    bench.syncWell();
    assertThat(whole()).isEqualTo(300);
    assertThat(bench.messages("INBOX").stream().filter(m -> m.bodyState() != BodyState.COMPLETE))
        .extracting(MessageSummary::uid)
        .containsExactly(301L);
    nothingMoreIsAsked();
  }

  /// A server that cannot tell the parts of a message sends it as it is.
  @Test
  void theTextOfALargeMessageComesWithAllOfItWhereItsPartsCannotBeTold() throws Exception {
    limit(new OfflineLimits(true, 0, 0));
    bench.syncWell();
    server.refuse(c -> c.contains("BODYSTRUCTURE"), "NO [SERVERBUG] cannot parse it");
    bench.engine.fetchText(bench.id("INBOX", 301));
    assertThat(bench.octets(bench.id("INBOX", 301))).isEqualTo(SyncBench.message(301, 300_000));
    assertThat(whole()).isEqualTo(1);
  }

  /// All messages of the bench are of January 2026.
  @Test
  void oldMessagesComeWithoutTheirText() {
    limit(new OfflineLimits(false, 1, 0));
    bench.syncWell();
    assertThat(bench.messages("INBOX")).hasSize(301);
    assertThat(whole()).isZero();
    nothingMoreIsAsked();
    limit(new OfflineLimits(false, 1200, 0));
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  /// RFC 5032: to the second, by the server's clock.
  @Test
  void howOldMessagesAreIsAskedToTheSecondWhereTheServerCan() {
    server.capabilities.add("WITHIN");
    limit(new OfflineLimits(false, 1, 0));
    bench.syncWell();
    assertThat(server.count(c -> c.matches("UID SEARCH .*YOUNGER 2[4-7]\\d{5}"))).isEqualTo(1);
    assertThat(server.count(c -> c.contains("SINCE"))).isZero();
    assertThat(whole()).isZero();
    nothingMoreIsAsked();
  }

  @Test
  void aServerThatOnlyAnnouncesWithinIsAskedByTheDay() {
    server.capabilities.add("WITHIN");
    server.refuse(c -> c.contains("YOUNGER"), "BAD Unknown argument YOUNGER");
    limit(new OfflineLimits(false, 1200, 0));
    bench.syncWell();
    assertThat(server.count(c -> c.contains("SINCE"))).isEqualTo(1);
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  @Test
  void whatIsNotUnderstoodLimitsNothing() {
    assertThat(OfflineLimits.parse(Optional.of("months=-3"))).isEqualTo(OfflineLimits.NONE);
    assertThat(OfflineLimits.parse(Optional.of("x"))).isEqualTo(OfflineLimits.NONE);
    OfflineLimits some = new OfflineLimits(true, 6, 1_000);
    assertThat(OfflineLimits.parse(Optional.of(some.toText()))).isEqualTo(some);
  }
}
