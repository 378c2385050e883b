package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.OutboxId;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.PostfixServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job with real servers, by the command line: an account, its mail, changes both ways, a
/// message that arrives.
@Tag("server")
class MainJobTest {
  private static DovecotServer dovecot;
  private static PostfixServer postfix;

  @TempDir Path directory;
  private Path profile;
  private Path ca;

  @BeforeAll
  static void servers() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot = DovecotServer.start();
    postfix = PostfixServer.start(dovecot);
  }

  @AfterAll
  static void stop() throws Exception {
    if (postfix != null) {
      postfix.close();
    }
    if (dovecot != null) {
      dovecot.close();
    }
  }

  @BeforeEach
  void certificate() throws Exception {
    profile = directory.resolve("profile");
    ca = directory.resolve("ca.pem");
    Files.writeString(ca, dovecot.caPem());
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(profile, arguments);
  }

  private CommandLineRun done(String... arguments) {
    CommandLineRun run = run(arguments);
    assertThat(run.status).as(String.join(" ", arguments) + ": " + run.error).isZero();
    return run;
  }

  private void addAccount(String user) {
    CommandLineRun run = add(user, DovecotServer.PASSWORD);
    assertThat(run.status).as(run.error).isZero();
  }

  private CommandLineRun add(String user, String password) {
    return CommandLineRun.withInput(
        profile,
        password + "\n",
        "account",
        "add",
        "--email",
        user + "@example.test",
        "--incoming",
        dovecot.imapUrl(user),
        "--outgoing",
        postfix.smtpUrl(user),
        "--ca",
        ca.toString(),
        "--password-stdin");
  }

  private static byte[] message(int number, int size) {
    StringBuilder body = new StringBuilder();
    Random random = new Random(number);
    while (body.length() < size) {
      body.append("word")
          .append(random.nextInt(5000))
          .append(body.length() % 70 > 60 ? "\r\n" : " ");
    }
    return ("From: Bob <bob@example.test>\r\nTo: alice@example.test\r\nSubject: number "
            + number
            + "\r\nMessage-ID: <n"
            + number
            + "@example.test>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\nunique"
            + number
            + "x ñandú\r\n"
            + body
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void mailComesOctetForOctetIsFoundAndChangesGoBack() throws Exception {
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] octets = message(i, i % 10 == 0 ? 200_000 : 3000);
      sent.add(octets);
      dovecot.deliver("carol", "INBOX", octets);
    }
    addAccount("carol");
    Map<String, Object> total = done("sync", "--json").last();
    assertThat(total).containsEntry("added", 60L).containsEntry("quarantined", 0L);
    assertThat(total).containsEntry("complete", true);
    assertThat(done("sync", "--json").last()).containsEntry("added", 0L);

    List<Map<String, Object>> rows = done("list", "INBOX", "--json").rows();
    assertThat(rows).hasSize(60);
    for (Map<String, Object> row : rows) {
      int number = Integer.parseInt(row.get("subject").toString().substring(7));
      assertThat(done("show", row.get("id").toString(), "--raw").octets)
          .as("message " + number)
          .isEqualTo(sent.get(number));
    }
    List<Map<String, Object>> hits = done("search", "unique17x nandu", "--json").rows();
    assertThat(hits).hasSize(2);
    assertThat(hits.getFirst()).containsEntry("subject", "number 17");
    assertThat(hits.getLast()).containsEntry("hits", 1L);

    String id = hits.getFirst().get("id").toString();
    done("flag", id, "--add", "seen,flagged");
    String other = rows.get(30).get("id").toString();
    done("move", other, "@archive");
    String gone = rows.get(31).get("id").toString();
    done("delete", gone);
    assertThat(done("sync", "--json").last().get("pushed")).isEqualTo(3L);
    assertThat(dovecot.doveadm("fetch", "-u", "carol", "flags", "mailbox", "INBOX", "flagged"))
        .contains("\\Seen")
        .contains("\\Flagged");
    assertThat(status("carol", "Archive")).contains("messages=1");
    assertThat(status("carol", "Trash")).contains("messages=1");
    assertThat(status("carol", "INBOX")).contains("messages=58");
    assertThat(done("sync", "--json").last())
        .containsEntry("added", 0L)
        .containsEntry("pushed", 0L);

    dovecot.doveadm("flags", "remove", "-u", "carol", "\\Flagged", "mailbox", "INBOX", "flagged");
    done("sync");
    assertThat(done("search", "is:flagged", "--json").last()).containsEntry("hits", 0L);
    assertThat(done("check").text()).doesNotContain("FAILED");
  }

  private static String status(String user, String mailbox) throws Exception {
    return dovecot.doveadm("mailbox", "status", "-u", user, "messages", mailbox);
  }

  @Test
  void aSentMessageArrivesOctetForOctetWithoutBccAndIsInSentOnce() throws Exception {
    addAccount("alice");
    done("sync");
    byte[] attachment = new byte[5 << 20];
    new Random(5).nextBytes(attachment);
    String content =
        "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Disposition: attachment; filename=\"data.bin\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + java.util.Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n";
    Path file = directory.resolve("message.eml");
    Files.writeString(
        file,
        "From: alice@example.test\r\nTo: bob@example.test\r\nBcc: dave@example.test\r\n"
            + "Subject: five megabytes\r\nMessage-ID: <five@example.test>\r\n"
            + "Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
            + content);
    Map<String, Object> row = done("send", file.toString(), "--json").last();
    assertThat(row).containsEntry("state", "sent");
    for (String user : List.of("bob", "dave")) {
      String raw = "";
      for (int i = 0; i < 100 && !raw.contains("five megabytes"); i++) {
        Thread.sleep(100);
        raw = dovecot.doveadm("fetch", "-u", user, "text", "all");
      }
      assertThat(raw).contains("five megabytes").doesNotContainIgnoringCase("bcc:");
      assertThat(raw.replace("\r", "")).contains(content.replace("\r", "").strip());
    }
    done("sync");
    done("sync");
    assertThat(status("alice", "Sent")).contains("messages=1");
    assertThat(done("list", "@sent", "--json").rows()).hasSize(1);
  }

  /// What the composer's Send does: the draft with a file of 5 MB and a Bcc.
  @Test
  void aDraftOfTheWindowArrivesWithItsFileAndWithoutBcc() throws Exception {
    addAccount("dave");
    done("sync");
    byte[] file = new byte[5 << 20];
    new Random(6).nextBytes(file);
    try (AppContext context = new AppContext(profile, Optional.empty())) {
      Account account = context.store().accounts().list().getFirst();
      Draft draft = context.store().drafts().save(draft(account));
      DraftAttachment attachment =
          context
              .store()
              .drafts()
              .attach(
                  draft.id(),
                  "Año nuevo.bin",
                  "application/octet-stream",
                  new ByteArrayInputStream(file),
                  false,
                  "");
      Draft whole = context.store().drafts().get(draft.id()).orElseThrow();
      assertThat(whole.attachments()).containsExactly(attachment);
      OutboxId id = context.outbox().enqueue(whole, Instant.EPOCH);
      context.outbox().deliver(id);
      assertThat(context.store().outbox().list()).isEmpty();
    }
    for (String user : List.of("bob", "alice")) {
      String raw = "";
      for (int i = 0; i < 100 && !raw.contains("from the window"); i++) {
        Thread.sleep(100);
        raw = dovecot.doveadm("fetch", "-u", user, "text", "subject", "from the window");
      }
      assertThat(raw).contains("from the window").doesNotContainIgnoringCase("bcc:");
      MessageContent content =
          new MessageReader()
              .read(
                  raw.substring(raw.indexOf("text:\n") + 6).getBytes(StandardCharsets.ISO_8859_1));
      assertThat(content.attachments()).singleElement().returns("Año nuevo.bin", a -> a.name());
      try (InputStream in = content.attachments().getFirst().open()) {
        assertThat(in.readAllBytes()).isEqualTo(file);
      }
    }
    done("sync");
    done("sync");
    assertThat(status("dave", "Sent")).contains("messages=1");
  }

  private static Draft draft(Account account) {
    return new Draft(
        new DraftId(0),
        account.id(),
        account.address(),
        List.of(Address.of("bob@example.test")),
        List.of(),
        List.of(Address.of("alice@example.test")),
        "from the window",
        "Hola, aquí va.",
        Optional.of("<p>Hola, <b>aquí</b> va.</p>"),
        List.of(),
        "",
        List.of(),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }

  @Test
  void refusalsAreExplainedAndNothingIsStored() {
    CommandLineRun wrong = add("bob", "not the password");
    assertThat(wrong.status).isEqualTo(4);
    assertThat(wrong.error).startsWith("paloma: ").contains("\n  try: ");
    assertThat(done("account", "list", "--json").rows()).isEmpty();
    CommandLineRun untrusted =
        CommandLineRun.withInput(
            profile,
            "secret\n",
            "account",
            "add",
            "--email",
            "bob@example.test",
            "--incoming",
            dovecot.imapUrl("bob"),
            "--outgoing",
            postfix.smtpUrl("bob"),
            "--password-stdin");
    assertThat(untrusted.status).as(untrusted.error).isEqualTo(3);
    assertThat(run("show", "12345").status).isEqualTo(6);
    assertThat(run("list").status).isEqualTo(2);
    assertThat(run("nonsense").status).isEqualTo(2);
  }
}
