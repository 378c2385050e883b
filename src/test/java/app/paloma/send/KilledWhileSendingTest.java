package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.Store;
import app.paloma.testing.DoomedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at each edge of a delivery, then a new process: the message is at its recipient once,
/// or visibly uncertain and not sent again. The table is part of the documentation.
final class KilledWhileSendingTest {
  private static final Path DOCUMENT = Path.of("src/docs/delivery-guarantees.md");

  /// More than sockets hold: the server has the beginning while the rest is not sent yet.
  private static final int MANY_LINES = 800_000;

  @TempDir Path directory;

  @Test
  void afterTheFinalDotNothingIsSentTwice() throws Exception {
    assertThat(Files.readString(DOCUMENT)).contains(row(Edge.DOT_TAKEN, 1));
  }

  @Test
  @Tag("slow")
  void atEachEdge() throws Exception {
    StringBuilder table =
        new StringBuilder(
            """
            | killed at | shown after the restart | shown after the next try | copies at the recipient | copies in Sent |
            |---|---|---|---|---|
            """);
    // What the reply alone, without its record, comes to depends on who is faster.
    for (Edge edge : EnumSet.complementOf(EnumSet.of(Edge.NEVER, Edge.AFTER_REPLY))) {
      if (edge == Edge.CONTENT) {
        table.append(row(edge, MANY_LINES));
      } else {
        table.append(row(edge, 1));
      }
    }
    Path made = Path.of("target", "delivery-guarantees-killed.md");
    Files.createDirectories(made.getParent());
    Files.writeString(made, table);
    assertThat(Files.readString(DOCUMENT)).as("see " + made).contains(table);
  }

  @Test
  @Tag("slow")
  void someTimeAfterTheReply() throws Exception {
    for (int millis = 0; millis < 20; millis += 2) {
      int pause = millis;
      Outcome outcome = kill(Edge.AFTER_REPLY, pause, 1);
      assertThat(outcome.copies).as(pause + " ms").isOne();
      assertThat(outcome.last).isIn("sent", "uncertain");
      assertThat(outcome.inSent).isEqualTo(outcome.last.equals("sent") ? 1 : 0);
    }
  }

  /// The drive with the profile is pulled out while many messages leave: what was not written to
  /// the disk when the first of them left is lost.
  @Test
  void lostWritesSendNothingTwice() throws Exception {
    int messages = 12;
    Path profile = Files.createDirectories(directory.resolve("profile"));
    Path lost = Files.createDirectories(directory.resolve("what is on the disk"));
    try (DoomedProcess process = new DoomedProcess(directory.resolve("lost.log"));
        FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING")) {
      server.whenTaken(count -> {
        if (count == 1) {
          copyDatabase(profile, lost);
        } else if (count == 6) {
          process.kill();
        }
      });
      String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
      process.start(
          List.of(), SendingProcess.class, profile.toString(), url, "1", String.valueOf(messages));
      assertThat(process.await(60)).as(process.said()).isNotZero();
      try (OutboxFixture fixture = OutboxFixture.plain(lost, url)) {
        fixture.outbox.flush(e -> {});
        fixture.outbox.flush(e -> {});
        List<String> uncertain =
            fixture.store.outbox().list().stream()
                .filter(entry -> SendResult.of(entry) == SendResult.UNCERTAIN)
                .map(entry -> entry.recipients().getFirst().address())
                .toList();
        for (int i = 1; i <= messages; i++) {
          String recipient = SendingProcess.recipient(i);
          assertThat(server.copies(recipient)).as(recipient).isOne();
          assertThat(uncertain.contains(recipient)).as(recipient).isEqualTo(i == 1 || i == 6);
        }
        assertThat(fixture.inSent()).isEqualTo(messages - 2);
      }
    }
  }

  /// Before anybody has written anything since.
  @Test
  void aListAfterTheKillTellsWhatBecameOfEach() throws Exception {
    int messages = 12;
    Path profile = Files.createDirectories(directory.resolve("profile"));
    try (DoomedProcess process = new DoomedProcess(directory.resolve("listed.log"));
        FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING")) {
      server.whenTaken(count -> {
        if (count == 6) {
          process.kill();
        }
      });
      String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
      process.start(
          List.of(), SendingProcess.class, profile.toString(), url, "1", String.valueOf(messages));
      assertThat(process.await(60)).as(process.said()).isNotZero();
      try (Store reader = Store.open(profile, Store.Mode.READ_ONLY, Clock.systemUTC())) {
        List<Entry> listed = reader.outbox().list();
        for (int i = 1; i <= messages; i++) {
          String recipient = SendingProcess.recipient(i);
          SendResult shown =
              listed.stream()
                  .filter(entry -> entry.recipients().getFirst().address().equals(recipient))
                  .findFirst()
                  .map(SendResult::of)
                  .orElse(SendResult.SENT);
          assertThat(shown)
              .as(recipient)
              .isEqualTo(
                  i < 6 ? SendResult.SENT : i == 6 ? SendResult.UNCERTAIN : SendResult.QUEUED);
        }
      }
    }
  }

  private static void copyDatabase(Path from, Path to) {
    try {
      for (String file : List.of("paloma.db", "paloma.db-wal")) {
        Files.copy(from.resolve(file), to.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Outcome(String first, String last, long copies, int inSent) {}

  private String row(Edge edge, int lines) throws Exception {
    Outcome outcome = kill(edge, 0, lines);
    if (outcome.last.equals("sent")) {
      assertThat(outcome.copies).as(edge + ": sent").isOne();
      assertThat(outcome.inSent).as(edge + ": filed").isOne();
    } else {
      assertThat(outcome.last).as(edge.name()).isEqualTo("uncertain");
      assertThat(outcome.copies).as(edge.name()).isLessThanOrEqualTo(1);
    }
    return "| %s | %s | %s | %d | %d |\n"
        .formatted(
            edge.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            outcome.first,
            outcome.last,
            outcome.copies,
            outcome.inSent);
  }

  private Outcome kill(Edge edge, int pause, int lines) throws Exception {
    Path profile = Files.createDirectories(directory.resolve(edge.name() + pause));
    try (DoomedProcess process = new DoomedProcess(directory.resolve(edge + ".log"));
        FaultySmtpServer server = new FaultySmtpServer(edge)) {
      server.at(
          edge,
          () -> {
            sleep(pause);
            process.kill();
          });
      String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
      process.start(
          List.of(), SendingProcess.class, profile.toString(), url, Integer.toString(lines));
      assertThat(process.await(60)).as(edge + ": " + process.said()).isNotZero();
      try (OutboxFixture fixture = OutboxFixture.plain(profile, url)) {
        String first = word(fixture);
        fixture.outbox.flush(e -> {});
        fixture.outbox.flush(e -> {});
        return new Outcome(
            first, word(fixture), server.copies("bob@example.net"), fixture.inSent());
      }
    }
  }

  private static String word(OutboxFixture fixture) {
    return SendingProcess.result(fixture).orElse(SendResult.SENT).word();
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
