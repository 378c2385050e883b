package app.paloma.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.transport.Connection;
import app.paloma.testing.AttackTable;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.RecordedReplies;
import app.paloma.testing.StartTlsAttacker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What other projects collected of what SMTP servers and attackers say.
class SmtpCorpusTest {
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void noCredentialAndNoMailLeavesBeforeTls() throws Exception {
    List<String> leaks = new ArrayList<>();
    int played = 0;
    for (AttackTable table : AttackTable.all("smtp")) {
      if (table.isImplicitTls()) {
        continue;
      }
      played++;
      try (StartTlsAttacker server = new StartTlsAttacker(new Attack(table))) {
        ServerSettings settings = ServerSettings.parse("smtp://alice@localhost:" + server.port());
        try (SmtpClient client =
            SmtpClient.connect(
                LoopbackConnections.open(),
                settings,
                Optional.empty(),
                "alice",
                Optional.of(Secret.of("secret")),
                SmtpTimeouts.INTERACTIVE)) {
          assertThat(client.isSecure()).as(table.name()).isTrue();
          client.send(
              MailTransaction.of(
                  "alice@example.test", List.of("bob@example.test"), 4, Body.SEVEN_BIT),
              () -> new ByteArrayInputStream("\r\nhi".getBytes(StandardCharsets.US_ASCII)),
              new TransactionListener() {});
          client.quit();
        } catch (MailException e) {
          assertThat(e.getMessage()).as(table.name()).isNotBlank();
        }
        server.leaks().forEach(line -> leaks.add(table.name() + " got " + line));
      }
    }
    assertThat(played).isGreaterThan(45);
    assertThat(leaks).isEmpty();
  }

  private record Attack(AttackTable table) implements StartTlsAttacker.Dialogue {
    @Override
    public String greeting() {
      return table.string("greeting").orElse("220 ready\r\n");
    }

    @Override
    public String answer(String command, String line, boolean secure) {
      boolean hidden = table.strings("hide_commands").contains(command.toLowerCase(Locale.ROOT));
      if (hidden) {
        return "502 5.5.1 no such command\r\n";
      }
      return switch (command) {
        case "EHLO" -> table.string("ehlo").filter(text -> !secure).orElseGet(() -> ehlo(secure));
        case "HELO" -> table.string("helo").orElse("250 hello\r\n");
        case "STARTTLS" ->
            table.string("stls_response").or(() -> table.string("starttls")).orElse("220 go\r\n");
        case "AUTH" -> "235 2.7.0 ok\r\n";
        case "DATA" -> "354 go on\r\n";
        case "QUIT" -> table.string("quit").orElse("221 bye\r\n");
        default -> "250 ok\r\n";
      };
    }

    private String ehlo(boolean secure) {
      String list = table.list(secure ? "capabilities_tls" : "capabilities").orElse("");
      return "250-example.org\r\n"
          + (list.contains("StartTLS") ? "250-STARTTLS\r\n" : "")
          + (list.contains("Auth(") ? "250-AUTH PLAIN LOGIN CRAM-MD5\r\n" : "")
          + "250 HELP\r\n";
    }

    @Override
    public String startTls() {
      return "STARTTLS";
    }

    @Override
    public boolean agrees(String answer) {
      return answer.startsWith("220") && !table.isFalse("stls_make_transition");
    }

    @Override
    public boolean isHarmless(String line) {
      return line.startsWith("EHLO ")
          || line.startsWith("HELO ")
          || List.of("STARTTLS", "QUIT", "RSET", "NOOP").contains(line);
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void everyReplyOfRealServersIsUnderstood() throws Exception {
    List<String> unread = new ArrayList<>();
    int read = 0;
    for (Map.Entry<String, byte[]> recorded : RecordedReplies.of("Smtp").entrySet()) {
      read++;
      try {
        for (SmtpReply reply : replies(recorded.getValue())) {
          assertThat(reply.code()).as(recorded.getKey()).isBetween(200, 599);
        }
      } catch (MailException e) {
        unread.add(recorded.getKey() + ": " + e.getMessage());
      }
    }
    assertThat(read).isGreaterThan(15);
    assertThat(unread).isEmpty();
  }

  /// As many as the octets hold; the last one whole.
  private static List<SmtpReply> replies(byte[] octets) throws MailException, IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = server.accept()) {
              socket.getOutputStream().write(octets);
              socket.shutdownOutput();
              socket.getInputStream().readAllBytes();
            } catch (IOException e) {
              // The reader is done.
            }
          });
      ServerSettings settings =
          ServerSettings.parse("smtp://localhost:" + server.getLocalPort() + "?tls=none&auth=none");
      ArrayList<SmtpReply> replies = new ArrayList<>();
      try (Connection connection =
          LoopbackConnections.plain().open(settings, Optional.empty(), "nobody")) {
        do {
          replies.add(SmtpReplyReader.read(connection));
        } while (connection.buffered() > 0);
      }
      return replies;
    }
  }
}
