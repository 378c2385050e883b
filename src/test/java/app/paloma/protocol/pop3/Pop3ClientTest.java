package app.paloma.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Pop3ClientTest {
  private static final String LOGIN =
      """
      S: +OK ready
      C: CAPA
      S: +OK
      S: UIDL
      S: TOP
      S: .
      C: USER alice
      S: +OK
      C: PASS sesame
      S: +OK in
      """;
  private static final String PIPELINING = LOGIN.replace("S: TOP", "S: TOP\nS: PIPELINING");

  /// Collects messages as text.
  static final class Messages implements ContentSink {
    final List<String> whole = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();

    @Override
    public void begin(int number) {
      current.reset();
    }

    @Override
    public void octets(byte[] block, int length) {
      current.write(block, 0, length);
    }

    @Override
    public void end(int number) {
      whole.add(number + "=" + current.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void refused(int number, Pop3Reply reply) {
      refused.add(number + "=" + reply);
    }
  }

  private static Pop3Client connect(ScriptedServer server, String query) throws MailException {
    return connect(LoopbackConnections.open(), server, query);
  }

  private static Pop3Client connect(
      ConnectionFactory connections, ScriptedServer server, String query) throws MailException {
    return Pop3Client.connect(
        connections,
        ServerSettings.parse("pop3://alice@localhost:" + server.port() + query),
        Optional.empty(),
        "alice",
        Secret.of("sesame"));
  }

  private static Pop3Client connect(ScriptedServer server) throws MailException {
    return connect(server, "?tls=none");
  }

  @Test
  void readsTheMaildrop() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            LOGIN
                + """
                C: STAT
                S: +OK 2 320 and more
                C: LIST
                S: +OK 2 messages
                S: 1 120
                S: 2 200 extra
                S: garbage
                S: .
                C: UIDL
                S: +OK
                S: 1 abc
                S: 2 d e f
                S: .
                C: DELE 1
                S: +OK
                C: DELE 2
                S: -ERR gone already
                C: RSET
                S: +OK
                C: NOOP
                S: +OK
                C: QUIT
                S: +OK bye
                """)) {
      Pop3Client client = connect(server);
      assertThat(client.stat()).isEqualTo(new Pop3Client.Maildrop(2, 320));
      assertThat(client.list().orElseThrow())
          .containsExactly(new Pop3Client.Listing(1, 120), new Pop3Client.Listing(2, 200));
      assertThat(client.uidl().orElseThrow())
          .extracting(Pop3Client.UniqueId::uniqueId)
          .containsExactly("abc", "d");
      assertThat(client.delete(List.of(1, 2))).containsExactly(1);
      client.reset();
      client.noop();
      client.quit();
      server.verify();
    }
  }

  @Test
  void undoesByteStuffingAndNothingElse() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: RETR 1
                C: RETR 2
                C: RETR 3
                C: RETR 4
                S: +OK 10 octets
                S: Subject: x
                S- \\r\\n
                S: ..one
                S: ...
                S: ..
                S: bare\\n.\\r\\nnot the end\\r and\\x00\\xe9
                S- .\\rx\\r\\n
                S: .
                S: -ERR [SYS/TEMP] not this one
                S: +OK
                S: .
                S: +OK
                S- only\\n..LF\\n.\\n
                """)) {
      Messages messages = new Messages();
      try (Pop3Client client = connect(server)) {
        client.retrieve(new int[] {1, 2, 3, 4}, messages);
      }
      server.verify();
      assertThat(messages.whole)
          .containsExactly(
              "1=Subject: x\r\n\r\n.one\r\n..\r\n.\r\nbare\n.\r\nnot the end\r and\0\u00c3\u00a9"
                      .replace("\u00c3\u00a9", "\u00e9")
                  + "\r\n\rx\r\n",
              "3=",
              "4=only\n.LF\n");
      assertThat(messages.refused).containsExactly("2=[SYS/TEMP] not this one");
    }
  }

  @Test
  void withoutPipeliningEachWaitsForItsAnswer() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            LOGIN + "C: TOP 1 0\nS: +OK\nS: a\nS: .\nC: TOP 2 0\nS: +OK\nS: b\nS: .\n")) {
      Messages messages = new Messages();
      try (Pop3Client client = connect(server)) {
        client.top(new int[] {1, 2}, 0, messages);
      }
      assertThat(messages.whole).containsExactly("1=a\r\n", "2=b\r\n");
    }
  }

  @Test
  void aMessageThatBreaksOffIsNoMessage() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(LOGIN + "C: RETR 1\nS: +OK\nS: Subject: half\nCLOSE\n")) {
      Messages messages = new Messages();
      Pop3Client client = connect(server);
      assertThatThrownBy(() -> client.retrieve(new int[] {1}, messages))
          .isInstanceOf(ConnectFailed.class);
      assertThat(messages.whole).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: -ERR\nC: STLS\nS: -ERR unknown",
        "S: +OK\nS: USER\nS: .",
        "S: +OK\nS: STLS\nS: .\nC: STLS\nS: -ERR [SYS/TEMP] later",
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
  void aServerThatDoesNotKnowUidlIsNoFailure() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(LOGIN + "C: UIDL\nS: -ERR what?\n")) {
      try (Pop3Client client = connect(server)) {
        assertThat(client.uidl()).isEmpty();
      }
    }
  }

  @Test
  void aServerThatCannotNameItsMessagesNowIsAskedAgainLater() throws Exception {
    for (String command : List.of("LIST", "UIDL")) {
      try (ScriptedServer server =
              ScriptedServer.plain(LOGIN + "C: " + command + "\nS: -ERR [SYS/TEMP] busy\n");
          Pop3Client client = connect(server)) {
        assertThatThrownBy(
                () -> {
                  if (command.equals("LIST")) {
                    client.list();
                  } else {
                    client.uidl();
                  }
                })
            .isInstanceOfSatisfying(
                CommandRejected.class, e -> assertThat(e.detailCode()).isEqualTo("SYS/TEMP"));
      }
    }
  }

  @Test
  void uniqueIdsAreOctets() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.plain(
                LOGIN + "C: UIDL\nS- +OK\\r\\n1 a\\xfe\\r\\n2 a\\xff\\r\\n.\\r\\n\n");
        Pop3Client client = connect(server)) {
      assertThat(client.uidl().orElseThrow())
          .extracting(Pop3Client.UniqueId::uniqueId)
          .containsExactly("a\u00fe", "a\u00ff");
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
}
