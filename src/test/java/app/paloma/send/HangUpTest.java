package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.RecipientStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that end the connection with what they refuse. What they said is the answer, to whom
/// they said it.
final class HangUpTest {
  private static final String MESSAGE = "From: alice@example.test\nSubject: x\n\nhi\n";

  @TempDir Path directory;

  private OutboxFixture fixture(FaultySmtpServer server) throws Exception {
    return OutboxFixture.plain(
        Files.createTempDirectory(directory, "p"),
        "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  /// As they do with whom they take for a spammer: it was tried for ever.
  @ParameterizedTest
  @CsvSource({"HELP, MAIL", "PIPELINING, MAIL", "HELP, RCPT", "PIPELINING, RCPT"})
  void aMessageThatIsRefusedByAServerThatHangsUpIsRefused(String extension, String verb)
      throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture = fixture(server)) {
      server.say(verb, "554 5.7.1 blocked");
      server.hangUpAfter(verb);
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("554 5.7.1 blocked");
      assertThat(server.connections()).isLessThan(3);
    }
  }

  /// 421 may stand for any reply (RFC 5321 §4.2.1): whom it is said to each time keeps the message
  /// from nobody else.
  @ParameterizedTest
  @CsvSource({
    "HELP, 421 4.3.0 go away",
    "PIPELINING, 421 4.3.0 go away",
    "HELP, 450 4.2.1 busy",
    "PIPELINING, 450 4.2.1 busy",
  })
  void aRecipientWhomAServerHangsUpOnKeepsTheMessageFromNoOther(String extension, String said)
      throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture = fixture(server)) {
      server.answer("bad@example.net", said);
      server.hangUpAfter("bad@example.net");
      server.answer("no@example.net", "550 5.1.1 no such user");
      OutboxId id =
          fixture.enqueue(
              MESSAGE, "a@example.net", "no@example.net", "bad@example.net", "b@example.net");
      OutboxId other = fixture.enqueue(MESSAGE, "c@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.entry(id).recipients())
          .extracting(recipient -> recipient.status())
          .containsExactly(
              RecipientStatus.ACCEPTED,
              RecipientStatus.REJECTED,
              RecipientStatus.DEFERRED,
              RecipientStatus.ACCEPTED);
      assertThat(fixture.entry(id).reason()).contains("550 5.1.1");
      assertThat(fixture.result(other)).isEqualTo(SendResult.SENT);
      server.answer("bad@example.net", "250 ok");
      server.hangUpAfter("");
      fixture.clock.forward(Duration.ofHours(1));
      fixture.outbox.flush(e -> {});
      for (String to : List.of("a", "b", "bad", "c")) {
        assertThat(server.copies(to + "@example.net")).isOne();
      }
    }
  }

  @Test
  void aServerThatHangsUpOnEachRecipientIsNotAskedAboutAll() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      String[] many = new String[30];
      for (int i = 0; i < many.length; i++) {
        many[i] = i + "@example.net";
        server.answer(many[i], "421 4.7.0 slow down");
      }
      OutboxId id = fixture.enqueue(MESSAGE, many);
      fixture.outbox.flush(e -> {});
      assertThat(server.connections()).isLessThan(6);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      assertThat(fixture.entry(id).nextAttempt()).isAfter(fixture.clock.instant());
      assertThat(fixture.entry(id).reason()).contains("421 4.7.0 slow down");
    }
  }
}
