package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that announce UIDPLUS, know no MOVE, and refuse UID EXPUNGE: what was moved or deleted
/// here stays there, marked `\Deleted`. Here it is in one place, for as long as the mark is.
class RefusedExpungeTest {
  private static final List<String> SERVERS =
      List.of(
          FakeImapServer.MODERN.replace("MOVE ", ""), "UIDPLUS", "UIDPLUS CONDSTORE ENABLE IDLE");

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  private void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    for (int n = 1; n <= 20; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
    start();
    server.contentsSent.clear();
    server.commands.clear();
  }

  private void start() {
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
    bench.syncWell();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void refuse(String answer) {
    server.refuse(c -> c.startsWith("UID EXPUNGE"), answer);
  }

  private List<Long> uids(String mailbox) {
    return bench.messages(mailbox).stream().map(MessageSummary::uid).sorted().toList();
  }

  /// What the server has and nobody marked.
  private List<Long> unmarked(String mailbox) {
    return server.mailbox(mailbox).messages.values().stream()
        .filter(m -> !m.flags.contains("\\Deleted"))
        .map(m -> m.uid)
        .toList();
  }

  private void same() {
    assertThat(uids("INBOX")).isEqualTo(unmarked("INBOX"));
    assertThat(uids("Archive")).isEqualTo(unmarked("Archive"));
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NO not now", "BAD Unknown command UID EXPUNGE", "NO [NOPERM] not allowed"})
  void whatWasMovedIsInOnePlace(String answer) throws IOException {
    for (String capabilities : SERVERS) {
      open(capabilities);
      List<MessageId> moved = bench.newest("INBOX", 3);
      refuse(answer);
      bench.store.actions().move(moved, bench.mailbox("Archive").id());
      bench.syncWell();
      bench.syncWell();
      same();
      assertThat(bench.messages("Archive").stream().map(MessageSummary::id).toList())
          .containsExactlyInAnyOrderElementsOf(moved);
      assertThat(server.inbox().messages).as("never a plain EXPUNGE").hasSize(20);

      // Whatever makes the mailbox be compared, in another session too.
      server.inbox().remove(5);
      server.inbox().add(SyncBench.message(21), Set.of());
      bench.syncWell();
      same();
      bench.close();
      start();
      server.inbox().remove(6);
      bench.syncWell();
      bench.engine.verify(bench.account.id(), SyncEngine.Options.ALL, progress -> {});
      same();
      server.inbox().renumber();
      bench.syncWell();
      bench.syncWell();
      same();
      assertThat(server.count(c -> c.startsWith("UID COPY"))).isEqualTo(1);
      assertThat(server.count(c -> c.equals("EXPUNGE") || c.equals("CLOSE"))).isZero();
      assertThat(server.contentsSent).as("but for the one that is new").hasSize(1);
      assertThat(bench.messages("Archive").stream().map(MessageSummary::id).toList())
          .containsExactlyInAnyOrderElementsOf(moved);
      close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO not now", "BAD Unknown command UID EXPUNGE"})
  void whatWasDeletedStaysAway(String answer) throws IOException {
    for (String capabilities : SERVERS) {
      open(capabilities);
      refuse(answer);
      bench.store.actions().deletePermanently(bench.newest("INBOX", 3));
      bench.syncWell();
      server.inbox().remove(5);
      bench.syncWell();
      same();
      assertThat(uids("INBOX")).hasSize(16);
      close();
    }
  }

  @Test
  void whatSomebodyUnmarksIsThereAgain() throws IOException {
    for (String capabilities : SERVERS) {
      open(capabilities);
      refuse("NO not now");
      bench.store.actions().move(bench.newest("INBOX", 3), bench.mailbox("Archive").id());
      bench.syncWell();
      bench.syncWell();
      FakeMailbox.Message one = server.inbox().messages.get(19L);
      one.flags.remove("\\Deleted");
      one.modSeq = ++server.inbox().modSeq;
      bench.syncWell();
      same();
      assertThat(uids("INBOX")).contains(19L).hasSize(18);
      close();
    }
  }

  /// In the same round the target is synchronized, and shows the copies.
  @ParameterizedTest
  @ValueSource(strings = {"NO [INUSE] later", "NO [UNAVAILABLE] later"})
  void whatPassesIsTriedAgain(String answer) throws IOException {
    for (String capabilities : SERVERS) {
      open(capabilities);
      List<MessageId> moved = bench.newest("INBOX", 3);
      refuse(answer);
      bench.store.actions().move(moved, bench.mailbox("Archive").id());
      bench.sync();
      server.inbox().remove(5);
      bench.sync();
      assertThat(uids("INBOX")).as("in one place meanwhile").hasSize(16);
      assertThat(bench.messages("Archive")).hasSize(3);
      server.heal();
      bench.syncWell();
      bench.syncWell();
      ImapSyncTest.assertSame(bench, server, "INBOX");
      ImapSyncTest.assertSame(bench, server, "Archive");
      assertThat(server.inbox().messages).hasSize(16);
      assertThat(bench.messages("Archive").stream().map(MessageSummary::id).toList())
          .containsExactlyInAnyOrderElementsOf(moved);
      assertThat(server.count(c -> c.startsWith("UID COPY"))).isEqualTo(1);
      assertThat(server.contentsSent).isEmpty();
      close();
    }
  }

  /// Somebody else finds the copies first.
  @Test
  void whatIsHalfMovedIsNotCopiedAgain() throws IOException {
    for (String capabilities : SERVERS) {
      open(capabilities);
      server.refuse(c -> c.startsWith("UID STORE"), "NO [INUSE] later");
      bench.store.actions().move(bench.newest("INBOX", 3), bench.mailbox("Archive").id());
      bench.sync();
      server.heal();
      FakeMailbox.Message one = server.mailbox("Archive").messages.firstEntry().getValue();
      server.mailbox("Archive").remove(one.uid);
      server.mailbox("Trash").add(one.octets, one.flags);
      bench.syncWell();
      bench.syncWell();
      same();
      assertThat(uids("INBOX")).hasSize(17);
      assertThat(uids("Archive")).hasSize(2);
      assertThat(uids("Trash")).hasSize(1);
      assertThat(server.count(c -> c.startsWith("UID COPY"))).isEqualTo(1);
      close();
    }
  }

  @Test
  void aSearchOnTheServerDoesNotBringItBack() throws Exception {
    for (String capabilities : List.of("UIDPLUS", "IDLE")) {
      open(capabilities);
      refuse("NO not now");
      bench.store.actions().move(bench.newest("INBOX", 3), bench.mailbox("Archive").id());
      bench.syncWell();
      bench.syncWell();
      bench.engine.searchServer(
          bench.account.id(), new SearchQuery.Text(SearchQuery.Field.ANY, "number", false), 50);
      same();
      close();
    }
  }
}
