package app.paloma.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.testing.AttackTable;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.RecordedReplies;
import app.paloma.testing.StartTlsAttacker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What other projects collected of what POP3 servers and attackers say.
class Pop3CorpusTest {
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void noCredentialLeavesBeforeTls() throws Exception {
    List<String> leaks = new ArrayList<>();
    int played = 0;
    for (AttackTable table : AttackTable.all("pop3")) {
      if (table.isImplicitTls()) {
        continue;
      }
      played++;
      try (StartTlsAttacker server = new StartTlsAttacker(new Attack(table))) {
        ServerSettings settings = ServerSettings.parse("pop3://alice@localhost:" + server.port());
        try (Pop3Client client =
            Pop3Client.connect(
                LoopbackConnections.open(),
                settings,
                Optional.empty(),
                "alice",
                Secret.of("secret"),
                "en")) {
          assertThat(client.isSecure()).as(table.name()).isTrue();
          client.quit();
        } catch (MailException e) {
          assertThat(e.getMessage()).as(table.name()).isNotBlank();
        }
        server.leaks().forEach(line -> leaks.add(table.name() + " got " + line));
      }
    }
    assertThat(played).isGreaterThan(35);
    assertThat(leaks).isEmpty();
  }

  private record Attack(AttackTable table) implements StartTlsAttacker.Dialogue {
    @Override
    public String greeting() {
      return table.string("greeting").orElse("+OK ready\r\n");
    }

    @Override
    public String answer(String command, String line, boolean secure) {
      return switch (command) {
        case "CAPA" ->
            table
                .string("capa")
                .filter(text -> !secure)
                .orElseGet(() ->
                    "+OK\r\n"
                        + table.strings(secure ? "capa_tls" : "capa").stream()
                            .map(tag -> tag + "\r\n")
                            .reduce("", String::concat)
                        + ".\r\n");
        case "AUTH" ->
            line.equals("AUTH") ? table.string("authlist").orElse("+OK\r\n.\r\n") : "+OK\r\n";
        case "STLS" ->
            table.string("stls_response").or(() -> table.string("stls")).orElse("+OK begin\r\n");
        case "QUIT" -> table.string("quit").orElse("+OK\r\n");
        default -> "+OK\r\n";
      };
    }

    @Override
    public String startTls() {
      return "STLS";
    }

    @Override
    public boolean agrees(String answer) {
      return answer.startsWith("+OK") && !table.isFalse("stls_make_transition");
    }

    @Override
    public boolean isHarmless(String line) {
      return List.of("CAPA", "STLS", "QUIT", "AUTH", "NOOP").contains(line);
    }
  }

  @Test
  void everyStatusLineOfRealServersIsUnderstood() throws Exception {
    List<String> unread = new ArrayList<>();
    int read = 0;
    for (Map.Entry<String, byte[]> recorded : RecordedReplies.of("Pop3").entrySet()) {
      byte[] octets = recorded.getValue();
      int end = 0;
      while (end < octets.length && octets[end] != '\r' && octets[end] != '\n') {
        end++;
      }
      read++;
      if (Pop3Reply.parse(Arrays.copyOf(octets, end)) == null) {
        unread.add(recorded.getKey());
      }
    }
    assertThat(read).isGreaterThan(25);
    assertThat(unread).isEmpty();
  }
}
