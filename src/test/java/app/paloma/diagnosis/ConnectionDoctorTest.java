package app.paloma.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.diagnosis.ConnectionDoctor.Stage;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.TrustStore;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import app.paloma.testing.TestCertificates;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectionDoctorTest {
  private final ConnectionDoctor doctor =
      new ConnectionDoctor(
          new ConnectionFactory(
              TrustStore.withoutProfile()::context, TranscriptSink.NONE, Clock.systemUTC()),
          Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC));

  @BeforeAll
  static void makeCertificates() {
    TestCertificates.shared();
  }

  private List<Stage> examine(String url, Optional<String> ca, Optional<String> password) {
    return doctor.examine(
        ServerSettings.parse(url), ca, password.map(Secret::of), Locale.ENGLISH, stage -> {});
  }

  private static Optional<String> ca() {
    return Optional.of(TestCertificates.shared().caPem());
  }

  @Test
  void nobodyListensAtThePort() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<Stage> stages = examine("imaps://127.0.0.1:" + port, Optional.empty(), Optional.empty());
    assertThat(stages).extracting(Stage::stage).containsExactly("dns", "tcp");
    assertThat(stages.getLast().ok()).isFalse();
    assertThat(stages.getLast().advice()).contains("port");
  }

  @Test
  void aStarttlsServerIsSeenThroughToItsCapabilities() throws Exception {
    String script =
        """
        S: 220 mx.example ready
        C~ EHLO .*
        S: 250-mx.example
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go
        TLS
        C~ EHLO .*
        S: 250-mx.example
        S: 250-SIZE 1000
        S: 250 AUTH PLAIN
        STALL
        """;
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      List<Stage> stages = examine("smtp://localhost:" + server.port(), ca(), Optional.empty());
      assertThat(stages)
          .extracting(Stage::stage)
          .containsExactly("dns", "tcp", "greeting", "tls", "capabilities");
      assertThat(stages).allMatch(Stage::ok);
      assertThat(stages.getLast().detail()).isEqualTo("SIZE 1000 AUTH PLAIN");
      assertThat(stages.get(3).detail()).contains("TLSv1.3").contains("localhost");
    }
  }

  @Test
  void aServerWithoutStarttlsFailsAtTls() throws Exception {
    String script = "S: * OK hi\nC: d1 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: d1 OK\nSTALL";
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      Stage last = examine("imap://localhost:" + server.port(), ca(), Optional.empty()).getLast();
      assertThat(last.stage()).isEqualTo("tls");
      assertThat(last.ok()).isFalse();
      assertThat(last.detail()).contains("no protected connection");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp | S: 220 hi;C~ EHLO .*;S: 250-x;S: 250 STARTTLS;C: STARTTLS;S: 454 4.7.0 not now",
        "pop3 | S: +OK hi;C: CAPA;S: +OK;S: STLS;S: .;C: STLS;S: -ERR [SYS/TEMP] not now",
        "imap | S: * OK hi;C: d1 CAPABILITY;S: * CAPABILITY STARTTLS;S: d1 OK;C: d2 STARTTLS;"
            + "S: d2 NO [UNAVAILABLE] not now",
      })
  void aServerThatHasNoTlsJustNowIsNotSaidToHaveNone(String protocol, String script)
      throws Exception {
    String lines = String.join("\n", script.split(";")) + "\nSTALL";
    try (ScriptedServer server = ScriptedServer.plain(lines)) {
      String url = protocol + "://localhost:" + server.port();
      Stage last = examine(url, ca(), Optional.empty()).getLast();
      assertThat(last.stage()).isEqualTo("tls");
      assertThat(last.detail()).contains("not now").doesNotContain("no protected connection");
    }
  }

  @Test
  void aCertificateNobodyVouchesForIsNamed() throws Exception {
    try (ScriptedServer server = ScriptedServer.tls("S: +OK hi\nSTALL")) {
      Stage last =
          examine("pop3s://localhost:" + server.port(), Optional.empty(), Optional.empty())
              .getLast();
      assertThat(last.stage()).isEqualTo("tls");
      assertThat(last.detail()).contains("Paloma Test CA");
    }
  }

  @Test
  @Tag("server")
  void arealServerIsSeenThroughToTheInbox() throws Exception {
    try (DovecotServer server = DovecotServer.start()) {
      String octets = "Subject: hi\r\n\r\n" + "0123456789\r\n".repeat(200_000);
      server.deliver("alice", "INBOX", octets.getBytes(UTF_8));
      for (String url : List.of(server.imapUrl("alice"), server.pop3Url("alice"))) {
        Optional<String> ca = Optional.of(server.caPem());
        List<Stage> stages = examine(url, ca, Optional.of(DovecotServer.PASSWORD));
        assertThat(stages).as(url).allMatch(Stage::ok);
        assertThat(stages.getLast().stage()).isEqualTo("mailbox");
        assertThat(stages.getLast().detail()).contains("1 messages", "have 3 MB");
        Stage refused = examine(url, ca, Optional.of("wrong")).getLast();
        assertThat(refused.stage()).isEqualTo("auth");
        assertThat(refused.ok()).isFalse();
        assertThat(refused.advice()).contains("password");
      }
    }
  }

  @Test
  @Tag("server")
  void howFullTheMailboxIsIsTold() throws Exception {
    String quota =
        """
        mail_plugins = quota
        protocol imap {
          mail_plugins = quota imap_quota
        }
        plugin {
          quota = maildir:User quota
          quota_rule = *:storage=10M
        }
        """;
    try (DovecotServer server = DovecotServer.start(quota)) {
      Optional<String> password = Optional.of(DovecotServer.PASSWORD);
      String url = server.imapUrl("alice");
      Stage empty = examine(url, Optional.of(server.caPem()), password).getLast();
      assertThat(empty.detail()).contains("0 of 10 MB");
      assertThat(empty.advice()).isEmpty();
      String large = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(870_000);
      server.deliver("alice", "INBOX", large.getBytes(UTF_8));
      Stage full = examine(url, Optional.of(server.caPem()), password).getLast();
      assertThat(full.ok()).isTrue();
      assertThat(full.detail()).contains("1 messages", "10 of 10 MB");
      assertThat(full.advice()).contains("nearly full");
    }
  }

  /// RFC 2449 §6.5, §6.7; what differs by user is asked again after the login.
  @ParameterizedTest
  @CsvSource({
    "EXPIRE 30, en, may delete mail after 30 days",
    "EXPIRE 30, es, puede borrar el correo después de 30 días",
    "EXPIRE 1, en, after one day",
    "EXPIRE 0, en, as soon as it was downloaded",
    "EXPIRE 0, es, en cuanto se descarga",
    "EXPIRE NEVER, en, never deletes",
    "EXPIRE never, es, nunca borra",
    "EXPIRE 0 USER, en, after 45 days",
    "LOGIN-DELAY 900, en, wants 900 seconds",
    "LOGIN-DELAY 900, es, Quiere 900 segundos",
    "LOGIN-DELAY 180 USER, en, wants 240 seconds",
    "EXPIRE soon, en, INBOX holds 0 messages.",
  })
  void whatAMaildropKeepsIsSaid(String announced, String language, String said) throws Exception {
    String first = "S: +OK\nC: CAPA\nS: +OK\nS: UIDL\nS: " + announced + "\nS: .\n";
    String again =
        announced.endsWith("USER")
            ? "C: CAPA\nS: +OK\nS: UIDL\nS: EXPIRE 45\nS: LOGIN-DELAY 240\nS: .\n"
            : "";
    try (ScriptedServer server =
        ScriptedServer.plain(
            first
                + "NEXT\n"
                + first
                + "C: USER alice\nS: +OK\nC: PASS secret\nS: +OK\n"
                + "C: STAT\nS: +OK 0 0\n"
                + again)) {
      List<Stage> stages =
          new ConnectionDoctor(LoopbackConnections.plain(), Clock.systemUTC())
              .examine(
                  ServerSettings.parse("pop3://alice@localhost:" + server.port() + "?tls=none"),
                  Optional.empty(),
                  Optional.of(Secret.of("secret")),
                  Locale.of(language),
                  stage -> {});
      assertThat(stages.getLast().detail()).contains(said);
    }
  }
}
