package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.sync.SyncEngine.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Courier has neither mod-sequences nor UIDNEXT in the answer to SELECT: every mailbox must be
/// opened to see changed flags, and still a round over many is a few round trips.
class FlagSurveyTest {
  private static final int MAILBOXES = 20;

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = new FakeImapServer("UIDPLUS", "NAMESPACE");
    server.habit = FlagSurveyTest::courier;
    int number = 0;
    for (int i = 0; i < MAILBOXES; i++) {
      FakeMailbox mailbox = server.create("Box " + i, "");
      for (int n = 0; n < 3; n++) {
        mailbox.add(SyncBench.message(++number), n == 0 ? Set.of("\\Seen") : Set.of());
      }
    }
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    bench.syncWell();
  }

  private static String courier(String line) {
    return line.startsWith("* OK [UIDNEXT") ? "" : line;
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void same() {
    for (int i = 0; i < MAILBOXES; i++) {
      ImapSyncTest.assertSame(bench, server, "Box " + i);
    }
  }

  @Test
  void nothingNewInManyMailboxesIsAFewRoundTrips() {
    Report report = bench.syncWell();
    assertThat(report.roundTrips()).isLessThanOrEqualTo(6);
    assertThat(report.mailboxes()).allMatch(m -> m.complete() && m.changed() == 0);
    assertThat(report.mailboxes()).hasSizeGreaterThan(MAILBOXES);
    same();
  }

  @Test
  void changedFlagsComeWithTheSurveyAndAllElseAfterIt() {
    server.mailbox("Box 3").messages.get(1L).flags.remove("\\Seen");
    server.mailbox("Box 7").messages.get(2L).flags.add("\\Flagged");
    server.mailbox("Box 9").add(SyncBench.message(900), Set.of());
    server.mailbox("Box 11").remove(2);
    server.mailbox("Box 13").renumber();
    server.commands.clear();
    Report report = bench.syncWell();
    assertThat(SyncBench.of(report, "Box 3").changed()).isEqualTo(1);
    assertThat(SyncBench.of(report, "Box 7").changed()).isEqualTo(1);
    assertThat(server.count(c -> c.startsWith("SELECT"))).as("opened by themselves").isEqualTo(3);
    bench.syncWell();
    same();
  }

  static Stream<Consumer<FakeMailbox>> betweenStatusAndExamine() {
    Consumer<FakeMailbox> comes = box -> box.add(SyncBench.message(901), Set.of());
    Consumer<FakeMailbox> goes = box -> box.remove(1);
    Consumer<FakeMailbox> becomesAnother =
        box -> {
          List<FakeMailbox.Message> old = List.copyOf(box.messages.values());
          box.messages.clear();
          box.uidValidity++;
          box.uidNext = 1;
          old.forEach(m -> box.add(SyncBench.message((int) m.uid + 910), m.flags));
        };
    return Stream.of(comes, goes, goes.andThen(comes), becomesAnother);
  }

  @ParameterizedTest
  @MethodSource("betweenStatusAndExamine")
  void otherMessagesThanStatusToldAreSeen(Consumer<FakeMailbox> change) {
    FakeMailbox box = server.mailbox("Box 5");
    server.habit =
        line -> {
          if (line.startsWith("* STATUS \"Box 19\"")) {
            change.accept(box);
          }
          return courier(line);
        };
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "Box 5");
  }

  @Test
  void aMailboxThatCannotBeOpenedSpoilsNoOther() {
    server.mailbox("Box 7").messages.get(2L).flags.add("\\Flagged");
    server.refuse(c -> c.matches("(EXAMINE|SELECT) Box 6"), "NO [SERVERBUG] not today");
    Report report = bench.sync();
    assertThat(SyncBench.of(report, "Box 6").failure()).isPresent();
    assertThat(bench.messages("Box 6")).hasSize(3);
    server.heal();
    bench.syncWell();
    same();
  }
}
