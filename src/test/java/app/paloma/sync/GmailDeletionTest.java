package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.sync.FakeImapServer.Cut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gmail, where mailboxes are labels and an expunge archives.
class GmailDeletionTest {
  private static final String GMAIL =
      "X-GM-EXT-1 CONDSTORE ENABLE ESEARCH LIST-STATUS MOVE SPECIAL-USE UIDPLUS UNSELECT IDLE";

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    open(GMAIL);
  }

  private void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    server.create("All Mail", "\\All");
    server.create("Spam", "\\Junk");
    server.create("Work", "");
    for (int n = 1; n <= 20; n++) {
      labelled(SyncBench.message(n), "INBOX");
    }
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
    bench.syncWell();
    server.commands.clear();
  }

  private void labelled(byte[] octets, String... labels) {
    server.mailbox("All Mail").add(octets, Set.of());
    for (String label : labels) {
      server.mailbox(label).add(octets, Set.of());
    }
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void deleteForGood(List<MessageId> ids) {
    bench.store.actions().deletePermanently(ids);
  }

  private int inAllMail() {
    return server.mailbox("All Mail").messages.size();
  }

  private void bothSidesAreTheSame() {
    bench.syncWell();
    for (String name : List.of("INBOX", "Work", "Trash", "Spam")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
  }

  @Test
  void whatIsDeletedForGoodIsNowhere() {
    deleteForGood(bench.newest("INBOX", 5));
    bench.syncWell();
    assertThat(inAllMail()).isEqualTo(15);
    assertThat(server.inbox().messages).hasSize(15);
    assertThat(server.mailbox("Trash").messages).isEmpty();
    assertThat(server.contentsSent).noneMatch(sent -> sent.startsWith("Trash"));
    assertThat(server.count(c -> c.startsWith("UID MOVE"))).as("one command for all").isEqualTo(1);
    bothSidesAreTheSame();
  }

  /// Deleting one of two sights of a message must not take the other.
  @Test
  void whatHasAnotherLabelLosesThisOne() {
    byte[] both = SyncBench.message(50);
    labelled(both, "INBOX", "Work");
    bench.syncWell();
    deleteForGood(bench.newest("INBOX", 2));
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(19);
    assertThat(server.mailbox("Work").messages).hasSize(1);
    assertThat(inAllMail()).isEqualTo(20);
    bothSidesAreTheSame();

    deleteForGood(bench.newest("Work", 1));
    bench.syncWell();
    assertThat(server.mailbox("Work").messages).isEmpty();
    assertThat(inAllMail()).as("that was the last").isEqualTo(19);
    bothSidesAreTheSame();
  }

  @Test
  void whatIsDeletedInAllMailIsDeletedEverywhere() {
    labelled(SyncBench.message(60));
    bench.engine.syncNow(
        bench.account.id(), new SyncEngine.Options(List.of("@all"), false), bench.progress::add);
    deleteForGood(bench.newest("All Mail", 1));
    bench.syncWell();
    assertThat(inAllMail()).isEqualTo(20);
    assertThat(server.mailbox("Trash").messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Trash", "Spam"})
  void inTrashAndSpamAnExpungeIsEnough(String name) {
    server.mailbox(name).add(SyncBench.message(70), Set.of());
    bench.syncWell();
    server.commands.clear();
    deleteForGood(bench.newest(name, 1));
    bench.syncWell();
    assertThat(server.mailbox(name).messages).isEmpty();
    assertThat(server.count(c -> c.startsWith("UID MOVE"))).isZero();
  }

  /// Whatever step the line breaks at, before or behind: the message is deleted in the end, and
  /// what somebody else put to Trash meanwhile stays.
  @ParameterizedTest
  @CsvSource({
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
  })
  void aCutAnywhereLosesNothingElse(int step) {
    for (Cut how : List.of(Cut.BEFORE_COMMAND, Cut.AFTER_COMMAND)) {
      int before = inAllMail();
      deleteForGood(bench.newest("INBOX", 2));
      server.cutAtCommand(step, how);
      bench.sync();
      server.mailbox("Trash").add(SyncBench.message(100 + step), Set.of());
      server.heal();
      bench.syncWell();
      bench.syncWell();
      assertThat(inAllMail()).isEqualTo(before - 2);
      assertThat(server.mailbox("Trash").messages.values())
          .hasSize(how == Cut.BEFORE_COMMAND ? 1 : 2)
          .allMatch(
              m -> m.headerField("Message-ID").equals("<m" + (100 + step) + "@example.test>"));
      bothSidesAreTheSame();
    }
  }

  /// A COPYUID that names another message of Trash must not cost that one its life.
  @Test
  void aWrongCopyUidDeletesNobodyElse() {
    server.mailbox("Trash").add(SyncBench.message(80), Set.of());
    server.mailbox("Trash").add(SyncBench.message(81), Set.of());
    bench.syncWell();
    server.habit = line -> line.replaceAll("(COPYUID \\d+ \\S+) \\S+\\]", "$1 1,2]");
    deleteForGood(bench.newest("INBOX", 2));
    bench.syncWell();
    assertThat(server.mailbox("Trash").messages.keySet()).containsExactly(1L, 2L);
    assertThat(inAllMail()).isEqualTo(18);
    bothSidesAreTheSame();
  }

  @Test
  void withoutCopyUidItIsFoundByItsMessageId() {
    server.habit = line -> line.contains("COPYUID") ? "" : line;
    deleteForGood(bench.newest("INBOX", 2));
    bench.syncWell();
    assertThat(inAllMail()).isEqualTo(18);
    assertThat(server.mailbox("Trash").messages).isEmpty();
    bothSidesAreTheSame();
  }

  /// Two with one Message-ID, and nothing that tells which is which: they stay in Trash.
  @Test
  void whatCannotBeToldApartStaysInTrash() {
    String text = new String(SyncBench.message(90), StandardCharsets.US_ASCII);
    labelled(text.getBytes(StandardCharsets.US_ASCII), "INBOX");
    labelled((text + "More.\r\n").getBytes(StandardCharsets.US_ASCII), "INBOX");
    bench.syncWell();
    server.habit = line -> line.contains("COPYUID") ? "" : line;
    deleteForGood(bench.newest("INBOX", 2));
    bench.syncWell();
    assertThat(server.mailbox("Trash").messages).hasSize(2);
    bothSidesAreTheSame();
  }

  /// A server that has only a part of it: the label goes, as ever.
  @ParameterizedTest
  @ValueSource(strings = {"X-GM-LABELS", "STATUS Trash"})
  void whatIsRefusedIsSaidOrDoneAsEver(String refused) {
    server.refuse(c -> c.contains(refused), "BAD what");
    deleteForGood(bench.newest("INBOX", 2));
    bench.syncWell();
    server.heal();
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(18);
    assertThat(inAllMail()).isEqualTo(20);
    bothSidesAreTheSame();
  }

  @Test
  void aTrashThatRefusesKeepsIt() {
    server.refuse(c -> c.startsWith("SELECT Trash"), "NO [NOPERM] not now");
    deleteForGood(bench.newest("INBOX", 2));
    bench.sync();
    server.heal();
    bench.syncWell();
    assertThat(server.mailbox("Trash").messages).hasSize(2);
    bothSidesAreTheSame();
  }
}
