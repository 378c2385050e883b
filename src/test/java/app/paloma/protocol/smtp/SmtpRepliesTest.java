package app.paloma.protocol.smtp;

import static app.paloma.protocol.smtp.SmtpDialogues.HELLO;
import static app.paloma.protocol.smtp.SmtpDialogues.PLAIN_SERVER;
import static app.paloma.protocol.smtp.SmtpDialogues.connect;
import static app.paloma.protocol.smtp.SmtpDialogues.outcomes;
import static app.paloma.protocol.smtp.SmtpDialogues.send;
import static app.paloma.protocol.smtp.SmtpDialogues.stepByStep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replies of every class, at any moment.
final class SmtpRepliesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: 421 4.3.2 closing",
        HELLO + "S: 421 too busy",
        PLAIN_SERVER + "C: MAIL FROM:<me@example.org>\nS: 421-bye\nS: 421 bye",
        PLAIN_SERVER
            + "C: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<a@example.net>\nS: 421 bye",
      })
  void the421OfAnyMomentSaysThatTheServerCloses(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      assertThatThrownBy(
              () -> {
                try (SmtpClient client = connect(server)) {
                  send(client, "x", "a@example.net");
                }
              })
          .isInstanceOfSatisfying(
              ConnectFailed.class,
              e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.SERVER_CLOSED));
    }
  }

  @Test
  void the421AfterTheMessageIsAnAnswer() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER + stepByStep("a@example.net", "421 4.4.2 timeout, not taken"))) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net"))).containsExactly(Outcome.DEFERRED);
        assertThat(client.canSendMore()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: HTTP/1.1 400 Bad Request",
        "S: 354 go",
        "S: 25",
        "S: * OK IMAP",
        "S: +OK POP3",
        HELLO + "S: 354 go",
        HELLO + "S: 250-a\nS: 251 b",
        PLAIN_SERVER + "C: MAIL FROM:<me@example.org>\nS: 354 go",
      })
  void whatIsNotSmtpEndsTheConnection(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      assertThatThrownBy(
              () -> {
                try (SmtpClient client = connect(server)) {
                  send(client, "x", "a@example.net");
                }
              })
          .isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void aRepliesLengthHasALimit() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain("S: 220 x\nC: EHLO [127.0.0.1]\n" + "S: 250-x\n".repeat(20_001))) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void aServerThatGreetsWith554RefusesEverybody() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: 554 5.7.1 go away")) {
      assertThatThrownBy(() -> connect(server))
          .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.code()).isEqualTo(554));
    }
  }
}
