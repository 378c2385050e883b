package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.cli.Paloma;
import app.paloma.testing.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What scripts may depend on, without servers: statuses, errors in words, nothing lost.
class CommandLineContractTest {
  @TempDir Path directory;
  private Path profile;
  private Path message;

  @BeforeEach
  void anAccountWithOneMessage() throws Exception {
    System.setProperty("paloma.keyring", "off");
    profile = directory.resolve("profile");
    message = directory.resolve("one.eml");
    Files.writeString(
        message,
        """
        From: Ana <a@example.test>\r
        To: b@example.test\r
        Subject: =?utf-16be?B?2AAAYQ==?= one \u0001 ñandú\r
        Message-ID: <one@example.test>\r
        Content-Type: multipart/mixed; boundary=b\r
        \r
        --b\r
        \r
        hello\r
        --b\r
        Content-Disposition: attachment; filename="../../out.txt"\r
        \r
        kept\r
        --b--\r
        """);
    done(
        "account",
        "add",
        "--email",
        "a@example.test",
        "--incoming",
        "imap://localhost:1?tls=none&auth=none",
        "--outgoing",
        "smtp://localhost:1?tls=none&auth=none",
        "--no-check");
    done("import", message.toString(), "--mailbox", "INBOX");
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(profile, arguments);
  }

  private CommandLineRun done(String... arguments) {
    CommandLineRun run = run(arguments);
    assertThat(run.status).as(String.join(" ", arguments) + ": " + run.error).isZero();
    return run;
  }

  private static void fails(int status, CommandLineRun run) {
    assertThat(run.status).as(run.error).isEqualTo(status);
    assertThat(run.error).startsWith("paloma: ").contains("\n  try: ").doesNotContain("\tat ");
    assertThat(run.octets).isEmpty();
  }

  @Test
  void everyCommandHasItsHelp() {
    for (String command : Paloma.commands()) {
      if (!command.equals("help")) {
        assertThat(done(command, "--help").text()).as(command).startsWith("Usage: paloma");
      }
    }
    assertThat(done("help", "dns").text()).contains("--trace");
    assertThat(done("--help").text()).contains("doctor", "dns", "verify", "expand");
    fails(2, run("nonsense"));
    fails(2, run("list"));
    fails(2, run("list", "INBOX", "--nosuch"));
  }

  @Test
  void listsTakeOddArguments() {
    assertThat(done("list", "INBOX", "--limit", "0", "--json").octets).isEmpty();
    assertThat(done("list", "INBOX", "--offset", "5", "--json").octets).isEmpty();
    assertThat(done("list", "INBOX", "--threads", "--json").rows()).hasSize(1);
    fails(2, run("list", "INBOX", "--limit", "-1"));
    fails(2, run("list", "INBOX", "--limit", "x"));
    fails(6, run("list", "@nosuch"));
    fails(6, run("list", "Nowhere"));
    fails(6, run("list", "INBOX", "--account", "who@example.test"));
  }

  @Test
  void anyStringIsAQuery() {
    for (String query :
        List.of("\"", "-word", "", "(", "a or", "or", "from:", "-", "*", "\u0000", "😀", "in:\"")) {
      assertThat(done("search", query, "--json").last()).as(query).containsEntry("total", true);
    }
    assertThat(done("search", "--json", "--", "-hello").last()).containsEntry("hits", 0L);
    assertThat(done("search", "-nothing", "--json").last()).containsEntry("hits", 1L);
    assertThat(done("search", "hello", "--limit", "0", "--json").rows()).hasSize(1);
    fails(2, run("search", "hello", "--limit", "-1"));
  }

  @Test
  void jsonIsValidWhateverTheMailHolds() {
    Map<String, Object> row = done("list", "INBOX", "--json").rows().getFirst();
    assertThat(row.get("subject").toString()).contains("ñandú");
    List<Map<String, Object>> shown = done("show", "1", "1", "--json").rows();
    assertThat(shown).hasSize(2);
    assertThat(new String(done("show", "1", "--json").octets, StandardCharsets.UTF_8))
        .doesNotContain("\uFFFD\uFFFD")
        .endsWith("}\n");
  }

  @Test
  void aSlipAmongIdsChangesNothing() throws Exception {
    fails(6, run("show", "1", "99"));
    fails(2, run("show", "x"));
    fails(6, run("flag", "1", "99", "--add", "flagged"));
    fails(6, run("move", "1", "@nosuch"));
    assertThat(done("search", "is:flagged", "--json").last()).containsEntry("hits", 0L);
    assertThat(done("show", "1", "--raw").octets).isEqualTo(Files.readAllBytes(message));
  }

