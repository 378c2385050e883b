package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DovecotServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A POP3 account with a real server, by the command line: its mail octet for octet, once, and
/// deleted there when the account says so.
@Tag("server")
class MaildropJobTest {
  @TempDir Path directory;
  private DovecotServer dovecot;
  private Path profile;
  private final Map<String, byte[]> delivered = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot = DovecotServer.start();
    profile = directory.resolve("profile");
    for (int n = 1; n <= 12; n++) {
      deliver(n, n % 4 == 0 ? 6_000_000 : 300 * n);
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  private void deliver(int n, int size) throws Exception {
    StringBuilder text =
        new StringBuilder(
            "From: bob@example.test\r\nTo: alice@example.test\r\nSubject: number %d\r\nMessage-ID: <%d@example.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\n.\r\n..\r\n.dot ñandú\r\n"
                .formatted(n, n));
    while (text.length() < size) {
      text.append("line ").append(text.length() * 7919L % 100_003).append("\r\n");
    }
    byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
    delivered.put("number " + n, octets);
    dovecot.deliver("alice", "INBOX", octets);
  }

  private CommandLineRun done(String... arguments) {
    CommandLineRun run = CommandLineRun.of(profile, arguments);
    assertThat(run.status).as(String.join(" ", arguments) + ": " + run.error).isZero();
    return run;
  }

  private void addAccount(String leave) throws Exception {
    Path ca = directory.resolve("ca.pem");
    Files.writeString(ca, dovecot.caPem());
    CommandLineRun.addAccount(
        profile,
        "alice@example.test",
        dovecot.pop3Url("alice"),
        "--leave-on-server",
        leave,
        "--ca",
        ca.toString());
  }

  private Map<String, Object> sync(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "sync";
    all[1] = "--json";
    System.arraycopy(options, 0, all, 2, options.length);
    return done(all).last();
  }

  private int onServer() throws Exception {
    String status =
        dovecot.doveadm("mailbox", "status", "-u", "alice", "messages", "INBOX").strip();
    return Integer.parseInt(status.substring(status.lastIndexOf('=') + 1));
  }

  private void everythingIsHereOnce() {
    List<Map<String, Object>> rows = done("list", "INBOX", "--json").rows();
    assertThat(rows)
        .extracting(row -> row.get("subject").toString())
        .containsExactlyInAnyOrderElementsOf(delivered.keySet());
    for (Map<String, Object> row : rows) {
      assertThat(done("show", row.get("id").toString(), "--raw").octets)
          .as(row.get("subject").toString())
          .isEqualTo(delivered.get(row.get("subject").toString()));
    }
    assertThat(done("check").text()).doesNotContain("FAILED");
  }

  @Test
  void keptOnTheServer() throws Exception {
    addAccount("keep");
    assertThat(sync()).containsEntry("added", 12L).containsEntry("complete", true);
    everythingIsHereOnce();
    assertThat(onServer()).isEqualTo(12);
    assertThat(sync()).containsEntry("added", 0L);
    deliver(13, 500);
    assertThat(sync()).containsEntry("added", 1L);
    everythingIsHereOnce();
    assertThat(onServer()).isEqualTo(13);
    assertThat(done("search", "nandu", "--json").last()).containsEntry("hits", 13L);
  }

  @Test
  void deletedAfterDownload() throws Exception {
    addAccount("delete");
    assertThat(sync()).containsEntry("added", 12L);
    assertThat(onServer()).isZero();
    everythingIsHereOnce();
    assertThat(sync()).containsEntry("added", 0L);
    everythingIsHereOnce();
  }

  @Test
  void deletedAfterDays() throws Exception {
    addAccount("7");
    assertThat(sync()).containsEntry("added", 12L);
    assertThat(sync()).containsEntry("added", 0L);
    assertThat(onServer()).isEqualTo(12);
    everythingIsHereOnce();
  }

  @Test
  void headersFirstThenWhatIsLookedAt() throws Exception {
    addAccount("delete");
    assertThat(sync("--headers-only")).containsEntry("added", 12L);
    assertThat(onServer()).isEqualTo(12);
    everythingIsHereOnce();
    assertThat(sync()).containsEntry("added", 0L);
    assertThat(onServer()).isZero();
    everythingIsHereOnce();
  }
}
