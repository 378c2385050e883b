package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.store.StoreChange;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.testing.DovecotServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class DovecotSyncTest {
  @TempDir Path profile;
  private DovecotServer server;
  private SyncBench bench;

  @BeforeEach
  void open() throws Exception {
    server = DovecotServer.start();
    bench = new SyncBench(profile, server.imapPort());
  }

  @AfterEach
  void close() throws Exception {
    if (bench != null) {
      bench.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void eventually(int seconds, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %d s", seconds).isLessThan(end);
      Thread.sleep(25);
    }
  }

  @Test
  void manyEmptyMailboxesAreAFewRoundTrips() throws Exception {
    for (int from = 0; from < 300; from += 100) {
      List<String> create = new ArrayList<>(List.of("mailbox", "create", "-s", "-u", "alice"));
      for (int n = from; n < from + 100; n++) {
        create.add("Empty" + n);
      }
      server.doveadm(create.toArray(new String[0]));
    }
    Report first = bench.syncWell();
    assertThat(first.mailboxes()).hasSizeGreaterThan(300).allMatch(MailboxReport::complete);
    assertThat(first.roundTrips()).isLessThan(15);
    assertThat(bench.syncWell().roundTrips()).isLessThanOrEqualTo(6);

    SyncBenchmark.fill(server, 3, 500, new HashMap<>());
    server.doveadm("copy", "-u", "alice", "Empty7", "mailbox", "INBOX", "all");
    bench.syncWell();
    assertThat(bench.messages("Empty7")).hasSize(3);

    long before = bench.mailbox("Empty8").uidValidity();
    server.doveadm("mailbox", "delete", "-u", "alice", "Empty8");
    Thread.sleep(1100);
    server.doveadm("mailbox", "create", "-u", "alice", "Empty8");
    server.doveadm("copy", "-u", "alice", "Empty8", "mailbox", "INBOX", "all");
    bench.syncWell();
    assertThat(bench.mailbox("Empty8").uidValidity()).isNotEqualTo(before);
    assertThat(bench.messages("Empty8")).hasSize(3);
  }

  @Test
  void tenThousandMessagesOctetForOctet() throws Exception {
    Map<String, byte[]> sent = new HashMap<>();
    SyncBenchmark.fill(server, 10_000, 2_000, sent);
    Report first = bench.syncWell();
    MailboxReport inbox = SyncBench.of(first, "INBOX");
    assertThat(inbox.added()).isEqualTo(10_000);
    assertThat(inbox.quarantined()).isZero();
    assertThat(inbox.complete()).isTrue();
    for (MessageSummary message : bench.messages("INBOX")) {
      assertThat(Arrays.equals(bench.octets(message.id()), sent.get(message.messageId())))
          .as(message.messageId())
          .isTrue();
    }
    Report second = bench.syncWell();
    assertThat(second.mailboxes()).allMatch(m -> m.added() == 0 && m.complete());
    assertThat(second.roundTrips()).isLessThanOrEqualTo(6);

    server.doveadm("flags", "add", "-u", "alice", "\\Flagged", "mailbox", "INBOX", "all");
    Report third = bench.syncWell();
    assertThat(SyncBench.of(third, "INBOX").changed()).isEqualTo(10_000);
    // All of them come with one SELECT: nothing is asked for that a sync without news does not.
    assertThat(third.roundTrips()).isLessThanOrEqualTo(second.roundTrips() + 1);
    assertThat(bench.messages("INBOX")).allMatch(m -> m.flags().isFlagged());
  }

  @Test
  void changesTravelBothWays() throws Exception {
    for (int n = 1; n <= 12; n++) {
      server.deliver("alice", "INBOX", SyncBench.message(n));
    }
    bench.syncWell();
    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().setFlags(ids.subList(0, 3), Flags.of(Flags.SEEN), Flags.NONE);
    bench.store.actions().move(ids.subList(3, 7), bench.mailbox("Archive").id());
    bench.store.actions().delete(ids.subList(7, 9));
    bench.store.actions().deletePermanently(ids.subList(9, 10));
    bench.syncWell();
    assertThat(status("INBOX")).isEqualTo(5);
    assertThat(status("Archive")).isEqualTo(4);
    assertThat(status("Trash")).isEqualTo(2);
    assertThat(server.doveadm("search", "-u", "alice", "mailbox", "INBOX", "seen").lines().count())
        .isEqualTo(3);

    server.doveadm("flags", "add", "-u", "alice", "\\Flagged", "mailbox", "INBOX", "all");
    server.doveadm("expunge", "-u", "alice", "mailbox", "Archive", "all");
    bench.syncWell();
    assertThat(bench.messages("INBOX")).hasSize(5).allMatch(m -> m.flags().isFlagged());
    assertThat(bench.messages("Archive")).isEmpty();
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
  }

  private int status(String mailbox) throws Exception {
    String line = server.doveadm("mailbox", "status", "-u", "alice", "messages", mailbox);
    return Integer.parseInt(line.strip().replaceAll(".*messages=", ""));
  }

  @Test
  void aThousandMovesAreAHandfulOfCommands() throws Exception {
    SyncBenchmark.fill(server, 1_000, 1_000, new HashMap<>());
    bench.syncWell();
    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().move(ids, bench.mailbox("Archive").id());
    Report report = bench.syncWell();
    assertThat(report.roundTrips()).isLessThan(20);
    assertThat(status("Archive")).isEqualTo(1_000);
    assertThat(bench.messages("Archive").stream().map(MessageSummary::id))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void newsArriveWithinTwoSeconds() throws Exception {
    server.deliver("alice", "INBOX", SyncBench.message(1));
    CountDownLatch added = new CountDownLatch(1);
    try (AutoCloseable _ =
        bench.store.subscribe(change -> {
          if (change instanceof StoreChange.Messages m && !m.added().isEmpty()) {
            added.countDown();
          }
        })) {
      bench.engine.start();
      assertThat(added.await(20, TimeUnit.SECONDS)).isTrue();
    }
    // The connection that listens needs a moment to get there.
    Thread.sleep(2_000);
    server.deliver("alice", "INBOX", SyncBench.message(2));
    eventually(2, () -> bench.messages("INBOX").size() == 2);
    server.doveadm("flags", "add", "-u", "alice", "\\Flagged", "mailbox", "INBOX", "all");
    eventually(2, () -> bench.messages("INBOX").stream().allMatch(m -> m.flags().isFlagged()));

    bench
        .store
        .actions()
        .setFlags(List.of(bench.messages("INBOX").get(0).id()), Flags.of(Flags.SEEN), Flags.NONE);
    eventually(3, () -> bench.store.pendingChanges().count(bench.account.id()) == 0);
    assertThat(server.doveadm("search", "-u", "alice", "mailbox", "INBOX", "seen").lines().count())
        .isEqualTo(1);
    server.doveadm("expunge", "-u", "alice", "mailbox", "INBOX", "all");
    eventually(2, () -> bench.messages("INBOX").isEmpty());
  }

  /// RFC 5465: not INBOX alone is heard at once.
  @Test
  void newsOfOtherMailboxesArriveWithinSeconds() throws Exception {
    bench.engine.start();
    eventually(20, () -> bench.store.mailboxes().find(bench.account.id(), "Archive").isPresent());
    Thread.sleep(2_000);
    server.deliver("alice", "Archive", SyncBench.message(7));
    eventually(5, () -> bench.messages("Archive").size() == 1);
    server.doveadm("flags", "add", "-u", "alice", "\\Flagged", "mailbox", "Archive", "all");
    eventually(5, () -> bench.messages("Archive").stream().allMatch(m -> m.flags().isFlagged()));
    server.doveadm("expunge", "-u", "alice", "mailbox", "Archive", "all");
    eventually(5, () -> bench.messages("Archive").isEmpty());
  }

  @Test
  void aRestartedServerIsFoundAgain() throws Exception {
    bench.engine.start();
    eventually(20, () -> bench.store.mailboxes().find(bench.account.id(), "Archive").isPresent());
    server.restart();
    server.deliver("alice", "INBOX", SyncBench.message(1));
    eventually(20, () -> bench.messages("INBOX").size() == 1);
  }
}
