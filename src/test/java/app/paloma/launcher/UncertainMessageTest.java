package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.ScriptedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that takes a message and ends without an answer.
final class UncertainMessageTest {
  @TempDir Path profile;

  @Test
  void theCommandLineSaysWhyNobodyKnowsAndHowToDecide() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220 x
            C: EHLO [127.0.0.1]
            S: 250 x
            C: MAIL FROM:<alice@example.test>
            S: 250 ok
            C: RCPT TO:<bob@example.net>
            S: 250 ok
            C: DATA
            S: 354 go
            C* .
            CLOSE
            """)) {
      CommandLineRun.addAccount(
          profile,
          "alice@example.test",
          "pop3://alice@localhost:1?tls=none",
          "--outgoing",
          "smtp://localhost:" + server.port() + "?tls=none&auth=none");
      CommandLineRun sent =
          CommandLineRun.withInput(
              profile,
              "From: alice@example.test\r\nTo: bob@example.net\r\nSubject: x\r\n\r\nhi\r\n",
              "send",
              "-");
      assertThat(sent.status).isOne();
      assertThat(sent.text()).contains("1  uncertain  x");
      assertThat(sent.error)
          .contains("nobody knows whether message 1 was sent")
          .contains("try: ask somebody it is for, then: paloma outbox resolve 1 sent|unsent");
    }
  }
}
