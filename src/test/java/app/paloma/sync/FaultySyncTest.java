package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.sync.FakeImapServer.Cut;
import app.paloma.sync.SyncEngine.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultySyncTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = new FakeImapServer();
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void reopen() throws IOException {
    close();
    open();
  }

  private void fill(int from, int to) {
    for (int n = from; n <= to; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
  }

  @Test
  void cutAtEveryCommandOfAFirstSync() throws IOException {
    for (int n = 1; n < 30; n++) {
      for (Cut how : new Cut[] {Cut.BEFORE_COMMAND, Cut.AFTER_COMMAND}) {
        reopen();
        fill(1, 70);
        server.cutAtCommand(n, how);
        bench.sync();
        server.heal();
        bench.syncWell();
        ImapSyncTest.assertSame(bench, server, "INBOX");
        assertThat(bench.mailbox("INBOX").complete()).isTrue();
      }
    }
  }

  @Test
  void cutInTheMiddleOfMessages() throws IOException {
    for (long octets = 300; octets < 200_000; octets = octets * 3 / 2 + 7) {
      reopen();
      fill(1, 80);
      server.inbox().add(SyncBench.message(500, 90_000), Set.of());
      server.cutAfterOctets(octets);
      bench.sync();
      server.heal();
      bench.syncWell();
      ImapSyncTest.assertSame(bench, server, "INBOX");
      assertThat(bench.messages("INBOX")).allMatch(m -> m.bodyState() == BodyState.COMPLETE);
    }
  }

  @Test
  void whatIsHereIsNotFetchedAgain() {
    fill(1, 1500);
    server.cutAfterOctets(900_000);
    bench.sync();
    server.heal();
    bench.syncWell();
    Map<Long, Integer> sent = new HashMap<>();
    server.bodiesSent.forEach(uid -> sent.merge(uid, 1, Integer::sum));
    long twice = sent.values().stream().filter(n -> n > 1).count();
    assertThat(twice).as("only what was under way when the line broke").isLessThan(760);
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  @Test
  void aRefusedPasswordIsToldAndNotRepeated() {
    server.refuse(
        c -> c.startsWith("LOGIN") || c.startsWith("AUTHENTICATE"),
        "NO [AUTHENTICATIONFAILED] wrong");
    Report report = bench.sync();
    assertThat(report.failure()).get().isInstanceOf(AuthRejected.class);
    assertThat(server.count(c -> c.startsWith("LOGIN") || c.startsWith("AUTHENTICATE")))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void aServerThatIsDownIsAFailureInTheReport() throws IOException {
    server.close();
    assertThat(bench.sync().failure()).isPresent();
  }

  @Test
  void aServerThatCannotSendPartsOfMessages() {
    fill(1, 20);
    server.refuse(c -> c.contains("BODY.PEEK[]<"), "NO no partial fetch");
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }
}
