package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.sync.FakeImapServer.Cut;
import app.paloma.sync.SyncEngine.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mailbox has another UIDVALIDITY while changes that were made here name messages by the old
/// one.
class NewUidValidityTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(10);
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void settled() {
    bench.syncWell();
    bench.syncWell();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  private long there(String mailbox, int n) {
    return server.mailbox(mailbox).messages.values().stream()
        .filter(m -> m.headerField("Message-ID").equals("<m" + n + "@example.test>"))
        .count();
  }

  @Test
  void aCopyInTheSameMailboxIsMadeAllTheSame() {
    bench.syncWell();
    MessageId origin = bench.id("INBOX", 4);
    bench.store.actions().copy(List.of(origin), bench.mailbox("INBOX").id());
    server.inbox().renumber();
    settled();
    assertThat(there("INBOX", 4)).isEqualTo(2);
    assertThat(bench.messages("INBOX")).anyMatch(m -> m.id().equals(origin));
  }

  /// What it was to be made of is not here, and cannot be named there.
  @Test
  void aCopyOfWhatIsNotHereIsTakenBackWithAWord() {
    bench.engine.syncNow(bench.account.id(), new Options(List.of(), true), m -> {});
    bench.store.actions().copy(List.of(bench.id("INBOX", 4)), bench.mailbox("Archive").id());
    server.inbox().renumber();
    settled();
    assertThat(bench.messages("Archive")).isEmpty();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).hasSize(1);
  }

  /// The numbers of the mailbox begin anew, below those that were there before the upload.
  @Test
  void anUploadWhoseAnswerWasLostIsThereOnce() {
    bench.syncWell();
    bench.append("INBOX", 11);
    server.refuse(
        command -> {
          if (command.startsWith("STATUS") && there("INBOX", 11) == 0) {
            server.cutAtCommand(1, Cut.AFTER_COMMAND);
          } else if (command.startsWith("LOGIN") && there("INBOX", 11) == 1) {
            beginAnew(server.inbox());
          }
          return false;
        },
        "");
    bench.sync();
    settled();
    assertThat(there("INBOX", 11)).isEqualTo(1);
    assertThat(bench.messages("INBOX")).hasSize(11);
  }

  /// Copied, and not yet gone from where it was.
  @Test
  void whatIsHalfMovedIsMoved() {
    server.capabilities.remove("MOVE");
    bench.syncWell();
    MessageId moved = bench.id("INBOX", 4);
    bench.store.actions().move(List.of(moved), bench.mailbox("Archive").id());
    server.refuse(
        command -> {
          if (command.startsWith("UID EXPUNGE") && server.inbox().uidNext < 1000) {
            server.inbox().renumber();
            server.dropConnections();
          }
          return false;
        },
        "");
    bench.sync();
    settled();
    assertThat(there("INBOX", 4)).isZero();
    assertThat(there("Archive", 4)).isEqualTo(1);
    assertThat(bench.messages("Archive")).extracting(m -> m.id()).containsExactly(moved);
  }

  private static void beginAnew(FakeMailbox mailbox) {
    List<FakeMailbox.Message> all = List.copyOf(mailbox.messages.values());
    mailbox.renumber();
    mailbox.messages.clear();
    mailbox.uidNext = 1;
    all.reversed().forEach(m -> mailbox.add(m.octets, m.flags));
  }
}
