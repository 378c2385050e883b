package app.paloma.protocol.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.ServerSettings;
import app.paloma.security.TrustStore;
import app.paloma.testing.ScriptedServer;
import app.paloma.testing.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectionTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T21:00:00.123Z"), ZoneOffset.UTC);
  private static final ConnectionLimits SHORT =
      new ConnectionLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  @TempDir Path profile;
  private final TranscriptRing ring = new TranscriptRing(100);

  /// Making the certificates takes longer than these handshakes wait.
  @BeforeAll
  static void makeCertificates() {
    TestCertificates.shared();
  }

  @FunctionalInterface
  private interface Dialogue {
    void with(Socket socket) throws Exception;
  }

  private static ServerSocket serve(Dialogue dialogue) throws IOException {
    ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = listener.accept()) {
            dialogue.with(socket);
          } catch (Exception e) {
            // The client's side says what went wrong.
          }
        });
    return listener;
  }

  private ConnectionFactory factory() {
    return new ConnectionFactory(TrustStore.open(profile)::context, ring, CLOCK, SHORT);
  }

  private Connection open(String url, Optional<String> ca) throws Exception {
    return factory().open(ServerSettings.parse(url), ca, "alice@localhost");
  }

  private Connection plain(int port) throws Exception {
    return open("imap://127.0.0.1:" + port + "?tls=none", Optional.empty());
  }

  private static byte[] octets(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String line(Connection connection) throws Exception {
    byte[] line = connection.readLine(1000);
    return line == null ? null : new String(line, US_ASCII);
  }

  private static void write(Connection connection, String text) throws Exception {
    byte[] octets = octets(text);
    connection.write(octets, 0, octets.length);
    connection.flush();
  }

  private static Optional<String> ca() {
    return Optional.of(TestCertificates.shared().caPem());
  }

  @Test
  void linesEndInCrLfOrLfAndTheEndOfTheStreamIsNull() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: one\nS- two\\nthr\nS- ee");
        Connection connection = plain(server.port())) {
      assertThat(line(connection)).isEqualTo("one");
      assertThat(line(connection)).isEqualTo("two");
      assertThat(line(connection)).isEqualTo("three");
      assertThat(line(connection)).isNull();
    }
  }

  @Test
  void aLineWithoutEndIsCutOffAndNotKept() throws Exception {
    try (ServerSocket server =
            serve(socket -> {
              byte[] much = new byte[100_000];
              java.util.Arrays.fill(much, (byte) 'x');
              while (true) {
                socket.getOutputStream().write(much);
              }
            });
        Connection connection = plain(server.getLocalPort())) {
      assertThat(catchThrowableOfType(ProtocolBroken.class, () -> connection.readLine(5000)))
          .hasMessageContaining("5000");
      assertThat(connection.isClosed()).isTrue();
    }
  }

  @Test
  void aSilentServerIsLeftAtTheDeadlineAndMayBeAskedAgain() throws Exception {
    try (ServerSocket server =
            serve(socket -> {
              Thread.sleep(400);
              socket.getOutputStream().write(octets("late\r\n"));
              Thread.sleep(2000);
            });
        Connection connection = plain(server.getLocalPort())) {
      connection.setReadTimeout(Duration.ofMillis(100));
      assertThat(catchThrowableOfType(ConnectFailed.class, connection::read).reason())
          .isEqualTo(ConnectFailed.Reason.TIMED_OUT);
      connection.setReadTimeout(Duration.ofSeconds(5));
      assertThat(line(connection)).isEqualTo("late");
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void closingFromAnotherThreadEndsAReadAtOnce(boolean tls) throws Exception {
    try (ScriptedServer server =
            tls ? ScriptedServer.tls("S: hi\nSTALL") : ScriptedServer.plain("S: hi\nSTALL");
        Connection connection =
            tls ? open("imaps://localhost:" + server.port(), ca()) : plain(server.port())) {
      line(connection);
      connection.setReadTimeout(Duration.ofMinutes(10));
      CompletableFuture<ConnectFailed> failure =
          CompletableFuture.supplyAsync(
              () -> catchThrowableOfType(ConnectFailed.class, connection::read));
      Thread.sleep(100);
      long began = System.nanoTime();
      Thread.ofVirtual().start(connection::close).join();
      assertThat(failure.get(5, TimeUnit.SECONDS).reason())
          .isEqualTo(ConnectFailed.Reason.CANCELLED);
      assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
    }
  }

  @Test
  void aServerThatStopsReadingIsLeftToo() throws Exception {
    try (ServerSocket server = serve(socket -> Thread.sleep(20_000));
        Connection connection = plain(server.getLocalPort())) {
      byte[] much = new byte[64 << 20];
      assertThat(
              catchThrowableOfType(
                      ConnectFailed.class, () -> connection.write(much, 0, much.length))
                  .reason())
          .isEqualTo(ConnectFailed.Reason.TIMED_OUT);
    }
  }

  @Test
  void nobodyListensAndNoSuchHost() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(catchThrowableOfType(ConnectFailed.class, () -> plain(port)).reason())
        .isEqualTo(ConnectFailed.Reason.REFUSED);
    assertThat(
            catchThrowableOfType(
                    ConnectFailed.class, () -> open("imaps://no-such-host.invalid", ca()))
                .reason())
        .isEqualTo(ConnectFailed.Reason.UNKNOWN_HOST);
  }

  @Test
  void aDeadFirstAddressCostsAMomentOnly() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: hello\nSTALL")) {
      InetAddress[] addresses = {
        InetAddress.getByName("192.0.2.1"),
        InetAddress.getByName("2001:db8::1"),
        InetAddress.getByName("127.0.0.1")
      };
      ConnectionFactory factory =
          new ConnectionFactory(
              TrustStore.open(profile)::context, ring, CLOCK, SHORT, host -> addresses);
      long began = System.nanoTime();
      try (Connection connection =
          factory.open(
              ServerSettings.parse("imap://mail.example:" + server.port() + "?tls=none"),
              Optional.empty(),
              "a")) {
        assertThat(line(connection)).isEqualTo("hello");
      }
      assertThat(System.nanoTime() - began).isLessThan(1_500_000_000L);
    }
  }

  @Test
  void interruptingTheCallerCancelsConnecting() throws Exception {
    ConnectionFactory factory =
        new ConnectionFactory(
            TrustStore.open(profile)::context,
            ring,
            CLOCK,
            SHORT,
            host -> {
              try {
                Thread.sleep(20_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            });
    CompletableFuture<ConnectFailed> failure = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() ->
                failure.complete(
                    catchThrowableOfType(
                        ConnectFailed.class,
                        () ->
                            factory.open(
                                ServerSettings.parse("imaps://slow.example"),
                                Optional.empty(),
                                "a"))));
    Thread.sleep(50);
    caller.interrupt();
    assertThat(failure.get(2, TimeUnit.SECONDS).reason()).isEqualTo(ConnectFailed.Reason.CANCELLED);
  }

  @Test
  void tlsWithTheAccountsOwnAuthority() throws Exception {
    try (ScriptedServer server = ScriptedServer.tls("S: * OK ready\nSTALL");
        Connection connection = open("imaps://localhost:" + server.port(), ca())) {
      assertThat(line(connection)).isEqualTo("* OK ready");
      assertThat(connection.isSecure()).isTrue();
      assertThat(connection.protection()).startsWith("TLSv1.3");
      assertThat(connection.tlsExporter()).hasValueSatisfying(key -> assertThat(key).hasSize(32));
      assertThat(connection.peerCertificate()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-host, WRONG_HOST",
    "expired, EXPIRED",
    "not-yet-valid, NOT_YET_VALID",
    "self-signed, UNKNOWN_ISSUER"
  })
  void eachBadCertificateIsRefusedForItsReasonAndKept(String alias, TlsFailed.Reason reason)
      throws Exception {
    TlsFailed failure = startTlsFails(alias, ca());
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.certificate()).isPresent();
  }

  @Test
  void anAuthorityOfOneAccountIsNobodyForAnother() throws Exception {
    assertThat(startTlsFails("good", Optional.empty()).reason())
        .isEqualTo(TlsFailed.Reason.UNKNOWN_ISSUER);
  }

  private TlsFailed startTlsFails(String alias, Optional<String> ca) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("C: go\nS: ok\nTLS " + alias + "\nSTALL");
        Connection connection = open("imap://localhost:" + server.port() + "?tls=starttls", ca)) {
      write(connection, "go\r\n");
      line(connection);
      return catchThrowableOfType(TlsFailed.class, connection::startTls);
    }
  }

  @Test
  void anExceptionHoldsForThatHostPortAndCertificateAlone() throws Exception {
    TlsFailed refused = startTlsFails("wrong-host", Optional.empty());
    try (ScriptedServer server =
        ScriptedServer.plain(
            "C: go\nS: ok\nTLS wrong-host\nS: in\nNEXT\nC: go\nS: ok\nTLS expired\nSTALL")) {
      TrustStore.open(profile)
          .addException("localhost", server.port(), refused.certificate().orElseThrow());
      String url = "imap://localhost:" + server.port();
      try (Connection connection = open(url, Optional.empty())) {
        write(connection, "go\r\n");
        line(connection);
        connection.startTls();
        assertThat(line(connection)).isEqualTo("in");
      }
      try (Connection connection = open(url, Optional.empty())) {
        write(connection, "go\r\n");
        line(connection);
        assertThat(catchThrowableOfType(TlsFailed.class, connection::startTls).reason())
            .isEqualTo(TlsFailed.Reason.EXPIRED);
      }
    }
  }

  @Test
  void aPlainServerOnATlsPortIsNamedSo() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: 220 hello\nSTALL")) {
      assertThat(
              catchThrowableOfType(
                      TlsFailed.class, () -> open("smtps://localhost:" + server.port(), ca()))
                  .reason())
          .isEqualTo(TlsFailed.Reason.NOT_TLS);
    }
  }

  @Test
  void octetsInjectedBeforeTlsAreDropped() throws Exception {
    String script =
        "C: a STARTTLS\nS- a OK begin\\r\\n* OK injected\\r\\n\nTLS\nS: * OK protected\nSTALL";
    try (ScriptedServer server = ScriptedServer.plain(script);
        Connection connection = open("imap://localhost:" + server.port(), ca())) {
      write(connection, "a STARTTLS\r\n");
      assertThat(line(connection)).isEqualTo("a OK begin");
      connection.startTls();
      assertThat(connection.injectedBeforeTls()).isTrue();
      assertThat(line(connection)).isEqualTo("* OK protected");
    }
  }

  @Test
  void deflateGoesBothWaysAndABombIsStopped() throws Exception {
    byte[] zeros = new byte[1 << 20];
    try (ServerSocket server =
            serve(socket -> {
              Deflater deflater = new Deflater(9, true);
              byte[] buffer = new byte[1 << 16];
              OutputStream out = socket.getOutputStream();
              deflater.setInput(octets("hello\r\n"));
              out.write(buffer, 0, deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH));
              while (true) {
                deflater.setInput(zeros);
                int count;
                while ((count = deflater.deflate(buffer)) > 0) {
                  out.write(buffer, 0, count);
                }
              }
            });
        Connection connection = plain(server.getLocalPort())) {
      connection.startDeflate();
      assertThat(line(connection)).isEqualTo("hello");
      byte[] into = new byte[1 << 20];
      assertThat(
              catchThrowableOfType(
                  ProtocolBroken.class,
                  () -> {
                    for (int i = 0; i < 100_000; i++) {
                      connection.readFully(into, 0, into.length);
                    }
                  }))
          .hasMessageContaining("expands");
    }
  }

  @Test
  void theTranscriptShowsTheDialogueAndNoSecretAndNoContent() throws Exception {
    Path file = profile.resolve("transcript.txt");
    String script =
        """
        S: * OK hi
        C~ .*
        S: + ok
        C~ .*
        S: * 1 FETCH (BODY[] {5}
        S- abcde
        S: )
        S: a1 OK
        STALL
        """;
    try (FileTranscript transcript = new FileTranscript(file);
        ScriptedServer server = ScriptedServer.plain(script);
        Connection connection =
            new ConnectionFactory(TrustStore.open(profile)::context, transcript, CLOCK, SHORT)
                .open(
                    ServerSettings.parse("imap://127.0.0.1:" + server.port() + "?tls=none"),
                    Optional.empty(),
                    "alice@localhost")) {
      line(connection);
      connection.write(octets("a1 LOGIN alice "), 0, 15);
      connection.secret(true);
      connection.write(octets("hunter2"), 0, 7);
      connection.secret(false);
      write(connection, "\r\n");
      line(connection);
      connection.secret(true);
      write(connection, "aHVudGVyMg==\r\n");
      connection.secret(false);
      assertThat(line(connection)).endsWith("{5}");
      connection.readFully(new byte[5], 0, 5);
      line(connection);
      line(connection);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.getFirst())
        .startsWith("2026-11-20T21:00:00.123Z imap alice@localhost *: connected to /127.0.0.1:");
    assertThat(lines)
        .contains(
            "2026-11-20T21:00:00.123Z imap alice@localhost S: * OK hi",
            "2026-11-20T21:00:00.123Z imap alice@localhost C: a1 LOGIN alice ***",
            "2026-11-20T21:00:00.123Z imap alice@localhost C: ***",
            "2026-11-20T21:00:00.123Z imap alice@localhost S: <5 octets>)");
    assertThat(String.join("\n", lines)).doesNotContain("hunter2").doesNotContain("abcde");
  }
}
