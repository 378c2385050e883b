package app.paloma.protocol.smtp;

import static app.paloma.protocol.smtp.SmtpDialogues.HELLO;
import static app.paloma.protocol.smtp.SmtpDialogues.PIPELINING;
import static app.paloma.protocol.smtp.SmtpDialogues.PLAIN_SERVER;
import static app.paloma.protocol.smtp.SmtpDialogues.connect;
import static app.paloma.protocol.smtp.SmtpDialogues.group;
import static app.paloma.protocol.smtp.SmtpDialogues.outcomes;
import static app.paloma.protocol.smtp.SmtpDialogues.send;
import static app.paloma.protocol.smtp.SmtpDialogues.stepByStep;
import static app.paloma.protocol.smtp.SmtpDialogues.yo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole mail transactions: envelope, content, what becomes of each recipient.
final class SmtpTransactionTest {
  @Test
  void sendsStepByStepToAServerWithoutExtensions() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220-hello
            S: 220 again
            C: EHLO [127.0.0.1]
            S: 502 what?
            C: HELO [127.0.0.1]
            S: 250 hi
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<a@example.net>
            S: 250 ok
            C: DATA
            S: 354 go on
            C: Subject: x
            C:
            C: ..dots
            C: ...
            C: end
            C: .
            S: 250 queued
            C: QUIT
            S: 221 bye
            """
                .replace("C:\n", "C: \n"))) {
      SmtpClient client = connect(server);
      TransactionResult result = send(client, "Subject: x\n\n.dots\r..\r\nend", "a@example.net");
      client.quit();
      server.verify();
      assertThat(outcomes(result)).containsExactly(Outcome.ACCEPTED);
      assertThat(result.data().orElseThrow().code()).isEqualTo(250);
    }
  }

  /// One reply too many is not taken for that to the content, which would say of a message that
  /// went out that it was put off.
  @Test
  void aServerThatIsOutOfStepGetsNoMessage() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: DATA
                S: 250 2.1.0 ok
                S: 250 2.1.5 ok
                S: 354 go on\\r\\n450 4.0.0 what nobody asked
                """)) {
      SmtpClient client = connect(server);
      assertThatThrownBy(() -> send(client, "hi\r\n", "a@example.net"))
          .isInstanceOf(ProtocolBroken.class)
          .hasMessageContaining("450 4.0.0 what nobody asked");
      assertThat(client.canSendMore()).isFalse();
    }
  }

  @Test
  void oneRefusedRecipientNeverStopsTheOthers() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: RCPT TO:<b@example.net>
                C: RCPT TO:<c@example.net>
                C: RCPT TO:<d@example.net>
                C: RCPT TO:<e@example.net>
                C: DATA
                S: 250 2.1.0 ok
                S: 250 2.1.5 ok
                S: 550 5.1.1 no such user
                S: 551-5.1.6 User not local;
                S: 551 5.1.6 please try <c@new.example>
                S: 450 4.2.1 mailbox busy
                S: 251 2.1.5 will forward to <e@new.example>
                S: 354 go
                C: hi
                C: .
                S: 250 2.0.0 taken
                """)) {
      TransactionResult result;
      try (SmtpClient client = connect(server)) {
        result =
            send(
                client,
                "hi\r\n",
                "a@example.net",
                "b@example.net",
                "c@example.net",
                "d@example.net",
                "e@example.net");
      }
      server.verify();
      assertThat(outcomes(result))
          .containsExactly(
              Outcome.ACCEPTED,
              Outcome.REJECTED,
              Outcome.REJECTED,
              Outcome.DEFERRED,
              Outcome.ACCEPTED);
      SmtpReply moved = result.recipients().get(2).reply();
      assertThat(moved.enhanced()).isEqualTo("5.1.6");
      assertThat(moved.text()).isEqualTo("User not local; please try <c@new.example>");
      assertThat(moved.tryInstead("c@example.net")).contains("c@new.example");
      assertThat(result.recipients().get(4).reply().tryInstead("e@example.net"))
          .contains("e@new.example");
      assertThat(result.recipients().get(1).reply().tryInstead("b@example.net")).isEmpty();
    }
  }

  @Test
  void theNextEnvelopeLeavesBehindTheContent() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + group("a@example.net")
                + """
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                """
                + group("b@example.net", "c@example.net")
                + """
                S: 451 4.3.0 later
                S: 250 ok
                S: 550 5.1.1 nobody
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """)) {
      SmtpClient client = connect(server);
      MailTransaction second = yo("b@example.net", "c@example.net");
      Edges edges = new Edges(Optional.of(second));
      TransactionResult first = send(client, yo("a@example.net"), edges);
      TransactionResult then = send(client, second);
      client.quit();
      server.verify();
      assertThat(outcomes(first)).containsExactly(Outcome.DEFERRED);
      assertThat(outcomes(then)).containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
      assertThat(edges.reached).containsExactly("dot", "waiting");
    }
  }

  @Test
  void whereContentIsAwaitedGoodbyeIsNotSaid() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + group("a@example.net")
                + """
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                """
                + group("b@example.net")
                + """
                S: 250 taken
                S: 250 ok
                S: 250 ok
                S: 354 go
                """)) {
      SmtpClient client = connect(server);
      send(client, yo("a@example.net"), new Edges(Optional.of(yo("b@example.net"))));
      client.quit();
      assertThat(server.received()).as("QUIT would be content").doesNotContain("QUIT");
    }
  }

  @Test
  void anEmptyMessageEndsDataThatNobodyReceives() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + group("a@example.net")
                + """
                S: 250 ok
                S: 550 no
                S: 354 go
                C: .
                S: 554 no valid recipients
                C: RSET
                """
                + group("b@example.net")
                + """
                S: 250 flushed
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                S: 452 4.3.1 disk full
                """)) {
      try (SmtpClient client = connect(server)) {
        Edges edges = new Edges(Optional.empty());
        assertThat(outcomes(send(client, yo("a@example.net"), edges)))
            .containsExactly(Outcome.REJECTED);
        assertThat(edges.reached).as("nothing was promised").isEmpty();
        assertThat(outcomes(send(client, yo("b@example.net")))).containsExactly(Outcome.DEFERRED);
      }
      server.verify();
    }
  }

  /// Which edges were reached, and what follows.
  private static final class Edges implements TransactionListener {
    final ArrayList<String> reached = new ArrayList<>();
    private final Optional<MailTransaction> following;

    Edges(Optional<MailTransaction> following) {
      this.following = following;
    }

    @Override
    public Optional<MailTransaction> following() {
      return following;
    }

    @Override
    public void beforeFinalDot() {
      reached.add("dot");
    }

    @Override
    public void waiting() {
      reached.add("waiting");
    }
  }

  /// As Postfix, Exim, OpenSMTPD and the servers of before RFC 5321 say it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "452 4.5.3 Error: too many recipients",
        "452 too many recipients",
        "451 4.5.3 Too many recipients: Too many recipients",
        "552 5.5.3 Too many recipients"
      })
  void tooManyRecipientsAreForTheNextTransaction(String tooMany) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: MAIL FROM:<me@example.org>
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: RCPT TO:<b@example.net>
                S: %s
                C: RCPT TO:<c@example.net>
                S: 452 4.2.2 mailbox full
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """
                    .formatted(tooMany))) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net", "b@example.net", "c@example.net")))
            .containsExactly(Outcome.ACCEPTED, Outcome.NEXT_TRANSACTION, Outcome.DEFERRED);
      }
      server.verify();
    }
  }

  @Test
  void limitsAreKept() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 LIMITS RCPTMAX=1 MAILMAX=1
                """
                + stepByStep("a@example.net", "250 ok"))) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net", "b@example.net")))
            .containsExactly(Outcome.ACCEPTED, Outcome.NEXT_TRANSACTION);
        assertThat(client.canSendMore()).isFalse();
      }
      server.verify();
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedBeforeTheUpload() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(PIPELINING + "C: QUIT\nS: 221 bye\n")) {
      SmtpClient client = connect(server);
      TransactionResult result = send(client, "x".repeat(1001), "a@example.net");
      client.quit();
      server.verify();
      assertThat(result.recipients().getFirst().reply().toString()).startsWith("552 5.3.4");
      assertThat(result.recipients().getFirst().reply().own()).isPresent();
    }
  }

  @Test
  void binaryContentGoesInChunks() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-CHUNKING
                S: 250-PIPELINING
                S: 250 BINARYMIME
                C: MAIL FROM:<me@example.org> BODY=BINARYMIME
                C: RCPT TO:<a@example.net>
                S: 250 ok
                S: 250 ok
                C: BDAT 6 LAST
                C: .\0\0x
                S: 250 ok
                """)) {
      byte[] octets = {'.', 0, 0, 'x', '\r', '\n'};
      try (SmtpClient client = connect(server)) {
        TransactionResult result =
            client.send(
                MailTransaction.of("me@example.org", List.of("a@example.net"), 0, Body.BINARY),
                () -> new ByteArrayInputStream(octets),
                TransactionListener.NONE);
        assertThat(result.accepted()).isTrue();
      }
      assertThat(server.received()).contains(".\0\0x");
    }
  }
}
