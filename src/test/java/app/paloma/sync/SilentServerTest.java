package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException.ConnectFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers, and boxes in between, that keep a connection open and say nothing on it.
class SilentServerTest {
  private static final int MESSAGES = 30;
  private static final Duration SILENCE = Duration.ofMillis(600);

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(MESSAGES);
    bench = new SyncBench(profile, server.port(), Pace.USUAL.with(Duration.ofMillis(10), SILENCE));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  /// From such a line on, the connection is silent.
  private void silentFrom(Predicate<String> line) {
    AtomicBoolean silent = new AtomicBoolean();
    server.habit =
        text -> {
          if (text.contains("fake ready")) {
            silent.set(false);
          }
          silent.compareAndSet(false, line.test(text));
          return silent.get() ? "" : text;
        };
  }

  @Test
  void aCommandThatIsNeverAnsweredIsTriedOnceMore() {
    silentFrom(line -> line.contains(" EXISTS"));
    assertThat(bench.sync().failure())
        .get()
        .isInstanceOfSatisfying(
            ConnectFailed.class,
            e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.TIMED_OUT));
    assertThat(server.accepted).hasValue(2);
    server.habit = line -> line;
    bench.syncWell();
    ImapSyncTest.assertSame(bench, server, "INBOX");
  }

  @Test
  void oneMessageThatIsNeverSentKeepsNoOtherBack() {
    silentFrom(line -> line.matches("\\* \\d+ FETCH \\(.*UID 7 .*BODY.*"));
    bench.syncWell();
    assertThat(bench.messages("INBOX")).hasSize(MESSAGES);
    assertThat(bench.mailbox("INBOX").complete()).isTrue();
    assertThat(server.bodiesSent.stream().filter(uid -> uid == 7).count()).isPositive();
  }
}
