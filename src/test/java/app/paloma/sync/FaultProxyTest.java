package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A line that cuts, splits and corrupts: what follows the fault ends at the server's state.
class FaultProxyTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private FaultProxy proxy;
  private SyncBench bench;

  private void open(String capabilities) throws IOException {
    server = new FakeImapServer(capabilities.split(" ", -1));
    proxy = new FaultProxy(server.port());
    for (int n = 1; n <= 12; n++) {
      server.inbox().add(SyncBench.message(n, 250), n % 3 == 0 ? Set.of("\\Seen") : Set.of());
    }
    bench = new SyncBench(profile.resolve("p" + server.port()), proxy.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    proxy.close();
    server.close();
  }

  private void reopen(String capabilities) throws IOException {
    close();
    open(capabilities);
  }

  private void change() {
    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().move(ids.subList(0, 3), bench.mailbox("Archive").id());
    bench.store.actions().setFlags(ids.subList(3, 6), Flags.of(Flags.FLAGGED), Flags.NONE);
    bench.store.actions().deletePermanently(ids.subList(6, 7));
    bench.append("Sent", 77);
  }

  private void changedOnce(String what) {
    assertThat(server.mailbox("Archive").messages).as(what).hasSize(3);
    assertThat(server.mailbox("Sent").messages).as(what).hasSize(1);
    assertThat(server.inbox().messages).as(what).hasSize(8);
    assertThat(server.inbox().messages.values().stream().filter(m -> m.flags.contains("\\Flagged")))
        .as(what)
        .hasSize(3);
    for (String name : List.of("INBOX", "Archive", "Sent")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).as(what).isZero();
  }

  /// Cut in the middle of what is said, in either direction, at places all over the conversation.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS"})
  void cutAnywhereTheChangesHappenOnce(String capabilities) throws IOException {
    open(capabilities);
    for (boolean up : new boolean[] {true, false}) {
      for (long octet = 3; ; octet += up ? 89 : 397) {
        reopen(capabilities);
        bench.syncWell();
        change();
        if (up) {
          proxy.cutUp(octet);
        } else {
          proxy.cutDown(octet);
        }
        bench.sync();
        boolean fired = proxy.fired();
        proxy.heal();
        bench.syncWell();
        bench.syncWell();
        changedOnce((up ? "up " : "down ") + octet);
        if (!fired) {
          break;
        }
      }
    }
  }

  @Test
  void inPiecesOfOneOctetAllIsTheSame() throws IOException {
    open(FakeImapServer.MODERN);
    for (int piece : new int[] {1, 2, 7}) {
      reopen(FakeImapServer.MODERN);
      proxy.split(piece);
      bench.syncWell();
      change();
      bench.syncWell();
      changedOnce("pieces of " + piece);
    }
  }

  /// One octet of the conversation is wrong. Nothing but a checksum can tell a message's own octet
  /// from a wrong one, so content is left out; what messages there are and their flags must be
  /// right after the next synchronization that looks at everything.
  @ParameterizedTest
  @ValueSource(strings = {FakeImapServer.MODERN, "UIDPLUS"})
  void aWrongOctetIsMended(String capabilities) throws IOException {
    open(capabilities);
    for (int bits : new int[] {0x01, 0x20}) {
      for (long octet = 2; ; octet += 347) {
        reopen(capabilities);
        bench.syncWell();
        server.inbox().remove(2);
        server.inbox().add(SyncBench.message(13, 250), Set.of("\\Flagged"));
        FakeMailbox.Message changed = server.inbox().messages.get(4L);
        changed.flags.add("\\Answered");
        changed.modSeq = ++server.inbox().modSeq;
        proxy.corruptDown(octet, bits);
        bench.sync();
        boolean fired = proxy.fired();
        proxy.heal();
        bench.syncWell();
        bench.engine.verify(bench.account.id(), SyncEngine.Options.ALL, report -> {});
        sameFlags("octet " + octet + " bits " + bits);
        if (!fired) {
          break;
        }
      }
    }
  }

  private void sameFlags(String what) {
    TreeMap<Long, List<String>> here = new TreeMap<>();
    bench.messages("INBOX").forEach(m -> here.put(m.uid(), m.flags().names()));
    TreeMap<Long, List<String>> there = new TreeMap<>();
    server.inbox().messages.values().forEach(m -> there.put(m.uid, Flags.ofNames(m.flags).names()));
    assertThat(here).as(what).isEqualTo(there);
  }
}
