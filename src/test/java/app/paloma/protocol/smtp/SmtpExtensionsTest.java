package app.paloma.protocol.smtp;

import static app.paloma.protocol.smtp.SmtpDialogues.HELLO;
import static app.paloma.protocol.smtp.SmtpDialogues.PIPELINING;
import static app.paloma.protocol.smtp.SmtpDialogues.PLAIN_SERVER;
import static app.paloma.protocol.smtp.SmtpDialogues.connect;
import static app.paloma.protocol.smtp.SmtpDialogues.outcomes;
import static app.paloma.protocol.smtp.SmtpDialogues.send;
import static app.paloma.protocol.smtp.SmtpDialogues.stepByStep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MailTransaction.ForwardPath;
import app.paloma.protocol.smtp.MailTransaction.Notify;
import app.paloma.protocol.smtp.MailTransaction.Return;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of a server that offers more, and what is not of one that does not.
final class SmtpExtensionsTest {
  /// RFC 6533 §3 for what is beyond ASCII before the @, A-labels behind it.
  @Test
  void asksForReportsAboutAddressesBeyondAscii() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220 mx
            C~ EHLO .*
            S: 250-mx
            S: 250-SMTPUTF8
            S: 250-8BITMIME
            S: 250 DSN
            C~ MAIL FROM:<me@example.org> .*
            S: 250 ok
            C~ RCPT TO:<jos..@example.org> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=utf-8;jos\\\\x\\{E9\\}@example.org
            S: 250 ok
            C: RCPT TO:<ann@xn--bcher-kva.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;ann@xn--bcher-kva.example
            S: 250 ok
            C: DATA
            S: 354 go
            C* .
            S: 250 ok
            """)) {
      MailTransaction transaction =
          MailTransaction.of(
                  "me@example.org",
                  List.of("josé@example.org", "ann@bücher.example"),
                  0,
                  Body.EIGHT_BIT)
              .reported("id");
      try (SmtpClient client = connect(server)) {
        client.send(
            transaction, () -> new ByteArrayInputStream(new byte[0]), TransactionListener.NONE);
      }
      server.verify();
    }
  }

  /// Servers refuse the message for a longer one.
  @Test
  void anEnvelopeIdIsNotTooLong() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C~ MAIL FROM:.* ENVID=(\\+3D|a){1,100}
                C~ RCPT .*
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      String id = "a" + "=".repeat(98);
      try (SmtpClient client = connect(server)) {
        send(client, SmtpDialogues.yo("a@example.net").reported(id));
      }
      server.verify();
      String envid = server.received().get(1).replaceFirst(".* ENVID=", "");
      assertThat(envid).hasSizeLessThanOrEqualTo(100).startsWith("a+3D");
    }
  }

  @Test
  void asksForReports() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> BODY=8BITMIME RET=HDRS ENVID=a+2Bb
                C: RCPT TO:<a@xn--mnchen-3ya.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+3D@x
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      MailTransaction transaction =
          new MailTransaction(
              "me@example.org",
              List.of(
                  new ForwardPath(
                      "a@münchen.example", Set.of(Notify.FAILURE, Notify.SUCCESS), "a=@x")),
              0,
              Body.EIGHT_BIT,
              Optional.of(Return.HDRS),
              "a+b",
              Optional.empty(),
              Optional.empty(),
              false);
      try (SmtpClient client = connect(server)) {
        assertThat(
                client
                    .send(
                        transaction,
                        () -> new ByteArrayInputStream(new byte[0]),
                        TransactionListener.NONE)
                    .accepted())
            .isTrue();
      }
      server.verify();
    }
  }

  private static MailTransaction promise(
      Optional<MailTransaction.DeliverBy> by, Optional<MailTransaction.Hold> hold, boolean tls) {
    return new MailTransaction(
        "me@example.org",
        List.of(MailTransaction.ForwardPath.of("a@example.net")),
        4,
        Body.SEVEN_BIT,
        Optional.empty(),
        "",
        by,
        hold,
        tls);
  }

  @Test
  void asksForATimeAndForALaterOne() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.example
                S: 250-DELIVERBY 120
                S: 250 FUTURERELEASE 86400 2030-01-01T00:00:00Z
                C: MAIL FROM:<me@example.org> BY=120;RT HOLDUNTIL=2026-12-24T18:00:00Z
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 kept
                """)) {
      try (SmtpClient client = connect(server)) {
        MailTransaction transaction =
            promise(
                Optional.of(
                    new MailTransaction.DeliverBy(java.time.Duration.ofMinutes(2), true, true)),
                Optional.of(
                    new MailTransaction.Hold(java.time.Instant.parse("2026-12-24T18:00:00.5Z"))),
                false);
        assertThat(outcomes(send(client, transaction))).containsExactly(Outcome.ACCEPTED);
      }
      server.verify();
    }
  }

  @Test
  void aPromiseTheServerCannotKeepIsNotAskedFor() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(PLAIN_SERVER);
        SmtpClient client = connect(server)) {
      var byReturn = new MailTransaction.DeliverBy(java.time.Duration.ofMinutes(5), true, false);
      var hold = new MailTransaction.Hold(java.time.Instant.parse("2026-12-24T18:00:00Z"));
      for (MailTransaction transaction :
          List.of(
              promise(Optional.of(byReturn), Optional.empty(), false),
              promise(Optional.empty(), Optional.of(hold), false),
              promise(Optional.empty(), Optional.empty(), true))) {
        assertThat(outcomes(send(client, transaction))).containsExactly(Outcome.REJECTED);
      }
      assertThat(server.received()).containsExactly("EHLO [127.0.0.1]");
    }
  }

  @Test
  void requiresTlsOnTheWayOfAServerThatPromisesIt() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.example
                S: 250-REQUIRETLS
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C: EHLO [127.0.0.1]
                S: 250-mx.example
                S: 250 REQUIRETLS
                C: MAIL FROM:<me@example.org> REQUIRETLS
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      try (SmtpClient client = connect(server, "?tls=starttls&auth=none")) {
        assertThat(outcomes(send(client, promise(Optional.empty(), Optional.empty(), true))))
            .containsExactly(Outcome.ACCEPTED);
      }
      server.verify();
    }
  }

  @Test
  void internationalAddressesNeedSmtpUtf8() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(PLAIN_SERVER + stepByStep("b@example.net", "250 ok"))) {
      try (SmtpClient client = connect(server)) {
        TransactionResult result = send(client, "x", "josé@example.net", "b@example.net");
        assertThat(outcomes(result)).containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
        assertThat(result.recipients().getFirst().reply().enhanced()).isEqualTo("5.6.7");
      }
      server.verify();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.c>\r\nRCPT TO:<evil@x.example",
        "a@b\n.c",
        "a@b.c\rX",
        "a b@c.d",
        "a@b c",
        "<a@b.c>",
        "a\0@b.c",
        "@b.c",
        "a@",
        "a",
        "\"a\"b\"@c.d",
        "a@[1.2.3.4\r\n]",
        "a\u2028@b.c",
        "\uD800@b.c"
      })
  void nothingThatCouldEndACommandGetsIntoOne(String address) throws Exception {
    assertThatThrownBy(() -> SmtpPath.normalise(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("\r", "\n", "\0");
    try (ScriptedServer server = ScriptedServer.plain(PLAIN_SERVER + "C: QUIT\nS: 221 bye\n")) {
      SmtpClient client = connect(server);
      assertThat(outcomes(send(client, "x", address))).containsExactly(Outcome.REJECTED);
      assertThatThrownBy(() -> client.verify("x\r\nQUIT"))
          .isInstanceOf(IllegalArgumentException.class);
      client.quit();
      server.verify();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b@example.org", "\"a b\"@c.d", "\"q\\\"x\"@c.d", "x@[127.0.0.1]"})
  void unusualAddressesAreUsable(String address) {
    assertThat(SmtpPath.normalise(address)).isEqualTo(address);
  }

  @Test
  void verifiesAndExpands() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: VRFY smith
                S: 250 Fred Smith <Smith@example.org>
                C: EXPN staff
                S: 250-Ann <ann@example.org>
                S: 250-bob@example.org
                S: 250 <@relay.example:carl@example.org>
                C: VRFY nobody
                S: 550 5.1.1 who?
                """)) {
      try (SmtpClient client = connect(server)) {
        assertThat(client.verify("smith").addresses()).containsExactly("Smith@example.org");
        assertThat(client.expand("staff").addresses())
            .containsExactly("ann@example.org", "bob@example.org", "carl@example.org");
        assertThat(client.verify("nobody").code()).isEqualTo(550);
      }
      server.verify();
    }
  }
}
