package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Flags;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.OutboxId;
import app.paloma.model.SentCopy;
import app.paloma.store.OutboxStore;
import app.paloma.store.Submission;
import app.paloma.sync.FakeImapServer.Cut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest extends Pushing {
  /// go-imap announces MOVE for mail stores that know none; others say BAD.
  @ParameterizedTest
  @ValueSource(strings = {"NO MOVE extension not supported", "BAD Unknown command UID MOVE"})
  void aMoveThatIsOnlyAnnouncedIsDoneWithoutIt(String answer) {
    server.refuse(c -> c.startsWith("UID MOVE"), answer);
    bench.store.actions().move(inbox(4), bench.mailbox("Archive").id());
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(4);
    assertThat(bench.messages("INBOX")).hasSize(26);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    converges();
  }

  /// It is then made, in case it is not there: that it is there is no reason to take the move back.
  @Test
  void aFolderThatCannotBeLookedIntoOnceIsNoRefusal() {
    AtomicInteger asked = new AtomicInteger();
    server.refuse(
        c ->
            c.startsWith("CREATE ")
                || c.startsWith("STATUS Archive") && asked.incrementAndGet() == 1,
        "NO Internal error");
    bench.store.actions().move(inbox(4), bench.mailbox("Archive").id());
    bench.syncWell();
    assertThat(asked.get()).isGreaterThan(1);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    assertThat(bench.messages("Archive")).hasSize(4);
    converges();
  }

  @Test
  void flagsBecomeFewCommands() {
    bench.store.actions().setFlags(inbox(30), Flags.of(Flags.SEEN), Flags.NONE);
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("UID STORE"))).isEqualTo(1);
    assertThat(server.inbox().messages.values()).allMatch(m -> m.flags.contains("\\Seen"));
    converges();
  }

  /// What a message lacks of two flags differs from one to the next.
  @Test
  void differentFlagsByTurnsBecomeFewCommands() {
    List<MessageId> ids = inbox(30);
    for (int i = 0; i < ids.size(); i += 2) {
      bench.store.actions().setFlags(ids.subList(i, i + 1), Flags.of(Flags.SEEN), Flags.NONE);
    }
    bench.syncWell();
    server.commands.clear();
    bench.store.actions().setFlags(ids, Flags.of(Flags.SEEN | Flags.FLAGGED), Flags.NONE);
    bench.store.actions().setFlags(ids.subList(0, 1), Flags.NONE, Flags.of(Flags.FLAGGED));
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("UID STORE"))).isLessThan(5);
    assertThat(server.inbox().messages.values())
        .allMatch(m -> m.flags.contains("\\Seen"))
        .filteredOn(m -> m.flags.contains("\\Flagged"))
        .hasSize(29);
    converges();
  }

  @Test
  void anotherClientsFlagsStay() {
    server.inbox().messages.get(30L).flags.add("\\Flagged");
    server.inbox().messages.get(30L).modSeq = ++server.inbox().modSeq;
    bench
        .store
        .actions()
        .setFlags(List.of(bench.id("INBOX", 30)), Flags.of(Flags.SEEN), Flags.NONE);
    bench.syncWell();
    assertThat(server.inbox().messages.get(30L).flags).contains("\\Seen", "\\Flagged");
    converges();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {FakeImapServer.MODERN, "MOVE", "UIDPLUS", "ESEARCH", "CONDSTORE ENABLE QRESYNC"})
  void movesOnEveryKindOfServer(String capabilities) throws IOException {
    close();
    open(capabilities);
    List<MessageId> ids = inbox(20);
    bench.store.actions().move(ids, bench.mailbox("Archive").id());
    server.bodiesSent.clear();
    bench.syncWell();
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("UID MOVE") || c.startsWith("UID COPY")))
        .isEqualTo(1);
    assertThat(server.mailbox("Archive").messages).hasSize(20);
    assertThat(bench.messages("Archive").stream().map(MessageSummary::id).toList())
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(server.count(c -> c.equals("EXPUNGE"))).isZero();
    if (server.can("MOVE") || server.can("UIDPLUS")) {
      converges();
    }
  }

  /// What was put there from here is not fetched from there.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS MOVE", "UIDPLUS MOVE CONDSTORE ENABLE"})
  void whatWentThereFromHereIsNotDownloaded(String capabilities) throws IOException {
    close();
    open(capabilities);
    server.mailbox("Archive").add(SyncBench.message(900), Set.of());
    bench.syncWell();
    server.contentsSent.clear();
    server.commands.clear();
    bench.store.actions().move(inbox(9), bench.mailbox("Archive").id());
    bench.append("Sent", 77);
    bench.syncWell();
    bench.syncWell();
    assertThat(server.contentsSent).isEmpty();
    converges();
    if (server.can("QRESYNC")) {
      assertThat(server.count(c -> c.startsWith("UID FETCH") || c.startsWith("UID SEARCH")))
          .as("the mailbox they left is not compared message by message")
          .isZero();
    }
  }

  @Test
  void deletesForGood() {
    bench.store.actions().deletePermanently(inbox(3));
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(27);
    converges();
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "ESEARCH"})
  void appendsOnce(String capabilities) throws IOException {
    close();
    open(capabilities);
    bench.append("Sent", 77);
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Sent").messages).hasSize(1);
    converges();
  }

  /// Two with one Message-ID stay two, and one that is refused costs no other.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "ESEARCH"})
  void manyAppendsAreOneQuestionAndEachItsOwnAnswer(String capabilities) throws IOException {
    close();
    open(capabilities);
    for (int n = 51; n <= 55; n++) {
      bench.append("Sent", n);
    }
    bench.append("Sent", 55);
    server.cutAtCommand(6, Cut.AFTER_COMMAND);
    bench.sync();
    server.heal();
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Sent").messages).hasSize(6);
    converges();
    server.commands.clear();
    bench.append("Sent", 61);
    bench.append("Sent", 62);
    bench.append("Sent", 63);
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("STATUS Sent")))
        .as("once before them, and once where LIST tells none")
        .isLessThanOrEqualTo(2);
    assertThat(server.mailbox("Sent").messages).hasSize(9);
  }

  @Test
  void aMailboxIsCreatedRenamedAndDeleted() {
    var made = bench.store.actions().createMailbox(bench.account.id(), "Work");
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNotNull();
    bench.store.actions().renameMailbox(made.id(), "Play");
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
    assertThat(server.mailbox("Play")).isNotNull();
    bench.store.actions().deleteMailbox(made.id());
    bench.syncWell();
    assertThat(server.mailbox("Play")).isNull();
  }

  @Test
  void aRefusalIsTakenBack() {
    server.refuse(c -> c.startsWith("UID MOVE"), "NO [NOPERM] not allowed");
    bench.store.actions().move(inbox(2), bench.mailbox("Archive").id());
    bench.sync();
    server.heal();
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(30);
    converges();
  }

  /// Gmail: [OVERQUOTA] and [THROTTLED] pass; what cannot be done now must not stop what can.
  @Test
  void whatMustWaitHoldsUpNothingElse() {
    server.refuse(c -> c.startsWith("UID STORE"), "NO [LIMIT] too much today");
    bench.store.actions().setFlags(inbox(2), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.store.actions().createMailbox(bench.account.id(), "Work");
    server.inbox().add(SyncBench.message(99), Set.of());
    SyncEngine.Report report = bench.sync();
    assertThat(report.failure()).get().isInstanceOf(CommandRejected.class);
    assertThat(bench.messages("INBOX")).hasSize(31);
    assertThat(server.mailbox("Work")).isNotNull();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isEqualTo(2);
    assertThat(bench.messages("INBOX").stream().filter(m -> m.flags().isFlagged())).hasSize(2);
    server.heal();
    bench.syncWell();
    converges();
    assertThat(server.inbox().messages.values().stream().filter(m -> m.flags.contains("\\Flagged")))
        .hasSize(2);
  }

  /// Another client takes it away before the mailbox is looked at again.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "CONDSTORE UIDPLUS MOVE", "UIDPLUS MOVE"})
  void whatWasPutThereAndIsGoneAtOnceIsGone(String capabilities) throws IOException {
    close();
    open(capabilities);
    FakeMailbox archive = server.mailbox("Archive");
    AtomicInteger listed = new AtomicInteger();
    server.refuse(
        c -> {
          if (c.startsWith("LIST") && listed.incrementAndGet() == 1) {
            archive.remove(archive.messages.firstKey());
            archive.add(SyncBench.message(99), Set.of());
          }
          return false;
        },
        "NO");
    bench.store.actions().copy(inbox(2), bench.mailbox("Archive").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(2);
    converges();
  }

  /// The server copies what it has, which may not be what is seen here.
  @ParameterizedTest
  @ValueSource(strings = {"NO [INUSE] later", "NO refused"})
  void aCopyHasTheFlagsThatTheServerGaveIt(String answer) throws IOException {
    for (String capabilities : List.of(FakeImapServer.MODERN, "UIDPLUS")) {
      close();
      open(capabilities);
      server.refuse(c -> c.startsWith("UID STORE"), answer);
      List<MessageId> ids = inbox(1);
      bench.store.actions().setFlags(ids, Flags.of(Flags.FLAGGED), Flags.NONE);
      bench.store.actions().copy(ids, bench.mailbox("Archive").id());
      bench.sync();
      server.heal();
      bench.syncWell();
      bench.syncWell();
      converges();
    }
  }

  @Test
  void flagsReachTheirMessageAfterANewUidValidity() {
    bench
        .store
        .actions()
        .setFlags(List.of(bench.id("INBOX", 5)), Flags.of(Flags.FLAGGED), Flags.NONE);
    server.inbox().renumber();
    bench.syncWell();
    bench.syncWell();
    assertThat(server.inbox().byMessageId("m5@").orElseThrow().flags).contains("\\Flagged");
    assertThat(server.inbox().messages.values().stream().filter(m -> m.flags.contains("\\Flagged")))
        .hasSize(1);
    converges();
  }

  /// Cut at every command, before and after it is carried out: the next synchronizations end at the
  /// same state, and nothing is there twice.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS"})
  void cutAtEveryCommandTheChangesStillHappenOnce(String capabilities) throws IOException {
    for (Cut how : List.of(Cut.BEFORE_COMMAND, Cut.AFTER_COMMAND)) {
      for (int n = 1; n < 60; n++) {
        close();
        open(capabilities);
        bench.store.actions().move(inbox(6), bench.mailbox("Archive").id());
        bench.store.actions().setFlags(inbox(4), Flags.of(Flags.FLAGGED), Flags.of(Flags.SEEN));
        bench.store.actions().deletePermanently(inbox(1));
        bench.append("Sent", 99);
        server.cutAtCommand(n, how);
        bench.sync();
        boolean reached = !server.cutPending();
        server.heal();
        bench.syncWell();
        bench.syncWell();
        assertThat(server.mailbox("Archive").messages).as(how + " " + n).hasSize(6);
        assertThat(server.mailbox("Sent").messages).as(how + " " + n).hasSize(1);
        assertThat(server.inbox().messages).as(how + " " + n).hasSize(23);
        assertThat(server.inbox().messages.values())
            .as(how + " " + n)
            .filteredOn(m -> m.flags.contains("\\Flagged"))
            .hasSize(3);
        converges();
        if (!reached) {
          break;
        }
      }
    }
  }

  /// A message that left, and its copy filed from here.
  private OutboxId sent(String messageId) {
    byte[] raw =
        ("Message-ID: <" + messageId + ">\r\nSubject: x\r\n\r\nhi\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    OutboxId id =
        bench
            .store
            .outbox()
            .enqueue(
                Submission.finished(
                    bench.account.id(),
                    messageId,
                    "alice@example.test",
                    List.of("bob@example.net"),
                    "x",
                    Instant.EPOCH,
                    DeliveryWishes.NONE),
                raw);
    bench.store.outbox().claim(bench.account.id(), Instant.now());
    bench.store.outbox().advance(id, OutboxStore.State.ACCEPTED);
    bench.store.outbox().saved(id, true, new MessageReader().index(raw, true));
    return id;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheServerFiledItselfIsNotPutThereAgain(boolean seenBefore) {
    byte[] filed =
        "Message-ID: <own@x>\r\nSubject: x\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII);
    server.mailbox("Sent").add(filed, Set.of("\\Seen"));
    if (seenBefore) {
      bench.syncWell();
    }
    int before = server.mailbox("Sent").messages.size();
    sent("own@x");
    sent("other@x");
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Sent").messages).hasSize(before + 1);
    assertThat(bench.messages("Sent")).hasSize(before + 1);
    assertThat(bench.store.preferences().get(SentCopy.seenKey(bench.account.id()))).isPresent();
    converges();
  }

  /// By another program, or from another profile.
  @Test
  void anotherMessageOfTheSameMessageIdIsNotTheServersOwnCopy() {
    server
        .mailbox("Sent")
        .add(
            "Message-ID: <own@x>\r\nSubject: x\r\n\r\nlast week\r\n"
                .getBytes(StandardCharsets.US_ASCII),
            Set.of("\\Seen"));
    bench.syncWell();
    int before = server.mailbox("Sent").messages.size();
    sent("own@x");
    bench.syncWell();
    assertThat(server.mailbox("Sent").messages).hasSize(before + 1);
    assertThat(bench.store.preferences().get(SentCopy.seenKey(bench.account.id()))).isEmpty();
    converges();
  }

  /// Behind the copy from here.
  private void filedLate(String messageId) {
    sent(messageId);
    bench.syncWell();
    byte[] filed =
        ("Message-ID: <" + messageId + ">\r\n\r\nhi\r\n").getBytes(StandardCharsets.US_ASCII);
    server.mailbox("Sent").add(filed, Set.of("\\Seen"));
    bench.syncWell();
  }

  @Test
  void aServerThatFilesLaterIsRememberedWhenItDidSoTwice() {
    String key = SentCopy.seenKey(bench.account.id());
    filedLate("one@x");
    assertThat(bench.store.preferences().get(key)).as("may be made by hand").isEmpty();
    filedLate("two@x");
    assertThat(bench.store.preferences().get(key)).isPresent();
    converges();
  }

  @Test
  void theSameMessageSentTwiceIsFiledTwice() {
    int before = server.mailbox("Sent").messages.size();
    sent("own@x");
    bench.syncWell();
    sent("own@x");
    bench.syncWell();
    assertThat(server.mailbox("Sent").messages).hasSize(before + 2);
    assertThat(bench.store.preferences().get(SentCopy.seenKey(bench.account.id()))).isEmpty();
  }
}
