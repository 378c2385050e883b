package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DoomedProcess;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.PostfixServer;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 200 MB out and in again, in processes that have 256 MB of heap.
@Tag("server")
@Tag("slow")
class LargeMessageTest {
  private static final int LINES = 200 * 1024 * 1024 / 78;

  @TempDir Path directory;
  private DovecotServer dovecot;
  private PostfixServer postfix;
  private Path ca;
  private int runs;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot = DovecotServer.start();
    postfix = PostfixServer.start(dovecot);
    ca = directory.resolve("ca.pem");
    Files.writeString(ca, dovecot.caPem());
  }

  @AfterEach
  void stop() throws Exception {
    if (postfix != null) {
      postfix.close();
    }
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private void addAccount(String profile, String user, String incoming) {
    CommandLineRun run =
        CommandLineRun.withInput(
            directory.resolve(profile),
            DovecotServer.PASSWORD + "\n",
            "account",
            "add",
            "--email",
            user + "@example.test",
            "--incoming",
            incoming,
            "--outgoing",
            postfix.smtpUrl(user),
            "--ca",
            ca.toString(),
            "--password-stdin");
    assertThat(run.status).as(run.error).isZero();
  }

  private String paloma(String profile, String... arguments) throws Exception {
    ArrayList<String> all =
        new ArrayList<>(List.of("--profile", directory.resolve(profile).toString()));
    all.addAll(List.of(arguments));
    Path log = directory.resolve("run" + runs++);
    try (DoomedProcess process = new DoomedProcess(log)) {
      process.start(List.of("-Xmx256m"), Main.class, all.toArray(String[]::new));
      int status = process.await(300);
      String said = Files.size(log) > 1 << 20 ? "" : process.said();
      assertThat(status).as(String.join(" ", arguments) + ": " + said).isZero();
      return said;
    }
  }

  private static byte[] hash(Path file, byte[] from) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] all = Files.readAllBytes(file);
    int start = indexOf(all, from);
    digest.update(all, start, all.length - start);
    return digest.digest();
  }

  private static int indexOf(byte[] all, byte[] what) {
    for (int i = 0; i < 100_000; i++) {
      if (java.util.Arrays.equals(all, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    throw new AssertionError("not in the message");
  }

  private Path message() throws Exception {
    Path file = directory.resolve("large.eml");
    byte[] block = new byte[57];
    Random random = new Random(1);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(
          ("From: alice@example.test\r\nTo: bob@example.test\r\nSubject: large\r\n"
                  + "Message-ID: <large@example.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
                  + "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                  + "Content-Disposition: attachment; filename=large.bin\r\n"
                  + "Content-Transfer-Encoding: base64\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < LINES; i++) {
        random.nextBytes(block);
        out.write(Base64.getEncoder().encode(block));
        out.write('\r');
        out.write('\n');
      }
    }
    return file;
  }

  @Test
  void sentAndReceivedByImapAndPop3() throws Exception {
    Path file = message();
    byte[] from = "From: alice@example.test".getBytes(StandardCharsets.US_ASCII);
    byte[] expected = hash(file, from);
    addAccount("alice", "alice", dovecot.imapUrl("alice"));
    long begun = System.nanoTime();
    assertThat(paloma("alice", "send", file.toString(), "--json")).contains("\"sent\"");
    double sending = (System.nanoTime() - begun) / 1e9;
    System.out.printf("200 MB sent in %.1f s%n", sending);
    for (int i = 0; i < 600; i++) {
      if (dovecot
          .doveadm("mailbox", "status", "-u", "bob", "messages", "INBOX")
          .contains("messages=1")) {
        break;
      }
      Thread.sleep(100);
    }
    addAccount("imap", "bob", dovecot.imapUrl("bob"));
    addAccount("pop3", "bob", dovecot.pop3Url("bob"));
    for (String profile : List.of("imap", "pop3")) {
      begun = System.nanoTime();
      assertThat(paloma(profile, "sync", "--json")).contains("\"added\":1");
      System.out.printf("200 MB by %s in %.1f s%n", profile, (System.nanoTime() - begun) / 1e9);
      String row = paloma(profile, "list", "INBOX", "--json");
      String id = row.replaceFirst("(?s).*?\"id\":\"?(\\d+).*", "$1");
      paloma(profile, "show", id, "--raw");
      assertThat(hash(directory.resolve("run" + (runs - 1)), from)).as(profile).isEqualTo(expected);
    }
    paloma("alice", "sync", "--json");
    assertThat(dovecot.doveadm("mailbox", "status", "-u", "alice", "messages", "Sent"))
        .contains("messages=1");
  }
}
