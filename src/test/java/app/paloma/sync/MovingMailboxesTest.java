package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.store.PendingChangeStore.Refusal;
import app.paloma.store.StoreException;
import app.paloma.sync.FakeImapServer.Cut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of messages and of their mailboxes that were made together, here or on both sides,
/// before the server heard of any.
class MovingMailboxesTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    open(FakeImapServer.MODERN);
  }

  private void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    server.create("Work", "");
    for (int n = 1; n <= 6; n++) {
      server.mailbox("Work").add(SyncBench.message(n), Set.of());
    }
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
    bench.syncWell();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void reopen(String capabilities) throws IOException {
    close();
    open(capabilities);
  }

  private List<MessageId> work(int count) {
    return bench.messages("Work").stream().limit(count).map(MessageSummary::id).toList();
  }

  private void converges(String... names) {
    for (String name : names) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  private List<String> refusals() {
    return bench.store.pendingChanges().refusals(bench.account.id(), 100).stream()
        .map(Refusal::reason)
        .toList();
  }

  @Test
  void whatWasTakenOutOfAMailboxOutlivesIt() {
    bench.store.actions().move(work(2), bench.mailbox("INBOX").id());
    bench.store.actions().copy(work(1), bench.mailbox("Archive").id());
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
    assertThat(server.inbox().messages).hasSize(2);
    assertThat(server.mailbox("Archive").messages).hasSize(1);
    converges("INBOX", "Archive");
  }

  @Test
  void aMailboxIsNotDeletedUnderMessagesThatAreOnlyOnTheServer() {
    server.mailbox("Work").add(SyncBench.message(50), Set.of());
    bench.engine.syncNow(
        bench.account.id(), new SyncEngine.Options(List.of("Work"), true), report -> {});
    MessageId header = work(1).getFirst();
    assertThat(bench.store.contents().extent(header).orElseThrow().complete()).isFalse();
    bench.store.actions().move(List.of(header), bench.mailbox("INBOX").id());
    Mailbox work = bench.mailbox("Work");
    assertThatThrownBy(() -> bench.store.actions().deleteMailbox(work.id()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("synchronize first");
    bench.syncWell();
    bench.store.actions().deleteMailbox(work.id());
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(1);
    converges("INBOX");
  }

  /// It would go with its mailbox for good.
  @Test
  void mailThatNobodySawKeepsItsMailbox() {
    bench.store.actions().move(work(1), bench.mailbox("INBOX").id());
    server.mailbox("Work").add(SyncBench.message(60), Set.of());
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(refusals()).containsExactly(RefusalReason.NEW_MAIL.text());
    converges("INBOX", "Work");
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
  }

  /// A server may raise UIDNEXT as it likes, or tell none.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS", "IDLE"})
  void aUidNextThatGrewByItselfDoesNotKeepIt(String capabilities) throws IOException {
    reopen(capabilities);
    server.mailbox("Work").uidNext += 50;
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    assertThat(refusals()).isEmpty();
    assertThat(server.mailbox("Work")).isNull();
  }

  @Test
  void whereNoUidNextIsToldTheMessagesAreLookedAt() {
    server.mailbox("Work").add(SyncBench.message(60), Set.of());
    server.habit = line -> line.replaceAll(" ?UIDNEXT \\d+", "");
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    assertThat(refusals()).containsExactly(RefusalReason.NEW_MAIL.text());
    bench.syncWell();
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
  }

  /// Somebody else deleted it, made it anew and put mail into it.
  @Test
  void aMailboxThatIsAnotherByNowIsKeptWithItsMail() {
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    server.mailboxes.remove("Work");
    server.create("Work", "").add(SyncBench.message(60), Set.of());
    bench.syncWell();
    bench.syncWell();
    assertThat(refusals()).containsExactly(RefusalReason.NEW_MAIL.text());
    converges("INBOX", "Work");
  }

  @Test
  void whatWasMovedThereFromHereDoesNotKeepIt() {
    List<MessageId> one = work(1);
    bench.store.actions().move(one, bench.mailbox("Archive").id());
    bench.syncWell();
    bench.store.actions().move(one, bench.mailbox("Work").id());
    bench.syncWell();
    bench.store.actions().deleteMailbox(bench.mailbox("Work").id());
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
    assertThat(refusals()).isEmpty();
  }

  /// The server still knows the mailbox by its old name when the messages are moved.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS", "IDLE"})
  void messagesAndMailboxesMoveTogether(String capabilities) throws IOException {
    reopen(capabilities);
    server.inbox().add(SyncBench.message(20), Set.of());
    bench.syncWell();
    bench.store.actions().move(List.of(bench.id("INBOX", 1)), bench.mailbox("Work").id());
    bench.store.actions().setFlags(work(3), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.store.actions().renameMailbox(bench.mailbox("Work").id(), "Play");
    List<MessageId> there =
        bench.messages("Play").stream().skip(5).map(MessageSummary::id).toList();
    bench.store.actions().move(there, bench.mailbox("Archive").id());
    server.commands.clear();
    bench.syncWell();
    bench.syncWell();
    assertThat(refusals()).isEmpty();
    assertThat(server.mailbox("Work")).isNull();
    assertThat(server.mailbox("Play").messages).hasSize(capabilities.equals("IDLE") ? 7 : 5);
    assertThat(server.mailbox("Archive").messages).hasSize(2);
    assertThat(server.count(c -> c.startsWith("CREATE"))).isZero();
    assertThat(bench.messages("Play")).hasSize(5);
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  @Test
  void aMailboxThatWasRenamedAndDeletedIsDeleted() {
    bench.store.actions().renameMailbox(bench.mailbox("Work").id(), "Play");
    bench.store.actions().deleteMailbox(bench.mailbox("Play").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Work")).isNull();
    assertThat(server.mailbox("Play")).isNull();
    assertThat(bench.store.mailboxes().find(bench.account.id(), "Work")).isEmpty();
  }

  /// Dovecot's `auto = subscribe`: there it is again under its old name, empty.
  @Test
  void aRenamedMailboxThatIsMadeAnewStaysRenamedThoughTheAnswerWasLost() {
    bench.store.actions().renameMailbox(bench.mailbox("Work").id(), "Play");
    server.refuse(
        command -> {
          if (command.startsWith("RENAME") && server.mailbox("Work") != null) {
            server.rename("Work", "Play");
            server.create("Work", "");
          }
          return command.startsWith("RENAME");
        },
        "NO Mailbox doesn't exist: Work");
    bench.syncWell();
    assertThat(refusals()).isEmpty();
    assertThat(bench.messages("Play")).hasSize(6);
    assertThat(server.subscriptions).contains("Play");
    converges("Play", "Work");
  }

  @Test
  void aMailboxDoesNotMoveIntoItself() {
    Mailbox work = bench.mailbox("Work");
    assertThatThrownBy(() -> bench.store.actions().renameMailbox(work.id(), "Work/Play"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("into itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS"})
  void movesAndCopiesOutliveANewUidValidity(String capabilities) throws IOException {
    reopen(capabilities);
    bench.store.actions().setFlags(work(1), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.store.actions().move(work(2), bench.mailbox("Archive").id());
    bench.store.actions().copy(work(1), bench.mailbox("INBOX").id());
    server.mailbox("Work").renumber();
    for (int i = 0; i < 3; i++) {
      bench.syncWell();
    }
    assertThat(refusals()).isEmpty();
    assertThat(server.mailbox("Work").messages).hasSize(4);
    assertThat(server.inbox().messages).hasSize(1);
    assertThat(server.mailbox("Archive").messages.values())
        .hasSize(2)
        .filteredOn(m -> m.flags.contains("\\Flagged"))
        .hasSize(1);
    converges("INBOX", "Work", "Archive");
  }

  /// Else it would be shown in its new place for ever, where no server has it.
  @Test
  void aMoveOfWhatIsGoneIsToldAfterANewUidValidity() {
    bench.store.actions().move(work(1), bench.mailbox("Archive").id());
    server.mailbox("Work").messages.pollLastEntry();
    server.mailbox("Work").renumber();
    bench.syncWell();
    assertThat(refusals()).containsExactly(RefusalReason.MESSAGE_GONE.text());
    assertThat(server.mailbox("Archive").messages).isEmpty();
    converges("INBOX", "Work", "Archive");
  }

  /// Another client renames a mailbox, and one of the same name is made in its place, as servers do
  /// that always have a mailbox of that name.
  @Test
  void aMailboxThatWasReplacedUnderItsNameIsTheOneOfTheNewName() {
    server.mailbox("Work").add(withoutMessageId(), Set.of());
    bench.syncWell();
    Mailbox work = bench.mailbox("Work");
    bench.store.actions().setFlags(work(1), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.store.actions().move(work(1), bench.mailbox("Archive").id());
    server.rename("Work", "Play");
    server.subscriptions.add("Play");
    server.create("Work", "");
    server.commands.clear();
    bench.syncWell();
    bench.syncWell();
    assertThat(bench.mailbox("Play").id()).isEqualTo(work.id());
    assertThat(bench.messages("Work")).isEmpty();
    assertThat(server.count(c -> c.contains("BODY.PEEK[]"))).as("downloads").isZero();
    assertThat(server.mailbox("Archive").messages.values())
        .hasSize(1)
        .allSatisfy(m -> assertThat(m.flags).contains("\\Flagged"));
    converges("Play", "Work", "Archive");
  }

  /// The UIDs that MOVE tells are those of the mailbox that was made in the place of the renamed
  /// one.
  @Test
  void whatWasMovedToAReplacedMailboxIsThere() {
    server.inbox().add(SyncBench.message(20), Set.of());
    server.inbox().add(withoutMessageId(), Set.of());
    bench.syncWell();
    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().move(ids, bench.mailbox("Work").id());
    server.rename("Work", "Play");
    server.subscriptions.add("Play");
    server.create("Work", "");
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Work").messages).hasSize(2);
    assertThat(server.mailbox("Play").messages).hasSize(6);
    converges("INBOX", "Play", "Work");
  }

  private static byte[] withoutMessageId() {
    String text = new String(SyncBench.message(30), StandardCharsets.US_ASCII);
    return text.replaceFirst("Message-ID: [^\r]*\r\n", "").getBytes(StandardCharsets.US_ASCII);
  }

  /// The answer to COPY or APPEND is lost, and there is no Message-ID to look for.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS"})
  void whatHasNoMessageIdIsNotDoubled(String capabilities) throws IOException {
    for (int n = 1; n < 40; n++) {
      reopen(capabilities);
      server.inbox().add(withoutMessageId(), Set.of());
      bench.syncWell();
      MessageId id = bench.id("INBOX", 1);
      bench.store.actions().copy(List.of(id), bench.mailbox("Sent").id());
      bench.store.actions().move(List.of(id), bench.mailbox("Archive").id());
      server.cutAtCommand(n, Cut.AFTER_COMMAND);
      bench.sync();
      boolean reached = !server.cutPending();
      server.heal();
      bench.syncWell();
      bench.syncWell();
      assertThat(server.mailbox("Archive").messages).as("cut at " + n).hasSize(1);
      assertThat(server.mailbox("Sent").messages).as("cut at " + n).hasSize(1);
      assertThat(server.inbox().messages).as("cut at " + n).isEmpty();
      converges("INBOX", "Archive", "Sent");
      if (!reached) {
        break;
      }
    }
  }

  /// What arrives is not taken for a message that is still to be brought somewhere else from here.
  @Test
  void anImportIsNotTakenForAnArrivalElsewhere() {
    server.refuse(c -> c.startsWith("APPEND"), "NO [LIMIT] later");
    bench.append("INBOX", 40);
    server.mailbox("Work").add(SyncBench.message(40), Set.of());
    bench.sync();
    server.heal();
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(1);
    converges("INBOX", "Work");
  }

  /// A server with CONDSTORE and without QRESYNC.
  @Test
  void mailArrivesInAMailboxThatWasEmpty() throws IOException {
    reopen("CONDSTORE UIDPLUS LIST-STATUS LIST-EXTENDED");
    server.mailbox("Archive").add(SyncBench.message(9), Set.of("\\Seen"));
    bench.syncWell();
    converges("Archive");
    assertThat(bench.messages("Archive")).hasSize(1);
    assertThat(Optional.of(bench.mailbox("Archive").complete())).contains(true);
  }
}
