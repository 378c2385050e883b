package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.*;
import app.paloma.testing.AttackTable;
import app.paloma.testing.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// The NO STARTTLS attacks: whoever sits in between may say what they like before TLS; no
/// credential leaves, and nothing they said is believed.
class TamperingCorpusTest {
  private static final Map<String, String> CAPABILITIES =
      Map.of("Imap4Rev1", "IMAP4rev1", "StartTls", "STARTTLS", "LoginDisabled", "LOGINDISABLED");

  @Test
  void noCredentialLeavesBeforeTlsAndNothingInjectedIsHeard() throws Exception {
    List<String> leaks = new ArrayList<>();
    int played = 0;
    for (AttackTable table : AttackTable.all("imap")) {
      if (table.isImplicitTls() || !table.text().contains("caps_tls:")) {
        continue;
      }
      played++;
      leaks.addAll(play(table.name(), table));
    }
    assertThat(played).isGreaterThan(60);
    assertThat(leaks).isEmpty();
  }

  private static List<String> play(String name, AttackTable table) throws IOException {
    List<String> leaks = new CopyOnWriteArrayList<>();
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = listening.accept()) {
              new Attacker(table, line -> leaks.add(name + " got " + line)).serve(socket);
            } catch (IOException e) {
              // The client has left, as it should.
            }
          });
      ImapListener listener =
          new ImapListener() {
            @Override
            public void exists(long messages) {
              leaks.add(name + " exists");
            }

            @Override
            public void expunged(long sequence) {
              leaks.add(name + " expunged");
            }

            @Override
            public void fetched(FetchData data) {
              leaks.add(name + " fetched");
            }

            @Override
            public void alert(String text) {
              leaks.add(name + " alert " + text);
            }

            @Override
            public void listed(ListedMailbox mailbox) {
              leaks.add(name + " listed");
            }

            @Override
            public void status(MailboxName mailbox, MailboxStatus status) {
              leaks.add(name + " status");
            }
          };
      String url = "imap://alice@localhost:" + listening.getLocalPort();
      try (ImapClient client = Clients.open(url, Clients.QUIET, listener)) {
        if (client.capabilities().has("IDLE")) {
          leaks.add(name + " believed a capability");
        }
      } catch (MailException e) {
        assertThat(e.getMessage()).as(name).isNotBlank();
      }
    }
    return leaks;
  }

  /// One connection to the table's server.
  private record Attacker(AttackTable table, java.util.function.Consumer<String> leak) {
    void serve(Socket plain) throws IOException {
      Socket socket = plain;
      BufferedReader in = reader(socket);
      boolean secure = false;
      send(socket, greeting());
      send(socket, table.string("response_after_greeting").orElse(""));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        String command = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        if (!secure && (line.contains("alice") || line.contains("secret") || line.length() > 40)) {
          leak.accept(line);
        }
        switch (command) {
          case "CAPABILITY" ->
              send(
                  socket,
                  "* CAPABILITY "
                      + capabilities(secure ? "caps_tls" : "caps")
                      + "\r\n"
                      + words[0]
                      + " OK\r\n");
          case "STARTTLS" -> {
            String answer = table.string("starttls_response").orElse("<tag> OK go\r\n");
            send(socket, answer.replace("<tag>", words[0]));
            if (!table.isFalse("starttls_transition") && answer.contains("<tag> OK")) {
              SSLSocket tls =
                  (SSLSocket)
                      TestCertificates.shared()
                          .server("good")
                          .getSocketFactory()
                          .createSocket(socket, null, true);
              tls.setUseClientMode(false);
              tls.startHandshake();
              socket = tls;
              in = reader(tls);
              secure = true;
            }
          }
          default -> send(socket, words[0] + " OK done\r\n");
        }
      }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
      return new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void send(Socket socket, String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    private String greeting() {
      Matcher own =
          Pattern.compile("\"greeting\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(table.text());
      if (own.find()) {
        return AttackTable.unescape(own.group(1));
      }
      Matcher kind = Pattern.compile("kind:\\s*(\\w+)").matcher(table.text());
      String word = kind.find() ? kind.group(1).toUpperCase(Locale.ROOT) : "OK";
      String code =
          table.text().contains("Capability(NonEmptyVec(")
              ? "[CAPABILITY " + capabilities("NonEmptyVec\\(") + "] "
              : table.text().contains("code: Some(Alert)") ? "[ALERT] " : "";
      return "* " + word + " " + code + "ready\r\n";
    }

    private String capabilities(String key) {
      String separator = key.startsWith("caps") ? ":\\s*" : "";
      Matcher list = Pattern.compile(key + separator + "\\[([^\\]]*)\\]").matcher(table.text());
      StringBuilder names = new StringBuilder("IMAP4rev1");
      if (list.find()) {
        for (String item : list.group(1).split(",")) {
          String word = item.strip();
          String name =
              word.startsWith("Auth(")
                  ? "AUTH=" + word.substring(5, word.length() - 1).toUpperCase(Locale.ROOT)
                  : CAPABILITIES.getOrDefault(word, "");
          names.append(name.isEmpty() || name.equals("IMAP4rev1") ? "" : " " + name);
        }
      }
      return names.toString();
    }
  }
}
