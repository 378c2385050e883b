package app.paloma.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class Pop3ClientTest {
  static final String LOGIN =
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

  static Pop3Client connect(ScriptedServer server, String query) throws MailException {
    return connect(LoopbackConnections.open(), server, query);
  }

  static Pop3Client connect(ConnectionFactory connections, ScriptedServer server, String query)
      throws MailException {
    return Pop3Client.connect(
        connections,
        ServerSettings.parse("pop3://alice@localhost:" + server.port() + query),
        Optional.empty(),
        "alice",
        Secret.of("sesame"),
        "en");
  }

  static Pop3Client connect(ScriptedServer server) throws MailException {
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
      assertThat(client.delete(List.of(1, 2)).numbers()).containsExactly(1);
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
}
