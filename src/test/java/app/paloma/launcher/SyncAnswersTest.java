package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DovecotServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `paloma sync` says of changes that the server did not take, and what `--verify` finds that
/// the server's numbers do not tell.
@Tag("server")
class SyncAnswersTest {
  private static final String ACL =
      """
      mail_plugins = acl
      protocol imap {
        mail_plugins = acl imap_acl
      }
      plugin {
        acl = vfile
      }
      """;

  private static DovecotServer dovecot;

  @TempDir Path directory;
  private Path profile;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot = DovecotServer.start(ACL);
    dovecot.doveadm("mailbox", "create", "-s", "-u", "alice", "Notices");
    for (int n = 1; n <= 4; n++) {
      String text =
          "Message-ID: <" + n + "@example.test>\r\nSubject: notice " + n + "\r\n\r\n.\r\n";
      dovecot.deliver("alice", "Notices", text.getBytes(StandardCharsets.UTF_8));
    }
    dovecot.doveadm("acl", "set", "-u", "alice", "Notices", "owner", "lookup", "read");
  }

  @AfterAll
  static void stop() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  @BeforeEach
  void account() {
    profile = directory.resolve("profile");
    String url = "imap://alice@localhost:" + dovecot.imapPort() + "?tls=none";
    CommandLineRun.addAccount(profile, "alice@example.test", url);
    assertThat(run("sync").status).isZero();
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(profile, arguments);
  }

  private List<String> ids() {
    return run("list", "Notices", "--json").rows().stream()
        .map(m -> m.get("id").toString())
        .toList();
  }

  private static Map<String, Object> notices(CommandLineRun sync) {
    return sync.rows().stream()
        .filter(row -> "Notices".equals(row.get("mailbox")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatTheServerDidNotTakeIsSaid() {
    List<String> ids = ids();
    run("flag", ids.get(0), "--add", "flagged");
    CommandLineRun one = run("sync", "--json");
    assertThat(one.status).isEqualTo(1);
    assertThat(one.error).contains("a change to \"notice 4\"", "read-only", "try: ");

    run("move", ids.get(1), ids.get(2), "INBOX");
    CommandLineRun several = run("sync");
    assertThat(several.status).isEqualTo(1);
    assertThat(several.error).contains("2 changes", "taken back").doesNotContain("notice 4");

    assertThat(ids()).containsExactlyInAnyOrderElementsOf(ids);
    CommandLineRun after = run("sync");
    assertThat(after.status).as(after.error).isZero();
    assertThat(after.error).isEmpty();
  }

  @Test
  void aMessageThatTheServerDidNotTakeIsSaidToStayHere() throws Exception {
    run("mailbox", "create", "Small");
    assertThat(run("sync").status).isZero();
    dovecot.doveadm("acl", "set", "-u", "alice", "Small", "owner", "lookup", "read", "write");
    Path file = directory.resolve("one.eml");
    Files.writeString(file, "Subject: kept\r\n\r\ntext\r\n");
    assertThat(run("import", file.toString(), "--mailbox", "Small").status).isZero();
    CommandLineRun refused = run("sync");
    assertThat(refused.status).isEqualTo(1);
    assertThat(refused.error)
        .contains("did not take \"kept\"", "stays on this computer", "try: ")
        .doesNotContain("taken back");
    assertThat(run("list", "Small", "--json").rows()).hasSize(1);
  }

  @Test
  void aMailboxThatIsKeptBecauseOfNewMailIsNamed() throws Exception {
    run("mailbox", "create", "Plans");
    assertThat(run("sync").status).isZero();
    run("mailbox", "delete", "Plans");
    dovecot.deliver("alice", "Plans", "Subject: new\r\n\r\n.\r\n".getBytes(StandardCharsets.UTF_8));
    CommandLineRun refused = run("sync");
    assertThat(refused.status).isEqualTo(1);
    assertThat(refused.error).contains("the mailbox \"Plans\" was not deleted: mail that was not");
    assertThat(run("list", "Plans", "--json").rows()).hasSize(1);
  }

  @Test
  void aMailboxThatIsNowhereIsNotFoundAndTheOthersAreDone() {
    CommandLineRun run = run("sync", "--mailbox", "INBOX", "--mailbox", "Nowhere", "--json");
    assertThat(run.status).isEqualTo(6);
    assertThat(run.error).contains("there is no mailbox Nowhere", "try: ");
    assertThat(run.rows()).extracting(row -> row.get("mailbox")).containsExactly("INBOX", null);
    assertThat(run.last()).containsEntry("complete", false);
  }

  @Test
  void whatDiffersThoughTheNumbersAgreeIsFoundAndMended() throws Exception {
    List<String> ids = ids();
    String file = profile.resolve("paloma.db").toString();
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = database.createStatement()) {
      sql.executeUpdate("DELETE FROM message WHERE id = " + ids.getFirst());
      sql.executeUpdate(
          "UPDATE message SET flags = 4, server_flags = 4 WHERE id = " + ids.getLast());
    }
    CommandLineRun usual = run("sync", "--json");
    assertThat(notices(usual)).containsEntry("added", 0L).containsEntry("changed", 0L);

    CommandLineRun thorough = run("sync", "--verify", "--json");
    assertThat(thorough.status).as(thorough.error).isZero();
    assertThat(notices(thorough))
        .containsEntry("messages", 4L)
        .containsEntry("added", 1L)
        .containsEntry("changed", 1L);
    assertThat(notices(run("sync", "--verify", "--json")))
        .containsEntry("added", 0L)
        .containsEntry("changed", 0L)
        .containsEntry("removed", 0L);
  }
}
