package app.paloma.launcher;

import app.paloma.cli.Paloma;
import app.paloma.launcher.demo.DemoServer;
import app.paloma.launcher.demo.DemoSubmission;
import app.paloma.launcher.demo.ManyMessages;
import app.paloma.model.Account;
import app.paloma.model.ServerSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The same as [Rehearsal] for the command line: each frequent command once or more, against the
/// demo's server and in a profile that is thrown away.
final class CommandRehearsal {
  private static final int SENT = 40;
  private static final int IMPORTS = 6;

  /// A first synchronization is work for minutes. What the virtual machine learns here of it, it
  /// need not learn then.
  private static final int MANY = 2000;

  private static final int FIRST_SYNCHRONIZATIONS = 5;

  private final Path place;
  private Path profile;
  private final PrintStream nowhere =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private CommandRehearsal(Path place) {
    this.place = place;
    this.profile = place.resolve("profile");
  }

  static void run() throws IOException {
    System.setProperty("paloma.keyring", "off");
    Path place = Files.createTempDirectory("paloma-rehearsal");
    try (DemoServer server = DemoServer.start(Instant.now())) {
      CommandRehearsal rehearsal = new CommandRehearsal(place);
      rehearsal.rehearse(server.account());
      rehearsal.profile = place.resolve("outbox");
      rehearsal.flush(server.account());
      server.fill("Many", ManyMessages.of(MANY));
      for (int i = 0; i < FIRST_SYNCHRONIZATIONS; i++) {
        rehearsal.profile = place.resolve("first-" + i);
        rehearsal.addAccount(server.account(), url(server.account().outgoing()));
        rehearsal.command("sync", "--json");
      }
    } finally {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void addAccount(Account account, String outgoing) {
    command(
        "account",
        "add",
        "--email",
        account.email(),
        "--incoming",
        url(account.incoming()),
        "--outgoing",
        outgoing,
        "--password-stdin");
  }

  private void rehearse(Account account) throws IOException {
    addAccount(account, url(account.outgoing()));
    command("sync", "--json");
    command("mailboxes", "--json");
    command("list", "INBOX", "--json");
    for (String query : List.of("cocina", "\"de la\"", "from:ana", "is:unread proy*")) {
      command("search", query, "--json");
    }
    command("show", "1", "2", "3", "4", "5", "--json");
    command("show", "1");
    command("flag", "1", "2", "--add", "flagged");
    command("move", "3", "@archive");
    for (int i = 0; i < SENT; i++) {
      command("send", message(account, i).toString());
    }
    command("sync", "--json");
    String mail = place.resolve("mail").toString();
    command("export", "INBOX", "--format", "maildir", "--to", mail);
    for (int i = 0; i < IMPORTS; i++) {
      command("import", mail, "--mailbox", "@archive");
    }
    command("check");
  }

  /// What waited in the outbox, to a server that takes one message behind the other.
  private void flush(Account account) throws IOException {
    try (DemoSubmission server = DemoSubmission.start()) {
      addAccount(account, server.url());
      for (int i = 0; i < SENT; i++) {
        command("send", "--queue", message(account, i).toString());
      }
      command("outbox", "--json");
      command("outbox", "flush", "--json");
    }
  }

  private Path message(Account account, int number) throws IOException {
    return Files.writeString(
        place.resolve("message.eml"),
        "From: %s\r\nTo: %s\r\nSubject: %d\r\n\r\n%s"
            .formatted(
                account.email(), account.email(), number, "Some words to read.\r\n".repeat(99)));
  }

  private static String url(ServerSettings server) {
    return "%s://%s@%s:%d?tls=none"
        .formatted(
            server.protocol().name().toLowerCase(java.util.Locale.ROOT),
            server.user().replace("@", "%40"),
            server.host(),
            server.port());
  }

  private void command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--profile", profile.toString()));
    all.addAll(List.of(arguments));
    int status =
        new Paloma(
                (profile, transcript) -> new AppContext(profile, Optional.empty()),
                new ByteArrayInputStream(
                    (DemoServer.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                nowhere,
                System.err)
            .run(all.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("status " + status + ": " + String.join(" ", arguments));
    }
  }
}
