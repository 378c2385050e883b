package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server says one reply too many, and each answer after it seems to be to the command before.
/// Nobody is told to be refused, or to have a message, by another's answer, and no other message
/// waits for it.
final class OutOfStepTest {
  private static final String MESSAGE = "From: alice@example.test\nSubject: x\n\nhi\n";
  private static final String NOBODY = "550 5.1.1 no such user";

  @TempDir Path directory;

  private OutboxFixture fixture(FaultySmtpServer server) throws Exception {
    return OutboxFixture.plain(
        Files.createTempDirectory(directory, "p"),
        "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  private static Stream<List<String>> strays() {
    return Stream.of("HELP", "PIPELINING")
        .flatMap(extension ->
            Stream.of("250 ok", "550 5.7.1 spurious", "451 4.3.0 spurious", "503 sequence", "what?")
                .flatMap(stray ->
                    Stream.of("", "b", "c", "d").map(no -> List.of(extension, stray, no))));
  }

  @ParameterizedTest
  @MethodSource("strays")
  void aReplyTooManyIsNoAnswerToTheNextMessage(List<String> row) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, row.get(0));
        OutboxFixture fixture = fixture(server)) {
      server.say(".", "250 2.0.0 taken\r\n" + row.get(1));
      server.answer(row.get(2) + "@example.net", NOBODY);
      OutboxId first = fixture.enqueue(MESSAGE, "a@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "b@example.net", "c@example.net", "d@example.net");
      OutboxId third = fixture.enqueue(MESSAGE, "e@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(first)).isEqualTo(SendResult.SENT);
      assertThat(fixture.result(third)).isEqualTo(SendResult.SENT);
      for (Recipient recipient : fixture.entry(second).recipients()) {
        boolean refused = recipient.address().startsWith(row.get(2)) && !row.get(2).isEmpty();
        assertThat(recipient.status())
            .as(recipient.toString())
            .isEqualTo(refused ? RecipientStatus.REJECTED : RecipientStatus.ACCEPTED);
        assertThat(server.copies(recipient.address())).isEqualTo(refused ? 0 : 1);
      }
    }
  }

  /// It comes when the next command has left.
  @ParameterizedTest
  @ValueSource(strings = {"HELP", "PIPELINING"})
  void aReplyTooManyThatComesLateIsNoAnswerEither(String extension) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture = fixture(server)) {
      server.whenTaken(count -> server.sayOnce("MAIL", "550 5.7.1 spurious\r\n250 ok"));
      for (String to : List.of("a", "b", "c")) {
        fixture.enqueue(MESSAGE, to + "@example.net");
      }
      assertThat(fixture.outbox.flush(e -> {}))
          .extracting(SendResult::of)
          .containsExactly(SendResult.SENT, SendResult.SENT, SendResult.SENT);
      assertThat(server.taken()).hasSize(3);
    }
  }

  /// MAIL is put off, for a reason that then seems to be told to the first recipient, and to the
  /// others only that there was no MAIL.
  @ParameterizedTest
  @CsvSource({"HELP, false", "PIPELINING, false", "HELP, true", "PIPELINING, true"})
  void whyNobodyWasAskedAboutIsToldToAll(String extension, boolean behindAnother) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture = fixture(server)) {
      String putOff = "250 2.0.0 stray\r\n451 4.7.1 greylisted";
      server.whenTaken(count -> server.say("MAIL", putOff));
      if (behindAnother) {
        fixture.enqueue(MESSAGE, "first@example.net");
      } else {
        server.say("MAIL", putOff);
      }
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net", "c@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.entry(id).recipients())
          .allSatisfy(recipient -> {
            assertThat(recipient.status()).isEqualTo(RecipientStatus.DEFERRED);
            assertThat(recipient.text()).contains("greylisted");
          });
    }
  }

  /// It has not said that it took the message: it goes, or another has come in its place.
  @ParameterizedTest
  @ValueSource(strings = {"221 2.0.0 bye", "220 mx2 ESMTP", "214 commands", "235 2.7.0 in"})
  void whoSaysGoodbyeToAMessageHasNotTakenIt(String reply) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      server.say(".", reply);
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
      assertThat(fixture.inSent()).isZero();
    }
  }

  /// What is no reply at all costs the message it was said to a try, and the others a connection.
  @ParameterizedTest
  @ValueSource(strings = {"HELP", "PIPELINING"})
  void anAnswerThatIsNoReplyKeepsNoOtherMessageHere(String extension) throws Exception {
    for (String reply : List.of("garbage", "999 what", "354 what", "250-a\r\n550 b")) {
      try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
          OutboxFixture fixture = fixture(server)) {
        server.answer("b@example.net", reply);
        for (String to : List.of("a", "b", "c", "d")) {
          fixture.enqueue(MESSAGE, to + "@example.net");
        }
        assertThat(fixture.outbox.flush(e -> {}))
            .as(reply)
            .extracting(SendResult::of)
            .containsExactly(SendResult.SENT, SendResult.QUEUED, SendResult.SENT, SendResult.SENT);
        assertThat(server.connections()).isLessThan(5);
      }
    }
  }

  /// A server of which nothing can be understood is not asked for each message that waits.
  @Test
  void aServerThatSpeaksNoSmtpIsAskedFewTimes() throws Exception {
    for (String verb : List.of("", "EHLO", "MAIL", "RCPT", "DATA")) {
      try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
          OutboxFixture fixture = fixture(server)) {
        server.say(verb, "garbage");
        for (int i = 0; i < 10; i++) {
          fixture.enqueue(MESSAGE, i + "@example.net");
        }
        fixture.outbox.flush(e -> {});
        assertThat(server.connections()).as(verb).isLessThan(4);
        assertThat(fixture.outbox.lastFailure(fixture.account.id())).isPresent();
      }
    }
  }
}
