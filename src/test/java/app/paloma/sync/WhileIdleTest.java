package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.sync.SyncEngine.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other clients and servers do to mailboxes while Paloma listens in IDLE.
class WhileIdleTest extends FakeServerFixture {
  private final List<Status> told = new CopyOnWriteArrayList<>();

  private void open(String capabilities) throws Exception {
    open(FakeImapServer.holding(8, capabilities));
    bench.engine.subscribe(told::add);
    bench.engine.start();
    eventually(() -> here(8) && idling());
    server.contentsSent.clear();
  }

  private boolean same() {
    List<Long> uids = bench.messages("INBOX").stream().map(MessageSummary::uid).sorted().toList();
    return uids.equals(List.copyOf(server.inbox().messages.keySet()));
  }

  /// The server says that all are gone and others there; or it says nothing, and hangs up.
  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeImapServer.MODERN,
        FakeImapServer.MODERN + " HANGUP",
        "IDLE UIDPLUS",
        "IDLE UIDPLUS HANGUP"
      })
  void aNewUidValidity(String capabilities) throws Exception {
    open(capabilities);
    List<MessageId> before = ids("INBOX");
    server.atOnce(() -> {
      server.inbox().renumber();
      server.inbox().add(SyncBench.message(9), Set.of());
    });
    if (capabilities.contains("HANGUP")) {
      server.dropConnections();
    }
    eventually(() -> here(9) && same());
    bench.engine.syncSoon(bench.account.id());
    eventually(() -> here(9) && same() && isNumbered());
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    assertThat(ids("INBOX")).containsAll(before);
  }

  private boolean isNumbered() {
    return bench.mailbox("INBOX").uidValidity() == server.inbox().uidValidity;
  }

  /// All that was in INBOX is then in a mailbox of that name, and INBOX is empty (RFC 9051 §6.3.6).
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "IDLE UIDPLUS"})
  void theInboxIsRenamed(String capabilities) throws Exception {
    open(capabilities);
    List<MessageId> before = ids("INBOX");
    server.atOnce(() -> {
      FakeMailbox old = server.create("Old", "");
      List.copyOf(server.inbox().messages.values())
          .forEach(m -> {
            server.inbox().remove(m.uid);
            old.add(m.octets, m.flags);
          });
    });
    eventually(() -> here(0));
    bench.engine.syncSoon(bench.account.id());
    eventually(() ->
        bench.store.mailboxes().find(bench.account.id(), "Old").isPresent()
            && bench.messages("Old").size() == 8);
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    ImapSyncTest.assertSame(bench, server, "Old");
    assertThat(ids("Old")).containsExactlyInAnyOrderElementsOf(before);
    assertThat(server.contentsSent).isEmpty();
  }

  /// One into which messages are being moved here.
  @Test
  void theTargetOfAMoveIsRenamed() throws Exception {
    open(FakeImapServer.MODERN);
    List<MessageId> moved = bench.newest("INBOX", 3);
    bench.engine.setOnline(false);
    eventually(() -> server.openConnections() == 0);
    bench.store.actions().move(moved, bench.mailbox("Archive").id());
    server.atOnce(() -> {
      server.mailbox("Archive").add(SyncBench.message(20), Set.of());
      server.rename("Archive", "Archivo");
      server.subscriptions.add("Archivo");
    });
    bench.engine.setOnline(true);
    eventually(
        () -> here(5) && bench.store.pendingChanges().count(bench.account.id()) == 0 && same());
    bench.syncWell();
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
    for (String name : List.of("Archive", "Archivo")) {
      if (server.mailbox(name) != null) {
        ImapSyncTest.assertSame(bench, server, name);
      }
    }
    assertThat(server.inbox().messages).hasSize(5);
    assertThat(server.mailboxes.values().stream().mapToInt(m -> m.messages.size()).sum())
        .isEqualTo(9);
  }

  /// The answer to NOTIFY comes late, after news of INBOX and of another mailbox.
  @Test
  void aLateAnswerToNotify() throws Exception {
    server = new FakeImapServer((FakeImapServer.MODERN + " NOTIFY").split(" ", -1));
    server.inbox().add(SyncBench.message(1), Set.of());
    AtomicBoolean late = new AtomicBoolean();
    server.habit =
        line -> {
          if (!line.contains("BAD unknown NOTIFY")) {
            return line;
          }
          late.set(true);
          server.atOnce(() -> {
            server.inbox().add(SyncBench.message(2), Set.of());
            server.mailbox("Archive").add(SyncBench.message(3), Set.of());
          });
          try {
            Thread.sleep(1_500);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return "* 2 EXISTS\r\n* STATUS \"Archive\" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY "
              + server.mailbox("Archive").uidValidity
              + " UNSEEN 1)\r\n"
              + line.replaceAll(" BAD .*", " OK done");
        };
    bench = new SyncBench(profile, server.port());
    bench.engine.subscribe(told::add);
    bench.engine.start();
    eventually(() -> late.get() && here(2) && bench.messages("Archive").size() == 1);
    server.inbox().add(SyncBench.message(4), Set.of());
    eventually(() -> here(3));
    assertThat(told).noneMatch(Status.Failed.class::isInstance);
  }
}
