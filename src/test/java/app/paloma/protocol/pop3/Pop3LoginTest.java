package app.paloma.protocol.pop3;

import static app.paloma.protocol.pop3.Pop3ClientTest.LOGIN;
import static app.paloma.protocol.pop3.Pop3ClientTest.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From the greeting to the maildrop: protection, proofs, and who is let in.
final class Pop3LoginTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: -ERR\nC: STLS\nS: -ERR unknown",
        "S: +OK\nS: USER\nS: .",
        "S: +OK\nS: STLS\nS: .\nC: STLS\nS: -ERR [SYS/PERM] never",
        "S: +OK\nS: STLS\nS: .\nC: STLS\nS- +OK go\\r\\n+OK fake\\r\\n\nTLS",
      })
  void withoutTlsNothingSecretLeaves(String rest) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: +OK\nC: CAPA\n" + rest)) {
      assertThatThrownBy(() -> connect(server, "")).isInstanceOf(TlsFailed.class);
      assertThat(server.received()).noneMatch(line -> line.matches("(USER|AUTH|PASS|APOP).*"));
    }
  }

  @Test
  void afterStlsTheServerIsAskedAnew() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: +OK
            C: CAPA
            S: +OK
            S: STLS
            S: PIPELINING
            S: .
            C: STLS
            S: +OK
            TLS
            C: CAPA
            S: +OK
            S: SASL PLAIN
            S: UIDL
            S: UTF8
            S: EXPIRE 60
            S: LOGIN-DELAY 900 USER
            S: IMPLEMENTATION Paloma test
            S: .
            C: UTF8
            S: +OK
            C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
            S: +OK
            """)) {
      try (Pop3Client client = connect(server, "")) {
        assertThat(client.capabilities().has("PIPELINING")).isFalse();
        assertThat(client.capabilities().expireDays()).hasValue(60);
        assertThat(client.capabilities().loginDelaySeconds()).hasValue(900);
        assertThat(client.capabilities().implementation()).isEqualTo("Paloma test");
      }
      server.verify();
    }
  }

  @Test
  void apopHidesThePasswordWhereNothingElseDoes() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
            C: CAPA
            S: -ERR
            C~ APOP alice [0-9a-f]{32}
            S: +OK
            C: CAPA
            S: -ERR
            """)) {
      connect(server).close();
      server.verify();
    }
  }

  /// GNU Mailutils: a timestamp in every greeting, passwords for APOP of hardly anybody.
  @Test
  void aRefusedApopIsFollowedByThePasswordItself() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: +OK POP3 Ready <5667.1795308138@vm>
            C: CAPA
            S: +OK Capability list follows
            S: TOP
            S: UIDL
            S: RESP-CODES
            S: PIPELINING
            S: AUTH-RESP-CODE
            S: EXPIRENEVER
            S: USER
            S: .
            C~ APOP alice [0-9a-f]{32}
            S: -ERR [AUTH] Bad login
            C: USER alice
            S: +OK
            C: PASS sesame
            S: +OK opened mailbox for alice
            """)) {
      connect(server).close();
      server.verify();
    }
  }

  /// Courier lists CRAM-MD5 also for those whose password it keeps as a hash.
  @Test
  void aRefusedProofIsFollowedByThePasswordItselfAndThenByNothing() throws Exception {
    String script =
        """
        S: +OK Hello there.
        C: CAPA
        S: +OK Here's what I can do:
        S: SASL PLAIN LOGIN CRAM-MD5
        S: USER
        S: UIDL
        S: .
        C: AUTH CRAM-MD5
        S: + PDk1QjA3NEVFRkY5MEJDRUZGNEFDNTZFMjJBRUY2MDc0QHZtPg==
        C~ [A-Za-z0-9+/=]+
        S: -ERR Authentication failed.
        """;
    try (ScriptedServer server =
        ScriptedServer.plain(
            script
                + """
                C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
                S: +OK logged in.
                """)) {
      connect(server).close();
      server.verify();
    }
    try (ScriptedServer server =
        ScriptedServer.plain(
            script
                + """
                C~ AUTH PLAIN .*
                S: -ERR Login failed.
                """)) {
      assertThatThrownBy(() -> connect(server))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("Login failed.");
      server.verify();
    }
  }

  /// Each refusal is a failed login in the server's log; after some of them it shuts people out.
  @Test
  void aRefusedProofIsNotOfferedToThatServerAgain() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: +OK ready <4647.1795308095@vm>
            C: CAPA
            S: -ERR unknown command
            C~ APOP alice [0-9a-f]{32}
            S: -ERR authentication failed
            C: USER alice
            S: +OK
            C: PASS sesame
            S: +OK
            C: CAPA
            S: -ERR unknown command
            NEXT
            S: +OK ready <4648.1795308096@vm>
            C: CAPA
            S: -ERR unknown command
            C: USER alice
            S: +OK
            C: PASS sesame
            S: +OK
            C: CAPA
            S: -ERR unknown command
            """)) {
      ConnectionFactory connections = LoopbackConnections.open();
      connect(connections, server, "?tls=none").close();
      connect(connections, server, "?tls=none").close();
      server.verify();
    }
  }

  /// Solid POP3 refuses APOP to whom it keeps no password for it, and ends the connection.
  @Test
  void aProofThatEndedTheConnectionIsNotTriedOnTheNext() throws Exception {
    String script =
        """
        S: +OK Solid POP3 server ready <4647.1795308095@vm>
        C: CAPA
        S: -ERR unknown command
        C~ APOP alice [0-9a-f]{32}
        S: -ERR authentication failed
        NEXT
        S: +OK Solid POP3 server ready <4648.1795308096@vm>
        C: CAPA
        S: -ERR unknown command
        C: USER alice
        S: +OK username accepted
        C: PASS sesame
        """;
    try (ScriptedServer server =
        ScriptedServer.plain(
            script
                + """
                S: +OK authentication successful
                C: CAPA
                S: -ERR unknown command
                """)) {
      connect(server).close();
      server.verify();
    }
    try (ScriptedServer server = ScriptedServer.plain(script + "S: -ERR authentication failed\n")) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(AuthRejected.class);
      server.verify();
    }
  }

  @Test
  void knowsAWrongPasswordFromABusyMaildrop() throws Exception {
    String upToPass = LOGIN.replace("S: +OK in\n", "");
    for (String answer :
        List.of(
            "[AUTH] no",
            "wrong password",
            "account locked after 5 attempts",
            "access blocked, see our web site")) {
      try (ScriptedServer server = ScriptedServer.plain(upToPass + "S: -ERR " + answer)) {
        assertThatThrownBy(() -> connect(server)).isInstanceOf(AuthRejected.class);
      }
    }
    for (var answer :
        Map.of(
                "[IN-USE] other", "IN-USE",
                "[LOGIN-DELAY] wait", "LOGIN-DELAY",
                "[LOGIN-DELAY 60] wait", "LOGIN-DELAY",
                "[SYS/TEMP] sorry", "SYS/TEMP",
                "[SYS/PERM] sorry", "SYS/PERM",
                "maildrop already locked", "IN-USE",
                "[IN-USE] Maximum number of connections exceeded", "TOO-MANY-CONNECTIONS",
                "Too many connections from this host", "TOO-MANY-CONNECTIONS",
                "Temporary problem, please try again later", "UNAVAILABLE")
            .entrySet()) {
      try (ScriptedServer server = ScriptedServer.plain(upToPass + "S: -ERR " + answer.getKey())) {
        assertThatThrownBy(() -> connect(server))
            .isInstanceOfSatisfying(
                CommandRejected.class,
                e -> assertThat(e.detailCode()).isEqualTo(answer.getValue()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S: HTTP/1.1 200 OK", "S: 220 smtp", "S: * OK imap", "S: + hm"})
  void whatIsNotPop3EndsTheConnection(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void aGreetingThatRefusesSaysWhy() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: -ERR [SYS/TEMP] come back later")) {
      assertThatThrownBy(() -> connect(server))
          .isInstanceOfSatisfying(
              CommandRejected.class, e -> assertThat(e.detailCode()).isEqualTo("SYS/TEMP"));
    }
  }

  /// RFC 6856 §3.2. Where requests may be sent ahead nothing waits for the reply.
  @ParameterizedTest
  @CsvSource({
    "es, LANG PIPELINING, +OK es Idioma cambiado",
    "es, LANG PIPELINING, -ERR [UTF8] unknown",
    "es, LANG, +OK es Idioma cambiado",
    "es, LANG, -ERR what",
    "en, LANG PIPELINING, ",
    "es, PIPELINING, ",
    "'', LANG, ",
    "es\tx, LANG, ",
  })
  void theServerIsAskedForTheUsersLanguage(String language, String offered, String reply)
      throws Exception {
    String capabilities = "S: " + offered.replace(" ", "\nS: ") + "\n";
    String asked =
        reply == null
            ? "C: USER alice\n"
            : offered.contains("PIPELINING")
                ? "C: LANG es\nC: USER alice\nS: " + reply + "\n"
                : "C: LANG es\nS: " + reply + "\nC: USER alice\n";
    try (ScriptedServer server =
        ScriptedServer.plain(
            "S: +OK\nC: CAPA\nS: +OK\nS: UIDL\n"
                + capabilities
                + "S: .\n"
                + asked
                + "S: +OK\nC: PASS sesame\nS: -ERR [AUTH] contraseña incorrecta\n")) {
      assertThatThrownBy(() ->
              Pop3Client.connect(
                  LoopbackConnections.plain(),
                  ServerSettings.parse(
                      "pop3://alice@localhost:" + server.port() + "?tls=none&auth=user"),
                  Optional.empty(),
                  "alice",
                  Secret.of("sesame"),
                  language))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("contraseña incorrecta");
      server.verify();
    }
  }
}
