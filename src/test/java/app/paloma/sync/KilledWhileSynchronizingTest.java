package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DoomedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a first synchronization, then a new process: what came is not asked
/// for again.
class KilledWhileSynchronizingTest {
  private static final int MESSAGES = 400;

  /// Most came before it: the newest, and the beginning of the 250 that follow.
  private static final int LAST = 300;

  /// What may be in memory only.
  private static final int FEW = 8;

  @TempDir Path directory;
  private Path profile;

  @BeforeEach
  void profile() throws Exception {
    profile = Files.createDirectory(directory.resolve("profile"));
  }

  private static FakeImapServer server() {
    FakeImapServer server = new FakeImapServer();
    for (int n = 1; n <= MESSAGES; n++) {
      String text = new String(SyncBench.message(n), StandardCharsets.UTF_8);
      server
          .inbox()
          .add(
              (text + "twenty octets a line.".repeat(800) + "\r\n")
                  .getBytes(StandardCharsets.UTF_8),
              Set.of());
    }
    return server;
  }

  /// @return which messages were sent until then
  private Set<Long> killedIn(FakeImapServer server) throws Exception {
    try (DoomedProcess process = new DoomedProcess(directory.resolve("log"))) {
      server.habit =
          line -> {
            if (line.matches("\\* \\d+ FETCH \\(.*UID " + LAST + " .*BODY.*")) {
              try {
                // What was sent before comes to where it belongs.
                Thread.sleep(700);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              process.kill();
            }
            return line;
          };
      process.start(
          List.of(), SyncingProcess.class, profile.toString(), Integer.toString(server.port()));
      assertThat(process.await(60)).as(process.said()).isNotZero();
      server.habit = line -> line;
    }
    Set<Long> sent = new HashSet<>(server.bodiesSent);
    server.bodiesSent.clear();
    return sent;
  }

  private List<String> logs() throws Exception {
    try (Stream<Path> files = Files.list(profile)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> n.startsWith("arr")).toList();
    }
  }

  private Set<Long> again(FakeImapServer server, Set<Long> before) throws Exception {
    try (SyncBench bench = new SyncBench(profile, server.port())) {
      bench.syncWell();
      ImapSyncTest.assertSame(bench, server, "INBOX");
    }
    assertThat(logs()).isEmpty();
    Set<Long> again = new HashSet<>(server.bodiesSent);
    again.retainAll(before);
    return again;
  }

  @Test
  void whatCameDoesNotComeAgain() throws Exception {
    try (FakeImapServer server = server()) {
      Set<Long> sent = killedIn(server);
      assertThat(sent).hasSizeGreaterThan(200);
      assertThat(logs()).isNotEmpty();
      assertThat(again(server, sent)).hasSizeLessThan(FEW);
    }
  }

  /// Between the two processes messages were read and deleted elsewhere.
  @Test
  void flagsAreThoseOfToday() throws Exception {
    try (FakeImapServer server = server()) {
      Set<Long> sent = killedIn(server);
      for (long uid = 100; uid < 160; uid++) {
        FakeMailbox.Message message = server.inbox().messages.get(uid);
        message.flags.add("\\Seen");
        message.modSeq = ++server.inbox().modSeq;
      }
      server.inbox().remove(170);
      assertThat(again(server, sent)).hasSizeLessThan(FEW);
    }
  }

  /// The same UIDs are other messages now.
  @Test
  void anotherUidValidityNeedsAnother() throws Exception {
    try (FakeImapServer server = server()) {
      killedIn(server);
      List<byte[]> texts = server.inbox().messages.values().stream().map(m -> m.octets).toList();
      server.inbox().uidValidity++;
      server.inbox().messages.clear();
      server.inbox().uidNext = 1;
      for (byte[] text : texts.reversed()) {
        server.inbox().add(text, Set.of());
      }
      again(server, Set.of());
    }
  }
}
