package app.paloma.protocol.smtp;

import static app.paloma.protocol.smtp.SmtpDialogues.HELLO;
import static app.paloma.protocol.smtp.SmtpDialogues.connect;
import static app.paloma.protocol.smtp.SmtpDialogues.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server says before the end of the content has left is no answer to it.
final class SmtpEarlyReplyTest {
  private static final int SMALL = 100;

  /// In several pieces, but fewer than sockets hold.
  private static final int LARGE = 50_000;

  private static final String ENVELOPE =
      """
      S: 250-mx.example
      S: 250-PIPELINING
      S: 250-CHUNKING
      S: 250 BINARYMIME
      C: MAIL FROM:<me@example.org>%s
      C: RCPT TO:<a@example.net>
      """;

  private static final String DATA =
      ENVELOPE.formatted("") + "C: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go on\nC* .\nS: 250 taken\n";

  /// Says it right before the end leaves, when all that was to be done before is done.
  private static final class Early implements TransactionListener {
    private final ScriptedServer server;
    private final String reply;
    private boolean heldBack;

    Early(ScriptedServer server, String reply) {
      this.server = server;
      this.reply = reply;
    }

    @Override
    public void beforeFinalDot() {
      server.say(reply);
    }

    @Override
    public void heldBack() {
      heldBack = true;
    }
  }

  private static TransactionResult send(
      SmtpClient client, int octets, Body body, TransactionListener listener)
      throws MailException, IOException {
    return client.send(
        MailTransaction.of("me@example.org", List.of("a@example.net"), octets, body),
        () ->
            new ByteArrayInputStream(
                "yo\r\n".repeat(octets / 4).getBytes(StandardCharsets.US_ASCII)),
        listener);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void anAcceptanceBeforeTheEndIsNone(int octets) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(HELLO + DATA)) {
      SmtpClient client = connect(server);
      Early early = new Early(server, "250 2.0.0 taken already");
      assertThatThrownBy(() -> send(client, octets, Body.SEVEN_BIT, early))
          .isInstanceOf(ProtocolBroken.class)
          .hasMessageContaining("taken already");
      assertThat(early.heldBack).isTrue();
      assertThat(client.canSendMore()).isFalse();
      assertThat(server.received()).doesNotContain(".");
    }
  }

  @Test
  void anAcceptanceBeforeTheLastChunkIsNone() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO + ENVELOPE.formatted(" BODY=BINARYMIME") + "S: 250 ok\nS: 250 ok\nC* .\n")) {
      SmtpClient client = connect(server);
      Early early = new Early(server, "250 2.0.0 taken already");
      assertThatThrownBy(() -> send(client, SMALL, Body.BINARY, early))
          .isInstanceOf(ProtocolBroken.class);
      assertThat(early.heldBack).isTrue();
      assertThat(server.received()).noneMatch(line -> line.startsWith("BDAT"));
    }
  }

  @Test
  void anAcceptanceUnderTlsBeforeTheEndIsNone() throws Exception {
    String startTls = "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
    String again = "C: EHLO [127.0.0.1]\n";
    try (ScriptedServer server = ScriptedServer.plain(HELLO + startTls + again + DATA)) {
      SmtpClient client = connect(server, "?auth=none");
      Early early = new Early(server, "250 2.0.0 taken already");
      assertThatThrownBy(() -> send(client, LARGE, Body.SEVEN_BIT, early))
          .isInstanceOf(ProtocolBroken.class);
      assertThat(early.heldBack).isTrue();
    }
  }

  /// Nothing is said under TLS but by TLS itself.
  @Test
  void aMessageThatNobodyAnswersEarlyLeaves() throws Exception {
    String startTls = "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
    String again = "C: EHLO [127.0.0.1]\n";
    try (ScriptedServer server = ScriptedServer.plain(HELLO + startTls + again + DATA)) {
      SmtpClient client = connect(server, "?auth=none");
      TransactionResult result = send(client, LARGE, Body.SEVEN_BIT, TransactionListener.NONE);
      assertThat(outcomes(result)).containsExactly(Outcome.ACCEPTED);
    }
  }

  /// As servers refuse what grows too large; the rest of it is not sent, and no second answer is
  /// taken for that to another message.
  @ParameterizedTest
  @ValueSource(strings = {"552 5.3.4 too big", "451 4.3.1 disk full", "421 4.3.2 shutting down"})
  void aRefusalInTheMiddleIsTheAnswer(String reply) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(HELLO + DATA)) {
      SmtpClient client = connect(server);
      Early early = new Early(server, reply);
      TransactionResult result = send(client, LARGE, Body.SEVEN_BIT, early);
      assertThat(outcomes(result))
          .containsExactly(reply.startsWith("5") ? Outcome.REJECTED : Outcome.DEFERRED);
      assertThat(result.data().orElseThrow().toString()).isEqualTo(reply);
      assertThat(client.canSendMore()).isFalse();
      assertThat(server.received()).doesNotContain(".");
    }
  }

  /// A server stops reading, says why and hangs up, while more waits to be written than sockets
  /// hold: else each try would carry the whole message there again.
  @ParameterizedTest
  @ValueSource(strings = {"552 5.3.4 too big", "451 4.3.1 disk full"})
  void whatAServerSaysBeforeItHangsUpIsTheAnswer(String reply) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(HELLO + DATA.substring(0, DATA.indexOf("C*")) + "STALL\n")) {
      SmtpClient client = connect(server);
      Thread hangsUp = Thread.ofVirtual().unstarted(() -> hangUp(server, reply));
      TransactionListener whenItBegins =
          new TransactionListener() {
            @Override
            public void beforeData() {
              hangsUp.start();
            }
          };
      TransactionResult result = send(client, 64 << 20, Body.SEVEN_BIT, whenItBegins);
      assertThat(result.data().orElseThrow().toString()).isEqualTo(reply);
      assertThat(client.canSendMore()).isFalse();
    }
  }

  private static void hangUp(ScriptedServer server, String reply) {
    try {
      Thread.sleep(700);
      server.say(reply);
      server.close();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Nothing that was said about it can be about its content: it may be tried again at once.
  @Test
  void aGoodbyeBeforeAnyContentEndsTheSession() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(HELLO + DATA)) {
      SmtpClient client = connect(server);
      Early early = new Early(server, "421 4.3.2 shutting down");
      assertThatThrownBy(() -> send(client, SMALL, Body.SEVEN_BIT, early))
          .isInstanceOfSatisfying(
              ConnectFailed.class,
              e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.SERVER_CLOSED));
      assertThat(early.heldBack).isTrue();
    }
  }
}
