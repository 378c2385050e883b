package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DovecotServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another program of the user's has all the connections that the server allows.
@Tag("server")
class BusyServerTest {
  private static DovecotServer dovecot;

  @TempDir Path profile;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot =
        DovecotServer.start(
            """
            protocol imap {
              mail_max_userip_connections = 1
            }
            protocol pop3 {
              mail_max_userip_connections = 1
            }
            """);
  }

  @AfterAll
  static void stop() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  /// A session that somebody else has.
  private static Socket session(int port, String... commands) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    in.readLine();
    for (String command : commands) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(in.readLine()).containsPattern("OK");
    }
    return socket;
  }

  private void isToldAndOver(String url, Socket other) throws IOException {
    CommandLineRun.addAccount(profile, "bob@example.test", url);
    try (other) {
      CommandLineRun full = CommandLineRun.of(profile, "sync");
      assertThat(full.status).isNotIn(0, 4);
      assertThat(full.error)
          .contains("localhost allows no more connections at the moment.", "Maximum number", "try:")
          .doesNotContain("password");
    }
    CommandLineRun free = CommandLineRun.of(profile, "sync");
    assertThat(free.status).as(free.error).isZero();
  }

  @Test
  void imap() throws IOException {
    isToldAndOver(
        "imap://bob@localhost:" + dovecot.imapPort() + "?tls=none",
        session(dovecot.imapPort(), "a LOGIN bob secret"));
  }

  @Test
  void pop3() throws IOException {
    isToldAndOver(
        "pop3://bob@localhost:" + dovecot.pop3Port() + "?tls=none",
        session(dovecot.pop3Port(), "USER bob", "PASS secret"));
  }
}
