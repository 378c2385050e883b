package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.sync.FakeImapServer.Ranges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that do not send the parts of messages as they were asked for: every message is octet
/// for octet what it is there.
class RangesTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(3);
    int n = 10;
    for (int length : new int[] {65_000, 65_536, 65_537, 100_000, 700_000, 1_200_000, 2_400_000}) {
      server.inbox().add(SyncBench.message(n++, length), Set.of());
    }
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void everythingIsHere() {
    assertThat(bench.messages("INBOX")).allMatch(m -> m.bodyState() == BodyState.COMPLETE);
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "ENDLESS")
  void fromTheFirst(Ranges ranges) {
    server.ranges = ranges;
    bench.syncWell();
    everythingIsHere();
  }

  /// Another server behind the same name answers from now on.
  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "ENDLESS")
  void fromTheSecondConnection(Ranges ranges) {
    server.cutAfterOctets(500_000);
    bench.sync();
    server.heal();
    server.ranges = ranges;
    bench.syncWell();
    everythingIsHere();
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "ENDLESS")
  void whatIsOpenedIsAsItIsThere(Ranges ranges) throws Exception {
    bench.engine.syncNow(
        bench.account.id(), new SyncEngine.Options(java.util.List.of(), true), m -> {});
    server.ranges = ranges;
    for (long uid = 1; uid <= 10; uid++) {
      bench.engine.fetchBody(bench.id("INBOX", uid));
    }
    everythingIsHere();
  }

  /// Exchange and Gmail tell estimates.
  @ParameterizedTest
  @ValueSource(strings = {"17", "70000", "9999999"})
  void withWrongSizes(String size) {
    server.habit = line -> line.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE " + size);
    bench.syncWell();
    everythingIsHere();
  }

  /// One message must not fill the disk.
  @Test
  void aMessageWithoutEndEnds() {
    server.ranges = Ranges.ENDLESS;
    bench.sync();
    bench.sync();
    assertThat(bench.messages("INBOX")).hasSize(10);
    for (MessageSummary message : bench.messages("INBOX")) {
      assertThat(bench.store.contents().extent(message.id()).orElseThrow().stored())
          .isLessThan(48 << 20);
    }
  }

  @Test
  void aRangeThatWasNotAskedForIsNotTaken() {
    server.habit = line -> line.replaceAll("BODY\\[\\]<[1-9]\\d*>", "BODY[]<9>");
    bench.sync();
    assertThat(bench.messages("INBOX").stream().filter(m -> m.bodyState() == BodyState.COMPLETE))
        .allSatisfy(m ->
            assertThat(bench.octets(m.id()))
                .isEqualTo(server.inbox().messages.get(m.uid()).octets));
    server.habit = line -> line;
    bench.syncWell();
    everythingIsHere();
  }
}
