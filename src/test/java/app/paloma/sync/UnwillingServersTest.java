package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.sync.FakeMailbox.Withheld;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.sync.SyncEngine.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that will not, or not now: nothing that is there may be taken for broken or gone, and
/// when they will again both sides are the same.
class UnwillingServersTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(60);
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void converges() {
    server.heal();
    bench.syncWell();
    bench.syncWell();
    same();
  }

  private void same() {
    for (String name : List.of("INBOX", "Archive", "Sent")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.messages("INBOX")).allMatch(m -> m.bodyState() == BodyState.COMPLETE);
    assertThat(server.contentsSent).as("nothing is fetched twice").doesNotHaveDuplicates();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  /// Gmail, Yahoo, Dovecot, Exchange: a FETCH that is put off says nothing about the messages.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO [THROTTLED] Try again later",
        "NO [OVERQUOTA] Account exceeded command or bandwidth limits",
        "NO [LIMIT] UID FETCH Rate limit hit",
        "NO [UNAVAILABLE] UID FETCH Server error - Please try again later",
        "NO Server Unavailable. 15",
        "BAD Command Error. 12",
      })
  void mailThatIsPutOffIsNotTakenForBroken(String answer) {
    server.refuse(c -> c.startsWith("UID FETCH"), answer);
    Report report = bench.sync();
    assertThat(SyncBench.of(report, "INBOX").failure()).get().isInstanceOf(CommandRejected.class);
    assertThat(SyncBench.of(report, "INBOX").quarantined()).isZero();
    assertThat(server.count(c -> c.startsWith("UID FETCH"))).as("patience").isLessThan(10);
    assertThat(bench.messages("INBOX")).isEmpty();
    converges();
  }

  @Test
  void oneMessageThatIsPutOffAgainAndAgainIsNotTakenForBroken() {
    bench.syncWell();
    server.inbox().add(SyncBench.message(61), Set.of());
    server.refuse(c -> c.startsWith("UID FETCH"), "NO [THROTTLED] later");
    for (int i = 0; i < 5; i++) {
      bench.sync();
    }
    assertThat(bench.messages("INBOX")).hasSize(60);
    converges();
  }

  /// In the middle of a mailbox: what has come stays, the rest comes later.
  @Test
  void patienceBeginsWhereTheServerEnds() {
    for (int n = 61; n <= 1500; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
    AtomicInteger asked = new AtomicInteger();
    server.refuse(
        c -> c.startsWith("UID FETCH") && asked.incrementAndGet() > 1, "NO [THROTTLED] later");
    bench.sync();
    assertThat(bench.messages("INBOX")).isNotEmpty().hasSizeLessThan(1500);
    converges();
  }

  /// iCloud, Exchange: a message that the server itself cannot read.
  @ParameterizedTest
  @EnumSource
  void aMessageWithoutOctetsIsVisibleAndCanBeTriedAgain(Withheld how) throws Exception {
    server.inbox().messages.get(7L).withheld = how;
    Report report = bench.syncWell();
    assertThat(SyncBench.of(report, "INBOX").quarantined()).isEqualTo(1);
    MessageId id = bench.id("INBOX", 7);
    assertThat(bench.store.messages().get(id).orElseThrow().bodyState())
        .isEqualTo(BodyState.QUARANTINED);
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isZero();

    server.inbox().messages.get(7L).withheld = null;
    bench.engine.fetchBody(id);
    server.contentsSent.clear();
    converges();
  }

  /// Hoodiecrow: sixty messages must not become sixty commands.
  @Test
  void aServerThatSendsPartsOfOneMessageAloneSendsWholeOnes() throws Exception {
    server.partOfFirstOnly = true;
    Report report = bench.syncWell();
    assertThat(SyncBench.of(report, "INBOX").quarantined()).isZero();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isLessThan(6);
    // The empty answers count as contents there.
    server.contentsSent.clear();
    same();
  }

  @Test
  void anEmptyMessageIsAMessage() {
    server.inbox().add(new byte[0], Set.of());
    bench.syncWell();
    assertThat(bench.octets(bench.id("INBOX", 61))).isEmpty();
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isZero();
    same();
  }

  /// Yahoo and Gmail say BYE in the middle of an answer when they have had enough.
  @Test
  void aByeInTheMiddleIsTheEndOfOneConnection() {
    for (int n = 61; n <= 400; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
    AtomicInteger lines = new AtomicInteger();
    server.habit =
        line -> {
          if (line.startsWith("* OK [CAPABILITY")) {
            lines.set(0);
          }
          boolean enough = lines.incrementAndGet() > 150;
          return enough ? lines.get() == 151 ? "* BYE [UNAVAILABLE] Server closing" : "" : line;
        };
    bench.sync();
    bench.sync();
    server.habit = line -> line;
    bench.syncWell();
    // What was said after BYE went nowhere.
    server.contentsSent.clear();
    same();
  }

  /// What others do while the answer is on its way.
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void newsInTheMiddleOfAFetchAreNotLost(boolean qresync) throws IOException {
    if (!qresync) {
      close();
      server = new FakeImapServer("UIDPLUS", "MOVE");
      for (int n = 1; n <= 60; n++) {
        server.inbox().add(SyncBench.message(n), Set.of());
      }
      bench = new SyncBench(profile.resolve("plain"), server.port());
    }
    AtomicInteger fetches = new AtomicInteger();
    server.habit =
        line -> {
          if (!line.contains("BODY[]") || fetches.incrementAndGet() != 20) {
            return line;
          }
          FakeMailbox.Message flagged = server.inbox().messages.get(3L);
          flagged.flags.add("\\Flagged");
          flagged.modSeq = ++server.inbox().modSeq;
          server.inbox().add(SyncBench.message(99), Set.of());
          return "* 3 FETCH (UID 3 FLAGS (\\Flagged))\r\n* 61 EXISTS\r\n" + line;
        };
    bench.sync();
    converges();
    assertThat(bench.messages("INBOX")).hasSize(61);
  }

  /// As it is in the middle of a mailbox.
  @ParameterizedTest
  @EnumSource(
      value = FakeImapServer.Cut.class,
      names = {"BEFORE_COMMAND", "AFTER_COMMAND"})
  void aLineThatIsCutAtTheSignInIsTriedAgain(FakeImapServer.Cut how) throws IOException {
    server.cutAtCommand(1, how);
    Report report = bench.syncWell();
    assertThat(report.connections()).isEqualTo(1);
    assertThat(server.count(c -> c.startsWith("LOGIN"))).isEqualTo(2);
    same();
  }

  /// Another program's connection ends meanwhile.
  @Test
  void aServerThatIsBusyAtTheSignInIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    server.refuse(
        c -> c.startsWith("LOGIN") && asked.incrementAndGet() == 1,
        "NO [LIMIT] Maximum number of connections exceeded");
    bench.syncWell();
    same();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO wrong", "NO [AUTHENTICATIONFAILED] wrong", "NO [CONTACTADMIN] come"})
  void aRefusedPasswordIsNotTriedAgain(String answer) {
    server.refuse(c -> c.startsWith("LOGIN"), answer);
    assertThat(bench.sync().failure()).isPresent();
    assertThat(server.count(c -> c.startsWith("LOGIN"))).isEqualTo(1);
  }

  @Test
  void aServerThatStaysBusyIsNotAskedForEver() {
    server.refuse(c -> c.startsWith("LOGIN"), "NO [INUSE] another session");
    assertThat(bench.sync().failure())
        .get()
        .isInstanceOfSatisfying(
            MailException.ConnectFailed.class, e -> assertThat(e.detailCode()).isEqualTo("INUSE"));
    assertThat(server.count(c -> c.startsWith("LOGIN"))).isBetween(2L, 4L);
  }

  /// It announces more octets than it sends. Whoever waits for the next try is told.
  @Test
  void aServerThatFallsSilentInTheMiddleIsToldBeforeItIsTriedAgain() throws Exception {
    Pace pace = Pace.USUAL.with(Duration.ofMillis(10), Duration.ofMillis(500));
    AtomicInteger bodies = new AtomicInteger();
    server.habit =
        line ->
            line.contains("BODY[]") && bodies.incrementAndGet() == 60
                ? line.replaceFirst("\\{[0-9]+\\}$", "{1000000}")
                : line;
    List<Status> heard = new CopyOnWriteArrayList<>();
    try (SyncBench quick = new SyncBench(profile.resolve("quick"), server.port(), pace);
        AutoCloseable _ = quick.engine.subscribe(heard::add)) {
      quick.syncWell();
      assertThat(quick.messages("INBOX")).hasSize(60);
      assertThat(heard)
          .filteredOn(status -> status instanceof Status.Failed)
          .singleElement()
          .satisfies(status ->
              assertThat(((Status.Failed) status).failure())
                  .isInstanceOfSatisfying(
                      MailException.ConnectFailed.class,
                      e -> assertThat(e.reason()).hasToString("TIMED_OUT")));
      assertThat(heard.getLast()).isInstanceOf(Status.Idle.class);
    }
  }

  /// Outlook.com: signed in, and yet not connected; the next connection works.
  @Test
  void aSessionThatIsNoneIsFollowedByAnother() {
    AtomicInteger refused = new AtomicInteger();
    server.refuse(
        c -> c.startsWith("SELECT") && refused.incrementAndGet() == 1,
        "BAD User is authenticated but not connected.");
    bench.sync();
    converges();
  }

  /// Dovecot with a full disk, Gmail over quota: the message waits here, and is told.
  @Test
  void whatDoesNotFitOnTheServerStaysHere() {
    bench.syncWell();
    server.refuse(c -> c.startsWith("APPEND"), "NO [OVERQUOTA] Not enough disk quota");
    bench.append("Sent", 77);
    bench.sync();
    assertThat(bench.messages("Sent")).hasSize(1);
    assertThat(bench.store.pendingChanges().refusalsAfter(0, 5)).hasSize(1);
    server.commands.clear();
    bench.sync();
    assertThat(server.count(c -> c.startsWith("APPEND"))).as("not again and again").isZero();
    assertThat(bench.messages("Sent")).hasSize(1);
  }

  /// Servers of before RFC 2060 and ProtonBridge: names in UTF-8 as they are.
  @Test
  void namesInRawUtf8AreAskedForAsTheyWereTold() {
    server.create("Ent\u00e4ltes/\u00c1rbol", "").add(SyncBench.message(88), Set.of());
    bench.syncWell();
    assertThat(bench.messages("Ent\u00e4ltes/\u00c1rbol")).hasSize(1);
    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().move(ids.subList(0, 2), bench.mailbox("Ent\u00e4ltes/\u00c1rbol").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Ent\u00e4ltes/\u00c1rbol").messages).hasSize(3);
    same();
  }

  /// Exchange and Courier: what is below the Inbox begins with its name in their own spelling.
  @Test
  void whatIsBelowTheInboxKeepsItsSpelling() {
    server.create("Inbox/Work", "").add(SyncBench.message(88), Set.of());
    bench.syncWell();
    assertThat(bench.messages("Inbox/Work")).hasSize(1);
    MessageId id = bench.messages("INBOX").getFirst().id();
    bench.store.actions().move(List.of(id), bench.mailbox("Inbox/Work").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Inbox/Work").messages).hasSize(2);
    same();
  }

  /// RFC 9051 §5.1: INBOX is always there.
  @Test
  void theInboxIsThereThoughListDoesNotTell() {
    server.mailboxes.values().forEach(mailbox -> mailbox.unlisted = true);
    server.inbox().add(SyncBench.message(77), Set.of());
    bench.close();
    bench = new SyncBench(profile.resolve("unlisted"), server.port());
    bench.syncWell();
    assertThat(bench.messages("INBOX")).hasSize(server.inbox().messages.size());
  }

  /// Exchange says so of a change that it will never make.
  @Test
  void aFlagThatIsRefusedWithoutACodeIsTakenBack() {
    bench.syncWell();
    MessageId id = bench.messages("INBOX").getFirst().id();
    server.refuse(c -> c.startsWith("UID STORE"), "NO STORE completed with errors.");
    bench.store.actions().setFlags(List.of(id), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.syncWell();
    assertThat(bench.messages("INBOX")).noneMatch(m -> m.flags().isFlagged());
    assertThat(bench.store.pendingChanges().refusalsAfter(0, 5)).hasSize(1);
    converges();
  }
}
