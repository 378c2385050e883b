package app.paloma.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The fixtures themselves: a message handed to Postfix is in Dovecot's INBOX.
@Tag("server")
class RealServersTest {
  @Test
  void postfixDeliversIntoDovecot() throws Exception {
    try (DovecotServer dovecot = DovecotServer.start();
        PostfixServer postfix = PostfixServer.start(dovecot)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), postfix.smtpPort());
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        assertThat(in.readLine()).startsWith("220");
        for (String line :
            new String[] {
              "HELO localhost",
              "MAIL FROM:<alice@example.test>",
              "RCPT TO:<bob@example.test>",
              "DATA",
              "Subject: hello\r\n\r\nhello\r\n.",
              "QUIT"
            }) {
          socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
          assertThat(in.readLine()).as(line).matches("[23].*");
        }
      }
      String status = "";
      for (int i = 0; i < 100 && !status.contains("messages=1"); i++) {
        Thread.sleep(100);
        status = dovecot.doveadm("mailbox", "status", "-u", "bob", "messages", "INBOX");
      }
      assertThat(status).as(postfix.log()).contains("messages=1");
    }
  }
}
