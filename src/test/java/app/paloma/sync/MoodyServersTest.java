package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that answered well for years and have a bad day: what is here stays, with all that only
/// this computer knows of it, and nothing is fetched again when they are well.
class MoodyServersTest extends FakeServerFixture {
  private void open(String capabilities) {
    FakeImapServer holding = FakeImapServer.holding(20, capabilities);
    for (int n = 101; n <= 120; n++) {
      holding.mailbox("Archive").add(SyncBench.message(n), Set.of());
    }
    openSynced(holding);
  }

  private static Arguments mood(String name, String pattern, String by) {
    return Arguments.of(name, (UnaryOperator<String>) line -> line.replaceAll(pattern, by));
  }

  static Stream<Arguments> moods() {
    return Stream.of(
        mood("a torn row in the list", "^(\\* LIST \\([^)]*\\)) \"/\" \"Archive\"$", "$1 \"/"),
        mood("a row of no known form", "^\\* LIST .*\"Archive\"$", "* LIST \\\\Marked Archive"),
        mood(
            "a mailbox that cannot be selected",
            "^(\\* LIST \\()(.*\"Archive\")$",
            "$1\\\\Noselect $2"),
        mood("EXISTS is not told", "^\\* \\d+ EXISTS$", ""),
        mood("EXISTS of nothing", "^\\* \\d+ EXISTS$", "* 0 EXISTS"),
        mood("STATUS of nothing", "\\(MESSAGES \\d+", "(MESSAGES 0"),
        mood("nothing anywhere", "^\\* \\d+ EXISTS$|\\(MESSAGES \\d+", ""),
        mood("UIDNEXT as of a new mailbox", "UIDNEXT \\d+", "UIDNEXT 1"),
        mood("no UIDVALIDITY", "^\\* OK \\[UIDVALIDITY.*", ""),
        mood("another UIDVALIDITY", "UIDVALIDITY \\d+", "UIDVALIDITY 77"),
        mood("HIGHESTMODSEQ falls", "HIGHESTMODSEQ \\d+", "HIGHESTMODSEQ 1"),
        mood("all has vanished", "^(\\* OK \\[UIDNEXT.*)$", "$1\r\n* VANISHED (EARLIER) 1:*"),
        mood("a search finds nothing", "^\\* (E?SEARCH).*", "* $1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moods")
  void whatIsHereStays(String name, UnaryOperator<String> mood) throws IOException {
    for (String capabilities :
        List.of(FakeImapServer.MODERN, "IDLE", "CONDSTORE ENABLE UIDPLUS", "UIDPLUS MOVE")) {
      open(capabilities);
      List<MessageId> inbox = ids("INBOX");
      List<MessageId> archive = ids("Archive");
      server.habit = mood;
      bench.sync();
      server.inbox().add(SyncBench.message(50), Set.of());
      server.mailbox("Archive").add(SyncBench.message(150), Set.of());
      bench.sync();
      bench.sync();
      assertThat(ids("Archive")).as(capabilities).containsAll(archive);
      assertThat(ids("INBOX")).as(capabilities).containsAll(inbox);
      server.habit = UnaryOperator.identity();
      bench.syncWell();
      bench.syncWell();
      ImapSyncTest.assertSame(bench, server, "INBOX");
      ImapSyncTest.assertSame(bench, server, "Archive");
      assertThat(ids("Archive")).hasSize(21).containsAll(archive);
      assertThat(ids("INBOX")).hasSize(21).containsAll(inbox);
      assertThat(server.contentsSent).hasSizeLessThanOrEqualTo(2);
      bench.close();
      server.close();
    }
  }

  /// It says OK and does nothing.
  @ParameterizedTest
  @ValueSource(strings = {"UID MOVE", "UID COPY", "UID STORE", "UID EXPUNGE"})
  void whatIsOnlySaidToBeDoneIsSeenAsItIs(String command) throws IOException {
    for (String capabilities : List.of(FakeImapServer.MODERN, "UIDPLUS", "UIDPLUS MOVE")) {
      open(capabilities);
      List<MessageId> inbox = ids("INBOX");
      server.refuse(c -> c.startsWith(command), "OK done");
      bench.store.actions().move(inbox.subList(0, 3), bench.mailbox("Archive").id());
      bench.store.actions().copy(inbox.subList(5, 7), bench.mailbox("Archive").id());
      bench.store.actions().setFlags(inbox.subList(8, 9), Flags.of(Flags.FLAGGED), Flags.NONE);
      bench.store.actions().deletePermanently(inbox.subList(9, 10));
      bench.syncWell();
      server.heal();
      bench.engine.verify(bench.account.id(), SyncEngine.Options.ALL, progress -> {});
      bench.syncWell();
      ImapSyncTest.assertSame(bench, server, "INBOX");
      ImapSyncTest.assertSame(bench, server, "Archive");
      assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
      bench.close();
      server.close();
    }
  }

  /// Flags that were changed elsewhere stayed as they were here; and what came where something had
  /// been moved away from here never came, because the numbers were the same.
  @Test
  void whatAnAnswerToQresyncLeavesOutIsAskedFor() {
    open(FakeImapServer.MODERN);
    server.resyncTellsOnlyVanished = true;
    server.inbox().messages.get(3L).flags.add("\\Flagged");
    server.inbox().messages.get(3L).modSeq = ++server.inbox().modSeq;
    server.inbox().remove(5);
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    bench.store.actions().move(List.of(bench.id("INBOX", 7)), bench.mailbox("Archive").id());
    server.inbox().add(SyncBench.message(50), Set.of());
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    ImapSyncTest.assertSame(bench, server, "Archive");
  }
}
