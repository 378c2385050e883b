package app.paloma.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ConnectFailed.Reason;
import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Many messages, and one message over time: order, connections, waiting.
final class OutboxQueueTest {
  private static final String MESSAGE =
      "From: alice@example.test\nTo: bob@example.net\nSubject: Hello\n\ntext\n";

  @TempDir Path profile;

  private OutboxFixture fixture(FaultySmtpServer server) {
    return fixture(server.port());
  }

  private OutboxFixture fixture(int port) {
    return new OutboxFixture(profile, "smtp://localhost:" + port + "?tls=none&auth=none");
  }

  @Test
  void whatStaysDeferredForTwoDaysIsGivenUp() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      server.answer("d@example.net", "451 4.3.0 later");
      OutboxId id = fixture.enqueue(MESSAGE, "d@example.net");
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      fixture.clock.forward(Duration.ofHours(49));
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("451 4.3.0 later");
      assertThat(fixture.inSent()).isZero();
    }
  }

  /// Each message that was sent asked the server again for all that it had put off, and so their
  /// next tries soon came an hour later instead of a minute (seen with Exim).
  @Test
  void aMessageThatIsSentDoesNotHurryThoseThatWereDeferred() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      server.answer("grey@example.net", "450 4.7.1 greylisted");
      OutboxId deferred = fixture.enqueue(MESSAGE, "grey@example.net");
      fixture.outbox.deliver(deferred);
      Instant next = fixture.entry(deferred).nextAttempt();
      for (int i = 0; i < 3; i++) {
        OutboxId sent = fixture.enqueue(MESSAGE, "r" + i + "@example.net");
        fixture.outbox.deliver(sent);
        assertThat(fixture.result(sent)).isEqualTo(SendResult.SENT);
      }
      assertThat(fixture.entry(deferred).attempts()).isOne();
      assertThat(fixture.entry(deferred).nextAttempt()).isEqualTo(next);
      fixture.outbox.deliver(deferred);
      assertThat(fixture.entry(deferred).attempts()).isEqualTo(2);
    }
  }

  @Test
  void aHundredLeaveInOrderOnOneConnectionAndAreFiled() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      server.answer("r50@example.net", "550 5.1.1 no such user");
      for (int i = 0; i < 100; i++) {
        fixture.enqueue(MESSAGE, "r" + i + "@example.net");
      }
      assertThat(fixture.outbox.flush(e -> {})).hasSize(100);
      assertThat(server.taken())
          .extracting(taken -> taken.recipients().getFirst())
          .hasSize(99)
          .isSortedAccordingTo(
              Comparator.comparingInt(
                  (String r) -> Integer.parseInt(r.substring(1, r.indexOf('@')))));
      assertThat(server.connections()).isOne();
      assertThat(fixture.inSent()).isEqualTo(99);
      assertThat(fixture.store.outbox().list()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatIsLostTakesOneMessageWithIt() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      ArrayList<OutboxId> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ids.add(fixture.enqueue(MESSAGE, "r" + i + "@example.net"));
      }
      server.at(Edge.DOT_TAKEN, () -> {});
      fixture.outbox.flush(e -> {});
      fixture.outbox.flush(e -> {});
      assertThat(ids)
          .extracting(fixture::result)
          .containsExactly(
              SendResult.UNCERTAIN,
              SendResult.SENT,
              SendResult.SENT,
              SendResult.SENT,
              SendResult.SENT);
      assertThat(server.taken()).hasSize(5);
      assertThat(fixture.entry(ids.get(0)).attempts()).isOne();
    }
  }

  @Test
  void offLineMailWaitsInOrder() throws Exception {
    FaultySmtpServer gone = new FaultySmtpServer(Edge.NEVER);
    int port = gone.port();
    gone.close();
    try (OutboxFixture fixture = fixture(port)) {
      OutboxId first = fixture.enqueue(MESSAGE, "first@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "second@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.outbox.lastFailure(fixture.account.id()))
          .containsInstanceOf(ConnectFailed.class);
      assertThat(fixture.result(first)).isEqualTo(SendResult.QUEUED);
      assertThat(fixture.outbox.cancel(second)).isTrue();
      assertThat(fixture.result(second)).isEqualTo(SendResult.CANCELLED);
    }
  }

  @Test
  void sendLaterIsLater() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      OutboxId id =
          fixture.outbox.enqueue(
              fixture.account.id(),
              new ByteArrayInputStream(MESSAGE.getBytes(UTF_8)),
              Optional.empty(),
              List.of("x@example.net"),
              fixture.clock.instant().plusSeconds(3600));
      fixture.outbox.flush(e -> {});
      assertThat(server.taken()).isEmpty();
      fixture.clock.forward(Duration.ofHours(2));
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
    }
  }

  private static String hello(String extension) {
    return """
    S: 220 mx.open.test ESMTP
    C: EHLO [127.0.0.1]
    S: 250-mx.open.test Hello [127.0.0.1], pleased to meet you
    S: 250-%s
    S: 250 HELP
    """
        .formatted(extension);
  }

  /// Its envelope is one group where the server takes groups.
  private static String message(boolean pipelining, String recipient, String... replies) {
    List<String> commands =
        List.of("MAIL FROM:<alice@example.test>", "RCPT TO:<" + recipient + ">", "DATA");
    StringBuilder script = new StringBuilder();
    if (pipelining) {
      commands.forEach(command -> script.append("C: ").append(command).append('\n'));
    }
    for (int i = 0; i < replies.length; i++) {
      if (!pipelining) {
        script.append("C: ").append(commands.get(i)).append('\n');
      }
      script.append("S: ").append(replies[i]).append('\n');
    }
    return replies.length == 3 && replies[2].startsWith("354")
        ? script.append("C* .\nS: 250 2.0.0 Message accepted for delivery\n").toString()
        : script.toString();
  }

  /// OpenSMTPD takes 100 messages on a connection, Exim 1000, and both tell it the one too many.
  @ParameterizedTest
  @CsvSource({
    "ENHANCEDSTATUSCODES, '452 4.5.3 Too many recipients: Too many messages sent'",
    "PIPELINING, '452 4.5.3 Too many recipients: Too many messages sent'",
    "ENHANCEDSTATUSCODES, 421 too many messages in this connection",
    "PIPELINING, 421 too many messages in this connection",
  })
  void whatAServerTakesNoMoreOnOneConnectionGoesOverTheNext(String extension, String enough)
      throws Exception {
    boolean pipelining = extension.equals("PIPELINING");
    String taken = "250 2.1.5 Destination address valid: Recipient ok";
    String go = "354 Enter mail, end with \".\" on a line by itself";
    try (ScriptedServer server =
            ScriptedServer.plain(
                hello(extension)
                    + message(pipelining, "a@example.net", "250 2.0.0 Ok", taken, go)
                    + message(pipelining, "b@example.net", enough)
                    + "NEXT\n"
                    + hello(extension)
                    + message(pipelining, "b@example.net", "250 2.0.0 Ok", taken, go)
                    + "C: QUIT\nS: 221 2.0.0 Bye\n");
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId first = fixture.enqueue(MESSAGE, "a@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "b@example.net");
      fixture.outbox.flush(e -> {});
      server.verify();
      assertThat(fixture.result(first)).isEqualTo(SendResult.SENT);
      assertThat(fixture.result(second)).isEqualTo(SendResult.SENT);
      assertThat(fixture.outbox.lastFailure(fixture.account.id())).isEmpty();
      assertThat(fixture.inSent()).isEqualTo(2);
    }
  }

  /// RFC 2920 §3.1 lets the next envelope leave behind a message; Haraka answers 503 to it, and no
  /// message was refused by that.
  @ParameterizedTest
  @ValueSource(strings = {"250 2.0.0 taken", "550 5.7.1 spam", "451 4.7.1 later"})
  void aServerThatWantsNothingBehindAMessageGetsNothingMoreBehindOne(String first)
      throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      server.refusesWhatComesAhead();
      server.sayOnce(".", first);
      List<OutboxId> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(fixture.enqueue(MESSAGE, "r" + i + "@example.net"));
      }
      fixture.outbox.flush(e -> {});
      assertThat(ids.subList(1, ids.size()))
          .extracting(fixture::result)
          .containsOnly(SendResult.SENT);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.taken()).hasSize(10);
    }
  }

  /// RFC 9422: one recipient at a time, one message a connection. Who is put off is not asked again
  /// on the next.
  @Test
  void whomAConnectionIsTooFullForGetsItOverTheNext() throws Exception {
    String limits = hello("LIMITS RCPTMAX=1 MAILMAX=1");
    String bye = "C: QUIT\nS: 221 2.0.0 Bye\nNEXT\n";
    try (ScriptedServer server =
            ScriptedServer.plain(
                limits
                    + message(false, "a@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + bye
                    + limits
                    + message(false, "b@example.net", "250 Ok", "450 4.2.1 Busy")
                    + bye
                    + limits
                    + message(false, "c@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + bye
                    + limits
                    + message(false, "d@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + "C: QUIT\nS: 221 2.0.0 Bye\n");
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId first = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net", "c@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "d@example.net");
      fixture.outbox.flush(e -> {});
      server.verify();
      assertThat(fixture.result(first)).isEqualTo(SendResult.PARTIAL);
      assertThat(fixture.entry(first).reason()).contains("b@example.net: 450 4.2.1 Busy");
      assertThat(fixture.entry(first).nextAttempt()).isAfter(fixture.clock.instant());
      assertThat(fixture.result(second)).isEqualTo(SendResult.SENT);
      assertThat(fixture.inSent()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " RCPTMAX=10 MAILMAX=1"})
  void eachTransactionHasAsManyDomainsAsTheServerTakes(String limits) throws Exception {
    try (FaultySmtpServer server =
            new FaultySmtpServer(Edge.NEVER, "LIMITS RCPTDOMAINMAX=2" + limits, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id =
          fixture.enqueue(MESSAGE, "a@one.test", "b@two.test", "c@three.test", "d@ONE.test");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.taken())
          .extracting(FaultySmtpServer.Taken::recipients)
          .containsExactly(
              List.of("a@one.test", "b@two.test", "d@ONE.test"), List.of("c@three.test"));
    }
  }

  private static final String GREETED = "S: 220 mx.open.test ESMTP\nC: EHLO [127.0.0.1]\n";

  private static Stream<String> endsBeforeTheContent() {
    String asked = hello("HELP") + "C: MAIL FROM:<alice@example.test>\n";
    String named = asked + "S: 250 Ok\nC: RCPT TO:<a@example.net>\n";
    String goodbye = "S: 421 4.3.2 Service shutting down\nNEXT\n";
    String pipelined =
        hello("PIPELINING")
            + "C: MAIL FROM:<alice@example.test>\nC: RCPT TO:<a@example.net>\nC: DATA\n";
    return Stream.of(
        "NEXT\n",
        GREETED + "NEXT\n",
        GREETED + "S- 250-mx.open\nRESET\n",
        asked + "NEXT\n",
        named + "NEXT\n",
        named + "S: 250 Ok\nC: DATA\nNEXT\n",
        pipelined + "S: 250 Ok\nS: 250 Ok\nNEXT\n",
        goodbye,
        "S: 421 4.7.0 Too many connections\nNEXT\n",
        GREETED + goodbye,
        asked + goodbye,
        named + "S: 250 Ok\nC: DATA\n" + goodbye,
        pipelined + "S: 250 Ok\n" + goodbye,
        "NEXT\n" + asked + "NEXT\n" + GREETED + "NEXT\n");
  }

  @ParameterizedTest
  @MethodSource("endsBeforeTheContent")
  void aSessionThatEndsBeforeTheContentIsFollowedByAnotherInOrder(String ended) throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(
                ended
                    + hello("ENHANCEDSTATUSCODES")
                    + message(false, "a@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + message(false, "b@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + "C: QUIT\nS: 221 2.0.0 Bye\n");
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId first = fixture.enqueue(MESSAGE, "a@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "b@example.net");
      List<Entry> told = fixture.outbox.flush(e -> {});
      server.verify();
      assertThat(told).extracting(Entry::id).containsExactly(first, second);
      assertThat(told).extracting(SendResult::of).containsOnly(SendResult.SENT);
      assertThat(told).extracting(Entry::attempts).containsOnly(1);
      assertThat(fixture.outbox.lastFailure(fixture.account.id())).isEmpty();
    }
  }

  @Test
  void aMessageThatAServerDiesOfKeepsNoOtherHere() throws Exception {
    String dies = hello("HELP") + "C: MAIL FROM:<alice@example.test>\nNEXT\n";
    try (ScriptedServer server =
            ScriptedServer.plain(
                dies.repeat(4)
                    + hello("HELP")
                    + message(false, "b@example.net", "250 Ok", "250 2.1.5 Ok", "354 Go")
                    + "C: QUIT\nS: 221 2.0.0 Bye\n");
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId deadly = fixture.enqueue(MESSAGE, "a@example.net");
      OutboxId other = fixture.enqueue(MESSAGE, "b@example.net");
      fixture.outbox.flush(e -> {});
      server.verify();
      assertThat(fixture.result(deadly)).isEqualTo(SendResult.QUEUED);
      assertThat(fixture.result(other)).isEqualTo(SendResult.SENT);
    }
  }

  /// Its end has not left, so nobody need be asked about it.
  @Test
  void aMessageAnsweredTooEarlyIsTriedAgain() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      server.sayEarly("250 2.0.0 taken");
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      assertThat(server.taken()).isEmpty();
      assertThat(fixture.entry(id).reason()).contains("250 2.0.0 taken");
    }
  }

  @Test
  void aServerThatEndsEachSessionIsNotAskedForEver() {
    RetrySchedule schedule = new RetrySchedule(new Random(1));
    assertThat(pauses(schedule, new ConnectFailed(Reason.LOST, "", null))).containsExactly(0, 1, 3);
    assertThat(pauses(schedule, new ConnectFailed(Reason.SERVER_CLOSED, "421", null)))
        .containsExactly(1, 3);
    String full = MailException.TOO_MANY_CONNECTIONS;
    assertThat(pauses(schedule, new ConnectFailed(Reason.SERVER_CLOSED, full, "421", null)))
        .containsExactly(3);
    assertThat(pauses(schedule, new ConnectFailed(Reason.REFUSED, "", null))).isEmpty();
    assertThat(pauses(schedule, new MailException.AuthRejected("535"))).isEmpty();
  }

  /// In whole seconds.
  private static List<Integer> pauses(RetrySchedule schedule, MailException failure) {
    return IntStream.rangeClosed(1, 9)
        .mapToObj(failures -> schedule.again(failure, failures))
        .flatMap(Optional::stream)
        .map(pause -> Math.toIntExact((pause.toMillis() + 999) / 1000))
        .toList();
  }

  /// The first has it, and that is known; nothing has left for the second.
  @Test
  void aConnectionLostBetweenTheTransactionsOfAMessageLeavesNothingUncertain() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(
                hello("ENHANCEDSTATUSCODES")
                    + """
                    C: MAIL FROM:<alice@example.test>
                    S: 250 2.0.0 Ok
                    C: RCPT TO:<a@example.net>
                    S: 250 2.1.5 Recipient ok
                    C: RCPT TO:<b@example.net>
                    S: 452 4.5.3 Too many recipients
                    C: DATA
                    S: 354 Enter mail
                    C* .
                    S: 250 2.0.0 Message accepted for delivery
                    C: MAIL FROM:<alice@example.test>
                    NEXT
                    """
                    + hello("ENHANCEDSTATUSCODES")
                    + message(false, "b@example.net", "250 2.0.0 Ok", "250 2.1.5 Ok", "354 Go")
                    + "C: QUIT\nS: 221 2.0.0 Bye\n");
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net");
      fixture.outbox.deliver(id);
      server.verify();
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(fixture.inSent()).isOne();
    }
  }
}
