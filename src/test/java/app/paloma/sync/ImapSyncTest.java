package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageSummary;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Options;
import app.paloma.sync.SyncEngine.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImapSyncTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    open(new FakeImapServer());
  }

  private void open(FakeImapServer with) {
    server = with;
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
  }

  private void reopen(String... capabilities) throws IOException {
    close();
    open(new FakeImapServer(capabilities));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void fill(int from, int to) {
    for (int n = from; n <= to; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
  }

  /// What is here is what the server has: UIDs, flags and octets.
  static void assertSame(SyncBench bench, FakeImapServer server, String name) {
    TreeMap<Long, String> here = new TreeMap<>();
    for (MessageSummary message : bench.messages(name)) {
      here.put(
          message.uid(),
          message.flags().names() + " " + java.util.Arrays.hashCode(bench.octets(message.id())));
    }
    TreeMap<Long, String> there = new TreeMap<>();
    for (FakeMailbox.Message message : server.mailbox(name).messages.values()) {
      there.put(
          message.uid,
          Flags.ofNames(message.flags).names() + " " + java.util.Arrays.hashCode(message.octets));
    }
    assertThat(here).as(name).isEqualTo(there);
  }

  @Test
  void bringsEverythingAndThenNothing() {
    fill(1, 700);
    Report first = bench.syncWell();
    MailboxReport inbox = SyncBench.of(first, "INBOX");
    assertThat(inbox.added()).isEqualTo(700);
    assertThat(inbox.complete()).isTrue();
    assertThat(inbox.messages()).isEqualTo(700);
    assertSame(bench, server, "INBOX");

    server.commands.clear();
    server.bodiesSent.clear();
    Report second = bench.syncWell();
    assertThat(second.mailboxes()).allMatch(m -> m.added() == 0 && m.complete());
    assertThat(server.bodiesSent).isEmpty();
    assertThat(server.count(c -> c.startsWith("SELECT"))).isZero();
    assertThat(second.roundTrips()).isLessThanOrEqualTo(6);
  }

  @Test
  void theNewestComeFirst() {
    fill(1, 500);
    bench.syncWell();
    assertThat(server.bodiesSent.getFirst()).isGreaterThan(400);
    assertThat(server.bodiesSent.getLast()).isLessThan(300);
  }

  @Test
  void arrivalsFlagsAndRemovalsOfAnotherClient() {
    fill(1, 50);
    bench.syncWell();
    fill(51, 53);
    server.inbox().messages.get(7L).flags.add("\\Flagged");
    server.inbox().messages.get(7L).modSeq = ++server.inbox().modSeq;
    server.inbox().remove(9);
    server.inbox().remove(10);
    MailboxReport report = SyncBench.of(bench.syncWell(), "INBOX");
    assertThat(report.added()).isEqualTo(3);
    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.removed()).isEqualTo(2);
    assertSame(bench, server, "INBOX");
  }

  @Test
  void tenThousandFlagChangesTakeOneExchange() {
    fill(1, 2000);
    bench.syncWell();
    server
        .inbox()
        .messages
        .values()
        .forEach(m -> {
          m.flags.add("\\Seen");
          m.modSeq = ++server.inbox().modSeq;
        });
    server.commands.clear();
    assertThat(SyncBench.of(bench.syncWell(), "INBOX").changed()).isEqualTo(2000);
    assertThat(server.count(c -> c.startsWith("UID FETCH"))).isZero();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void aServerWithoutAnyExtension() throws IOException {
    reopen();
    fill(1, 40);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
    server.inbox().messages.get(3L).flags.add("\\Seen");
    server.inbox().remove(4);
    fill(41, 45);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void condstoreWithoutQresync() throws IOException {
    reopen("CONDSTORE", "ENABLE", "UIDPLUS");
    fill(1, 40);
    bench.syncWell();
    server.inbox().messages.get(3L).flags.add("\\Seen");
    server.inbox().messages.get(3L).modSeq = ++server.inbox().modSeq;
    fill(41, 45);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
    server.inbox().remove(4);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void largeMessagesComeInPiecesAndWhole() {
    server.inbox().add(SyncBench.message(1, 3_500_000), Set.of());
    server.inbox().add(SyncBench.message(2, 64 << 10), Set.of());
    server.inbox().add(SyncBench.message(3, (64 << 10) + 1), Set.of());
    MailboxReport report = SyncBench.of(bench.syncWell(), "INBOX");
    assertThat(report.complete()).isTrue();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void headersOnlyThenTheRest() {
    fill(1, 30);
    Report headers =
        bench.engine.syncNow(bench.account.id(), new Options(List.of(), true), m -> {});
    assertThat(SyncBench.of(headers, "INBOX").added()).isEqualTo(30);
    assertThat(bench.messages("INBOX"))
        .noneMatch(m -> m.bodyState() == MessageSummary.BodyState.COMPLETE);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
    assertThat(bench.mailbox("INBOX").complete()).isTrue();
  }

  @Test
  void aNewUidValidityDownloadsNothingAgain() {
    fill(1, 60);
    bench.syncWell();
    var ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    server.inbox().renumber();
    fill(61, 62);
    server.bodiesSent.clear();
    MailboxReport report = SyncBench.of(bench.syncWell(), "INBOX");
    assertThat(report.added()).isEqualTo(2);
    assertThat(bench.messages("INBOX").stream().map(MessageSummary::id).toList()).containsAll(ids);
    assertSame(bench, server, "INBOX");
  }

  @Test
  void aNewUidValidityWithOtherMailShowsOnlyThat() {
    fill(1, 10);
    bench.syncWell();
    server.inbox().messages.clear();
    server.inbox().uidValidity = 999;
    server.inbox().uidNext = 1;
    fill(101, 110);
    bench.syncWell();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void aMoveByAnotherClientIsNotDownloadedAgain() {
    fill(1, 20);
    bench.syncWell();
    byte[] octets = server.inbox().messages.get(5L).octets;
    server.inbox().remove(5);
    server.mailbox("Archive").add(octets, Set.of("\\Seen"));
    server.bodiesSent.clear();
    bench.syncWell();
    assertSame(bench, server, "INBOX");
    assertSame(bench, server, "Archive");
    assertThat(server.commands.stream().filter(c -> c.contains("BODY.PEEK[]<")).skip(1))
        .as("only the first synchronization fetched bodies")
        .isEmpty();
  }

  @Test
  void aGhostIsRecordedAndNotAskedForForever() {
    fill(1, 5);
    server.inbox().ghosts.add(3L + 100);
    server.inbox().uidNext = 200;
    MailboxReport report = SyncBench.of(bench.syncWell(), "INBOX");
    assertThat(report.quarantined()).isEqualTo(1);
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isZero();
  }

  @Test
  void oneBadMailboxDoesNotStopTheOthers() {
    fill(1, 5);
    server.mailbox("Sent").add(SyncBench.message(9), Set.of());
    server.refuse(c -> c.startsWith("SELECT") && c.contains("Sent"), "NO [NOPERM] not yours");
    Report report = bench.sync();
    assertThat(SyncBench.of(report, "Sent").failure()).isPresent();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void verifyMendsWhatAnyoneForgot() {
    fill(1, 20);
    bench.syncWell();
    server.inbox().messages.get(2L).flags.add("\\Seen");
    server.inbox().messages.remove(3L);
    bench.syncWell();
    bench.engine.verify(bench.account.id(), Options.ALL, m -> {});
    assertSame(bench, server, "INBOX");
  }

  /// Another client gave it a new name, and the server a new UIDVALIDITY with it (Courier).
  @Test
  void aRenamedMailboxIsNotDownloadedAgainAndKeepsWhatWasNotSentYet() {
    FakeMailbox work = server.create("Work", "");
    for (int n = 1; n <= 12; n++) {
      work.add(SyncBench.message(n), Set.of());
    }
    bench.syncWell();
    var ids = bench.messages("Work").stream().map(MessageSummary::id).toList();
    bench.store.actions().setFlags(ids.subList(0, 2), Flags.of(Flags.FLAGGED), Flags.NONE);
    server.mailboxes.remove("Work");
    FakeMailbox play = server.create("Play", "");
    work.messages.values().forEach(m -> play.add(m.octets, m.flags));
    server.contentsSent.clear();
    // What was changed is only known under the old name: it is told under the new one.
    server.refuse(c -> c.startsWith("UID STORE"), "NO [INUSE] later");
    bench.sync();
    server.heal();
    bench.syncWell();
    bench.syncWell();
    assertThat(server.contentsSent).isEmpty();
    assertThat(bench.messages("Play").stream().map(MessageSummary::id))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertSame(bench, server, "Play");
    assertThat(play.messages.values().stream().filter(m -> m.flags.contains("\\Flagged")))
        .hasSize(2);
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  /// Each is as long as the one whose UID it has now.
  @Test
  void verifyFindsOtherMessagesUnderTheSameUids() {
    fill(11, 18);
    bench.syncWell();
    var flagged = bench.id("INBOX", 2);
    bench.store.actions().setFlags(List.of(flagged), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.syncWell();
    FakeMailbox inbox = server.inbox();
    List<FakeMailbox.Message> before = List.copyOf(inbox.messages.values());
    long validity = inbox.uidValidity;
    inbox.renumber();
    inbox.messages.clear();
    inbox.uidValidity = validity;
    inbox.uidNext = 1;
    for (int i = before.size() - 1; i >= 0; i--) {
      inbox.add(before.get(i).octets, before.get(i).flags);
    }
    server.contentsSent.clear();
    Report report = bench.engine.verify(bench.account.id(), Options.ALL, m -> {});
    assertThat(SyncBench.of(report, "INBOX").changed()).isEqualTo(8);
    assertThat(bench.id("INBOX", 7)).isEqualTo(flagged);
    assertThat(server.contentsSent).isEmpty();
    assertSame(bench, server, "INBOX");
  }

  @Test
  void verifyFetchesAgainWhatIsNotWhole() {
    fill(1, 8);
    bench.syncWell();
    var lost = bench.id("INBOX", 5);
    bench.store.contents().reset(lost);
    byte[] part = java.util.Arrays.copyOf(SyncBench.message(5), 150);
    bench.store.contents().append(lost, 0, part, part.length);
    bench.store.contents().complete(lost, new app.paloma.mime.MessageReader().index(part, true));
    // A server whose sizes are wrong throughout (Exchange) is not believed either.
    server.habit = line -> line.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 4711");
    server.contentsSent.clear();
    Report report = bench.engine.verify(bench.account.id(), Options.ALL, m -> {});
    assertThat(SyncBench.of(report, "INBOX").changed()).isEqualTo(1);
    assertThat(server.contentsSent).containsExactly("INBOX 5");
    assertSame(bench, server, "INBOX");
  }

  @Test
  void aQuarantinedMessageIsTriedAgainWhenTheUserAsks() throws Exception {
    fill(1, 3);
    server.inbox().ghosts.add(4L);
    server.inbox().uidNext = 5;
    assertThat(SyncBench.of(bench.syncWell(), "INBOX").quarantined()).isEqualTo(1);
    var id = bench.id("INBOX", 4);
    assertThat(bench.store.messages().quarantineReason(id)).isPresent();
    server.inbox().ghosts.clear();
    server.inbox().uidNext = 4;
    fill(4, 4);
    bench.engine.fetchBody(id);
    assertThat(bench.store.messages().quarantineReason(id)).isEmpty();
    assertThat(bench.octets(id)).isEqualTo(SyncBench.message(4));
    assertSame(bench, server, "INBOX");
  }
}