  @Test
  void attachmentsStayInTheirFolderAndOverwriteNothing() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    fails(2, run("attachments", "1", "--to", link.toString()));
    Files.createDirectory(directory.resolve("real"));
    done("attachments", "1", "--to", link.toString());
    done("attachments", "1", "--to", link.toString());
    assertThat(directory.resolve("real"))
        .isDirectoryContaining("glob:**/out.txt")
        .isDirectoryContaining("glob:**/out (2).txt");
    done("attachments", "1", "--to", directory.resolve("new/deep").toString());
    fails(2, run("attachments", "1", "--to", message.toString()));
    assertThat(directory.resolve("out.txt")).doesNotExist();
  }

  @Test
  void whatCannotBeSentIsRefusedAndNotQueued() throws Exception {
    fails(2, CommandLineRun.withInput(profile, "", "send", "-"));
    fails(2, CommandLineRun.withInput(profile, "garbage", "send", "-"));
    fails(2, CommandLineRun.withInput(profile, "Subject: x\r\n\r\nhi", "send", "-"));
    fails(2, run("send", directory.toString()));
    fails(2, run("send", directory.resolve("none").toString()));
    fails(2, run("send", message.toString(), "--at", "never"));
    assertThat(done("outbox", "--json").octets).isEmpty();
    CommandLineRun queued = run("send", message.toString(), "--queue", "--json");
    assertThat(queued.last()).containsEntry("state", "queued");
    assertThat(done("outbox", "--json").rows()).hasSize(1);
    assertThat(run("outbox", "flush").status).isEqualTo(3);
    fails(6, run("outbox", "cancel", "77"));
  }

  @Test
  void aMessageGoesByTheAccountItComesFrom() {
    done(
        "account",
        "add",
        "--email",
        "Work@example.org",
        "--incoming",
        "imap://localhost:1?tls=none&auth=none",
        "--outgoing",
        "smtp://localhost:1?tls=none&auth=none",
        "--no-check");
    for (String[] row :
        new String[][] {
          {"From: Ana <work@EXAMPLE.org>\nSubject: of one\n", "Work@example.org"},
          {
            "From: x@example.net\nResent-From: work@example.org\nResent-To: b@y.test\n",
            "Work@example.org"
          },
          {"From: work@example.org\nResent-To: b@y.test\n", "Work@example.org"},
          {"From: Ana <a@example.test>\n", "a@example.test"},
          {"From: nobody@example.net\n", "a@example.test"},
          {"Subject: of nobody\n", "a@example.test"},
          {"From: nobody@example.net\n", "Work@example.org", "--from", "work@example.org"},
          {"From: work@example.org\n", "Work@example.org", "--from", "bounces@example.net"},
          {"From: work@example.org\n", "Work@example.org", "--from", ""},
          {"From: work@example.org\n", "a@example.test", "--account", "a@example.test"},
        }) {
      List<String> command = new ArrayList<>(List.of("send", "-", "--queue", "--json"));
      command.addAll(List.of(row).subList(2, row.length));
      CommandLineRun queued =
          CommandLineRun.withInput(
              profile, row[0] + "To: b@example.net\n\nhi\n", command.toArray(String[]::new));
      assertThat(queued.last()).as(command + row[0]).containsEntry("account", row[1]);
    }
  }

  @Test
  void anOptionThatNeedsAnotherNamesIt() {
    for (var pair : Map.of("--or-return", "--within", "--server-keeps", "--at").entrySet()) {
      CommandLineRun run = run("send", message.toString(), pair.getKey());
      fails(2, run);
      assertThat(run.error.lines().findFirst().orElseThrow())
          .contains(pair.getKey() + " needs " + pair.getValue());
    }
    assertThat(done("send", "--help").text().replaceAll("\\s+", " "))
        .contains("it cannot be taken back");
  }

  /// Who asked for a report must not wait for one that nobody ordered.
  @Test
  void whatAServerCannotDoAndTheMessageLeftWithoutIsSaid() throws Exception {
    for (String offered : List.of("HELP", "DSN\nS: 250-DELIVERBY")) {
      try (ScriptedServer server =
          ScriptedServer.plain(
              """
              S: 220 ready
              C~ EHLO .*
              S: 250-here
              S: 250-%s
              S: 250 8BITMIME
              C~ MAIL .*
              S: 250 ok
              C~ RCPT .*
              S: 250 ok
              C: DATA
              S: 354 go
              C* .
              S: 250 ok
              C: QUIT
              S: 221 bye
              """
                  .formatted(offered))) {
        String who = offered.length() + "@example.test";
        String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
        String in = "imap://localhost:1?tls=none&auth=none";
        done("account", "add", "--email", who, "--incoming", in, "--outgoing", url, "--no-check");
        CommandLineRun run =
            done("send", message.toString(), "--account", who, "--report", "--within", "4h");
        server.verify();
        if (offered.equals("HELP")) {
          assertThat(run.error).contains("DSN", "DELIVERBY", "--or-return");
        } else {
          assertThat(run.error).isEmpty();
        }
      }
    }
  }

  @Test
  void untilWhenAMessageWaitsIsSaid() {
    done("send", message.toString(), "--at", "2999-01-31T08:00");
    assertThat(done("outbox").text()).contains("not before 2999-01-31T08:00");
    CommandLineRun retried = run("outbox", "retry", "1");
    assertThat(retried.status).isEqualTo(1);
    assertThat(retried.error).contains("not before 2999-01-31T08:00").contains("  try: cancel it");
  }

  @Test
  void whyAMessageWaitsIsToldInTheUsersLanguage() {
    done("send", message.toString(), "--queue");
    assertThat(run("outbox", "flush").status).isEqualTo(3);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("es"));
      assertThat(done("outbox").text()).contains("localhost:1 no acepta conexiones");
      assertThat(done("outbox", "--json").last().get("reason").toString()).contains("localhost");
    } finally {
      Locale.setDefault(before);
    }
  }

  /// Not the disk's fault, as it was said to be.
  @Test
  void aMailboxIsNotRenamedToWhatCannotBe() {
    done("mailbox", "create", "Work");
    done("mailbox", "create", "Play");
    CommandLineRun taken = run("mailbox", "rename", "Work", "Play");
    fails(2, taken);
    assertThat(taken.error).contains("of that name already").doesNotContain("disk");
  }

  @Test
  void importSaysWhatItCouldNotRead() {
    fails(6, run("import", directory.resolve("none").toString(), "--mailbox", "New"));
    assertThat(done("mailboxes", "--json").text()).doesNotContain("\"New\"");
    CommandLineRun part =
        run("import", message.toString(), directory.resolve("none").toString(), "--mailbox", "N");
    assertThat(part.status).isEqualTo(1);
    assertThat(done("list", "N", "--json").rows()).hasSize(1);
  }

  /// Also where TLS is not used yet.
  @Test
  void anAccountWithACertificateThatIsNoneIsNotStored() throws Exception {
    Path text = Files.writeString(directory.resolve("ca.pem"), "no certificate\n");
    Path broken =
        Files.writeString(
            directory.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    for (Path file : List.of(text, broken, directory.resolve("none"), directory)) {
      CommandLineRun add =
          run(
              "account",
              "add",
              "--no-check",
              "--email",
              "b@example.test",
              "--incoming",
              "imap://localhost:1?tls=none&auth=none",
              "--outgoing",
              "smtp://localhost:1?tls=none&auth=none",
              "--ca",
              file.toString());
      fails(2, add);
      assertThat(add.error).contains(file.toString()).contains("PEM");
      assertThat(done("account", "list").text()).doesNotContain("b@example.test");
    }
  }

  @Test
  void importTakesNoPictureForAMessage() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("mixed"));
    Path picture = folder.resolve("photo.jpg");
    Files.write(picture, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16});
    CommandLineRun refused = run("import", picture.toString(), "--mailbox", "New");
    fails(2, refused);
    assertThat(refused.error).startsWith("paloma: " + picture + " is no mail");
    assertThat(done("mailboxes", "--json").text()).doesNotContain("\"New\"");
    Files.copy(message, folder.resolve("one.eml"));
    assertThat(done("import", folder.toString(), "--mailbox", "New").error)
        .contains("1 file was left out", "photo.jpg", "1 message imported into New");
    Files.writeString(folder.resolve("two.eml"), "nothing\n");
    assertThat(run("import", folder.toString(), "--mailbox", "New").status).isOne();
  }

  @Test
  void aProfileThatCannotBeUsedIsLeftAlone() throws Exception {
    fails(5, CommandLineRun.of(message, "list", "INBOX"));
    fails(5, CommandLineRun.of(message.resolve("in"), "list", "INBOX"));
    fails(2, run("--transcript", directory.resolve("no/where").toString(), "sync"));
    Path database = profile.resolve("paloma.db");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement s = c.createStatement()) {
      s.execute("PRAGMA user_version = 999");
    }
    fails(5, run("list", "INBOX"));
    byte[] noise = new byte[20_000];
    Files.write(database, noise);
    fails(5, run("list", "INBOX"));
    CommandLineRun check = run("check");
    fails(5, check);
    assertThat(check.error).doesNotContain("try: paloma check");
    assertThat(Files.readAllBytes(database)).isEqualTo(noise);
  }

  @Test
  void besideAWriterReadingWorksAtOnceAndWritingFailsInTime() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement s = c.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      long start = System.nanoTime();
      assertThat(done("list", "INBOX", "--json").rows()).hasSize(1);
      assertThat(done("search", "hello", "--json").last()).containsEntry("hits", 1L);
      done("show", "1", "--text");
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      fails(5, run("flag", "1", "--add", "flagged"));
      assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
      s.execute("ROLLBACK");
    }
    assertThat(done("search", "is:flagged", "--json").last()).containsEntry("hits", 0L);
  }

  @Test
  void backupsAreNeverWrittenOverAndComeBackWhole() throws Exception {
    Path backup = directory.resolve("backup");
    done("backup", backup.toString());
    fails(2, run("backup", backup.toString()));
    fails(2, run("backup", directory.resolve("no/where").toString()));
    fails(2, run("restore", backup.toString()));
    Path other = directory.resolve("other");
    fails(5, CommandLineRun.of(other, "restore", message.toString()));
    fails(6, CommandLineRun.of(other, "restore", directory.resolve("none").toString()));
    assertThat(CommandLineRun.of(other, "restore", backup.toString()).status).isZero();
    assertThat(CommandLineRun.of(other, "show", "1", "--raw").octets)
        .isEqualTo(Files.readAllBytes(message));
  }

  @Test
  void doctorSaysAtWhichStageAServerFails() throws Exception {
    CommandLineRun closed = run("doctor", "--json");
    assertThat(closed.status).isEqualTo(1);
    assertThat(closed.rows()).hasSize(4);
    assertThat(closed.last())
        .containsKeys("server", "stage", "ok", "ms", "detail", "advice")
        .containsEntry("stage", "tcp")
        .containsEntry("ok", false);
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220 ready
            C~ EHLO .*
            S: 250 here
            C: QUIT
            S: 221 bye
            """)) {
      CommandLineRun good =
          run("doctor", "smtp://localhost:" + server.port() + "?tls=none&auth=none", "--json");
      assertThat(good.rows())
          .extracting(row -> row.get("stage"))
          .containsExactly("dns", "tcp", "greeting", "capabilities");
      assertThat(good.status).isZero();
    }
    fails(6, run("doctor", "who@example.test"));
    fails(2, run("doctor", "http://localhost"));
  }

  @Test
  void serversAreAskedAboutAddressesAndTheDialogueIsKept() throws Exception {
    Path transcript = directory.resolve("dialogue");
    String script =
        """
        S: 220 ready
        C~ EHLO .*
        S: 250 here
        C~ (VRFY|EXPN) .*
        %s
        C: QUIT
        S: 221 bye
        """;
    try (ScriptedServer server =
        ScriptedServer.plain(
            script.formatted("S: 250-Ana <ana@example.test>\nS: 250 Bob <bob@example.test>"))) {
      String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
      CommandLineRun list =
          run("--transcript", transcript.toString(), "expand", "all", "--server", url, "--json");
      assertThat(list.status).as(list.error).isZero();
      assertThat(list.last()).containsEntry("code", 250L);
      assertThat(list.last().get("addresses").toString()).contains("ana@example.test", "bob@");
    }
    assertThat(Files.readAllLines(transcript))
        .isNotEmpty()
        .allMatch(line ->
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z smtp \\S+ [SC*]: .*"));
    try (ScriptedServer server = ScriptedServer.plain(script.formatted("S: 550 5.1.1 no such"))) {
      String url = "smtp://localhost:" + server.port() + "?tls=none&auth=none";
      CommandLineRun nobody = run("verify", "who@example.test", "--server", url, "--json");
      assertThat(nobody.status).isEqualTo(1);
      assertThat(nobody.last()).containsEntry("code", 550L);
      assertThat(nobody.error).startsWith("paloma: ").contains("\n  try: ");
    }
    fails(2, run("verify", "x@example.test", "--server", "imap://localhost"));
    fails(2, run("verify", "x@example.test"));
    fails(3, run("verify", "x@example.test", "--server", "smtp://localhost:1?tls=none"));
  }
}
