package app.paloma.protocol.smtp;

import static app.paloma.protocol.smtp.SmtpDialogues.HELLO;
import static app.paloma.protocol.smtp.SmtpDialogues.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS and login.
final class SmtpLoginTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // hidden, refused, refused for now, something else; only HELO
        "S: 250 mx.example",
        "S: 250 STARTTLS",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 502 no",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 not now",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 354 else",
        "S: 500 what\nC: HELO [127.0.0.1]\nS: 250 mx",
        "S: 250-mx\n"
            + "S: 250 STARTTLS\n"
            + "C: STARTTLS\n"
            + "S- 220 go\\r\\n250-fake\\r\\n250 AUTH PLAIN\\r\\n\n"
            + "TLS",
      })
  void withoutTlsNothingSecretLeaves(String rest) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(HELLO + rest)) {
      boolean forNow = rest.contains("454");
      assertThatThrownBy(() -> connect(server, ""))
          .isInstanceOf(forNow ? CommandRejected.class : TlsFailed.class);
      assertThat(server.received()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void afterStartTlsTheServerIsAskedAnew() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-AUTH LOGIN
                S: 250-SIZE 5
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C: EHLO [127.0.0.1]
                S: 250-mx
                S: 250 AUTH PLAIN
                C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
                S: 235 2.7.0 in
                C: QUIT
                S: 221 bye
                """)) {
      SmtpClient client = connect(server, "");
      assertThat(client.keywords().maxSize()).isZero();
      assertThat(client.isSecure()).isTrue();
      client.quit();
      server.verify();
    }
  }

  @Test
  void aRefusedPasswordIsNotTriedAgain() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 AUTH PLAIN LOGIN
                C~ AUTH PLAIN .*
                S: 535 5.7.8 wrong
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("535 5.7.8 wrong");
      server.verify();
    }
  }

  @Test
  void aRefusedMechanismIsFollowedByTheNext() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-AUTH=LOGIN
                S: 250 AUTH PLAIN
                C~ AUTH PLAIN .*
                S: 504 5.5.4 not really
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: YWxpY2U=
                S: 334 UGFzc3dvcmQ6
                C: c2VzYW1l
                S: 235 in
                """)) {
      connect(server, "?tls=none").close();
      server.verify();
    }
  }

  /// What the server of Nodemailer says, which lists AUTH before TLS and takes none; the password
  /// is not the matter.
  @Test
  void aLoginThatWantsTlsFirstIsNoWrongPassword() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.node.test Nice to meet you, [127.0.0.1]
                S: 250-STARTTLS
                S: 250 AUTH PLAIN
                C~ AUTH PLAIN .*
                S: 538 Error: Must issue a STARTTLS command first
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOf(CommandRejected.class)
          .hasMessageContaining("Must issue a STARTTLS command first");
      server.verify();
    }
  }

  /// Postfix with `smtpd_tls_auth_only`, and most submission servers.
  @Test
  void aServerThatOffersNoLoginBeforeTlsIsNotSaidToHaveNone() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250 STARTTLS
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.code()).isEqualTo(538));
    }
  }

  /// Sendmail with saslauthd lists CRAM-MD5, for which it has nobody's password.
  @Test
  void aRefusedProofIsFollowedByThePasswordItselfAndThenByNothing() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.sm.test Hello localhost [127.0.0.1], pleased to meet you
            S: 250 AUTH CRAM-MD5 LOGIN PLAIN
            C: AUTH CRAM-MD5
            S: 334 PDE4OTYuNjk3MTcwOTUyQG14LnNtLnRlc3Q+
            C~ [A-Za-z0-9+/=]+
            S: 535 5.7.0 authentication failed
            """;
    try (ScriptedServer server =
        ScriptedServer.plain(
            script
                + """
                C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
                S: 235 2.0.0 OK Authenticated
                """)) {
      connect(server, "?tls=none").close();
      server.verify();
    }
    try (ScriptedServer server =
        ScriptedServer.plain(
            script
                + """
                C~ AUTH PLAIN .*
                S: 535 5.7.8 wrong
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("535 5.7.8 wrong");
      server.verify();
    }
    try (ScriptedServer server = ScriptedServer.plain(script + "CLOSE")) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("535 5.7.0 authentication failed");
    }
  }

  /// Each refusal is a failed login in the server's log; after some of them it shuts people out.
  @Test
  void aRefusedProofIsNotOfferedToThatServerAgain() throws Exception {
    String hello =
        HELLO
            + """
            S: 250-mx.sm.test
            S: 250 AUTH CRAM-MD5 PLAIN
            """;
    String password =
        """
        C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
        S: 235 2.0.0 OK Authenticated
        """;
    String refusal =
        """
        C: AUTH CRAM-MD5
        S: 535 5.7.0 authentication failed
        """;
    try (ScriptedServer server =
        ScriptedServer.plain(hello + refusal + password + "NEXT\n" + hello + password)) {
      ConnectionFactory connections = LoopbackConnections.open();
      connect(connections, server, "?tls=none").close();
      connect(connections, server, "?tls=none").close();
      server.verify();
    }
  }

  @Test
  void aLoginThatFailsForNowIsNotTheUsersMatter() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 AUTH PLAIN
                C~ AUTH .*
                S: 454 4.7.0 database down
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.code()).isEqualTo(454));
    }
  }
}
