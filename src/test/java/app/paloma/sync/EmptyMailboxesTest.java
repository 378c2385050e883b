package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.sync.SyncEngine.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Accounts with many folders that nothing was ever put into.
class EmptyMailboxesTest {
  private static final int MANY = 300;

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  private void open(String capabilities) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    server.inbox().add(SyncBench.message(1), Set.of());
    for (int n = 0; n < MANY; n++) {
      server.create("Empty" + n, "");
    }
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  @Test
  void theirFirstSynchronizationIsWhatTheListTells() {
    open(FakeImapServer.MODERN);
    Report first = bench.syncWell();
    assertThat(first.roundTrips()).isLessThan(12);
    assertThat(first.mailboxes()).hasSize(MANY + 5).allMatch(SyncEngine.MailboxReport::complete);
    assertThat(bench.mailbox("Empty7").complete()).isTrue();
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.startsWith("SELECT"))).isZero();
  }

  /// Statuses asked one by one, without mod-sequences and without UIDNEXT in SELECT.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "IDLE", "CONDSTORE ENABLE UIDPLUS"})
  void whatComesLaterComes(String capabilities) {
    open(capabilities);
    bench.syncWell();
    server.mailbox("Empty7").add(SyncBench.message(7), Set.of());
    server.mailbox("Empty8").readOnly = true;
    server.mailbox("Empty8").add(SyncBench.message(8), Set.of("\\Seen"));
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "Empty7");
    ImapSyncTest.assertSame(bench, server, "Empty8");
    assertThat(bench.messages("Empty7")).hasSize(1);
    assertThat(bench.mailbox("Empty8").readOnly()).isTrue();
    assertThat(bench.mailbox("Empty7").readOnly()).isFalse();
  }

  /// The mailbox was made again under the same name.
  @Test
  void anotherUidValidityIsNoticed() {
    open(FakeImapServer.MODERN);
    bench.syncWell();
    server.mailbox("Empty7").uidValidity += 500;
    server.mailbox("Empty7").add(SyncBench.message(7), Set.of());
    server.mailbox("Empty8").uidValidity += 500;
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "Empty7");
    assertThat(bench.mailbox("Empty8").uidValidity())
        .isEqualTo(server.mailbox("Empty8").uidValidity);
  }

  /// Servers that do not count what a mailbox holds before it is opened, or tell half of it.
  @ParameterizedTest
  @ValueSource(strings = {"MESSAGES \\d+", "UIDNEXT \\d+"})
  void whoTellsNothingIsInAFullMailboxIsNotBelieved(String lie) {
    open(FakeImapServer.MODERN);
    for (int n = 1; n <= 3; n++) {
      server.mailbox("Archive").add(SyncBench.message(n), Set.of());
    }
    String said = lie.startsWith("MESSAGES") ? "MESSAGES 0" : "UIDNEXT 1";
    server.habit = line -> line.startsWith("* STATUS") ? line.replaceAll(lie, said) : line;
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(3);
    server.mailbox("Archive").add(SyncBench.message(4), Set.of());
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(4);
  }

  /// What a mailbox is called under every name is learnt when it is opened (RFC 8474).
  @Test
  void whereMailboxesHaveLastingIdsTheyAreOpened() {
    open(FakeImapServer.MODERN + " OBJECTID");
    server.mailbox("Empty7").objectId = "F-7";
    bench.syncWell();
    assertThat(bench.mailbox("Empty7").objectId()).isEqualTo("F-7");
  }

  /// The window shows a lock.
  @Test
  void whatIsNotAllowedInOneIsLearntFromIt() {
    open(FakeImapServer.MODERN + " ACL");
    server.mailbox("Empty7").readOnly = true;
    bench.syncWell();
    assertThat(bench.mailbox("Empty7").isLocked()).isTrue();
    assertThat(bench.mailbox("Empty8").isLocked()).isFalse();
  }

  @Test
  void whatIsPutIntoOneFromHereIsThere() {
    open(FakeImapServer.MODERN);
    bench.syncWell();
    bench.append("Empty7", 70);
    bench.store.actions().move(bench.newest("INBOX", 1), bench.mailbox("Empty8").id());
    bench.syncWell();
    bench.syncWell();
    for (String name : List.of("INBOX", "Empty7", "Empty8")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(server.mailbox("Empty7").messages).hasSize(1);
    assertThat(server.mailbox("Empty8").messages).hasSize(1);
    assertThat(server.contentsSent).as("only what was there first").hasSize(1);
  }
}
