package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent to the server, held on its way for so long that it is sent again, and then let go.
class HeldUploadTest {
  @TempDir Path profile;

  /// The line is gone before the server has read the command.
  private static void loseOnce(FakeImapServer server, String command) {
    AtomicBoolean lost = new AtomicBoolean();
    server.refuse(
        c -> {
          boolean now = c.startsWith(command) && lost.compareAndSet(false, true);
          if (now) {
            server.dropConnections();
          }
          return now;
        },
        "NO");
  }

  private static List<MessageId> ids(SyncBench bench, String mailbox) {
    return bench.messages(mailbox).stream().map(MessageSummary::id).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "CONDSTORE"})
  void anUploadThatArrivesAfterItWasSentAgainIsTakenAway(String capabilities) throws Exception {
    try (FakeImapServer server = new FakeImapServer(capabilities.split(" ", -1));
        SyncBench bench = new SyncBench(profile, server.port())) {
      bench.syncWell();
      bench.append("Sent", 7);
      List<MessageId> written = ids(bench, "Sent");
      loseOnce(server, "APPEND");
      bench.syncWell();
      server.mailbox("Sent").add(SyncBench.message(7), Set.of("\\Seen"));
      bench.syncWell();
      bench.syncWell();
      assertThat(ids(bench, "Sent")).isEqualTo(written);
      assertThat(server.mailbox("Sent").messages.values())
          .filteredOn(m -> !m.flags.contains("\\Deleted"))
          .hasSize(1);
      assertThat(bench.store.actions().undo()).as("it is nothing that a user did").isEmpty();
    }
  }

  @Test
  void soIsACopy() throws Exception {
    try (FakeImapServer server = FakeImapServer.holding(3);
        SyncBench bench = new SyncBench(profile, server.port())) {
      bench.syncWell();
      bench.store.actions().copy(List.of(bench.id("INBOX", 2)), bench.mailbox("Archive").id());
      loseOnce(server, "UID COPY");
      bench.syncWell();
      server.mailbox("Archive").add(SyncBench.message(2), Set.of());
      bench.syncWell();
      assertThat(server.mailbox("Archive").messages).hasSize(1);
      ImapSyncTest.assertSame(bench, server, "Archive");
    }
  }

  /// Without MOVE and UIDPLUS the message stays where it was, marked, and can be copied once more.
  @Test
  void soIsAMoveThatIsACopy() throws Exception {
    try (FakeImapServer server = new FakeImapServer("CONDSTORE");
        SyncBench bench = new SyncBench(profile, server.port())) {
      server.inbox().add(SyncBench.message(2), Set.of());
      bench.syncWell();
      bench.store.actions().move(List.of(bench.id("INBOX", 1)), bench.mailbox("Archive").id());
      List<MessageId> moved = ids(bench, "Archive");
      loseOnce(server, "UID COPY");
      bench.syncWell();
      server.mailbox("Archive").add(SyncBench.message(2), Set.of());
      bench.syncWell();
      assertThat(ids(bench, "Archive")).isEqualTo(moved);
    }
  }

  /// What nothing was sent twice of, or is another message, is somebody's and stays.
  @Test
  void whatIsNotItsCopyStays() throws Exception {
    try (FakeImapServer server = new FakeImapServer();
        SyncBench bench = new SyncBench(profile, server.port())) {
      bench.syncWell();
      bench.append("Sent", 7);
      bench.syncWell();
      server.mailbox("Sent").add(SyncBench.message(7), Set.of());
      bench.syncWell();
      assertThat(server.mailbox("Sent").messages).as("sent once").hasSize(2);
      bench.append("Archive", 8);
      loseOnce(server, "APPEND");
      bench.syncWell();
      byte[] other = SyncBench.message(8);
      other[other.length - 4] ^= 1;
      server.mailbox("Archive").add(other, Set.of());
      server.mailbox("Drafts").add(SyncBench.message(8), Set.of());
      bench.syncWell();
      assertThat(server.mailbox("Archive").messages).as("another text").hasSize(2);
      assertThat(server.mailbox("Drafts").messages).as("another mailbox").hasSize(1);
    }
  }

  /// The real thing: a server that gets the first upload when the second is there.
  @Test
  @Tag("server")
  void aLineThatHoldsAnUploadDoublesNothing() throws Exception {
    try (DovecotServer server = DovecotServer.start("");
        FaultProxy proxy = new FaultProxy(server.imapPort());
        SyncBench bench =
            new SyncBench(
                profile,
                "localhost",
                proxy.port(),
                "alice",
                DovecotServer.PASSWORD,
                SyncBench.IMPATIENT.with(Duration.ofMillis(10), Duration.ofSeconds(2)))) {
      bench.syncWell();
      byte[] written = SyncBench.message(1, 40_000);
      bench
          .store
          .messages()
          .append(
              bench.mailbox("Sent").id(),
              Flags.of(Flags.SEEN),
              Instant.now(),
              new MessageReader().index(written, true),
              written);
      proxy.holdUp(20_000);
      bench.syncWell();
      assertThat(proxy.fired()).isTrue();
      assertThat(count(server)).isEqualTo(1);
      proxy.release();
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (count(server) < 2 && System.nanoTime() < patience) {
        Thread.sleep(50);
      }
      assertThat(count(server)).as("the first has arrived").isEqualTo(2);
      bench.syncWell();
      assertThat(count(server)).isEqualTo(1);
      assertThat(bench.messages("Sent")).hasSize(1);
      bench.syncWell();
      assertThat(bench.messages("Sent").getFirst().uid()).isPositive();
    }
  }

  private static long count(DovecotServer server) throws Exception {
    return server
        .doveadm("search", "-u", "alice", "mailbox", "Sent", "all")
        .lines()
        .filter(line -> !line.isBlank())
        .count();
  }
}
