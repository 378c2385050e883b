package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DoomedProcess;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.PeerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

/// 10,000 messages of a maildrop, beside mpop, which only writes them to files. Not a test: run
/// `main`, on a machine that does nothing else. With `-Dpaloma.program=target/paloma/bin/paloma`
/// and PALOMA_KEYRING=off that program fetches them.
final class MaildropBenchmark {
  private static final int MESSAGES = 10_000;
  private static final int SIZE = 15_000;

  private final Path directory;

  private MaildropBenchmark(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("paloma.keyring", "off");
    new MaildropBenchmark(Files.createTempDirectory("paloma-benchmark")).run();
  }

  private void run() throws Exception {
    try (DovecotServer dovecot = DovecotServer.start()) {
      fill(dovecot.maildir("alice"));
      dovecot.doveadm("mailbox", "status", "-u", "alice", "messages", "INBOX");
      Path ca = directory.resolve("ca.pem");
      Files.writeString(ca, dovecot.caPem());
      double warm = mpop(dovecot, ca, "warm");
      double theirs = mpop(dovecot, ca, "mpop");
      double ours = paloma(dovecot, ca);
      System.out.printf(
          "%d messages of %d octets by POP3: mpop %.2f s (first %.2f s), Paloma %.2f s%n",
          MESSAGES, SIZE, theirs, warm, ours);
    }
  }

  private static void fill(Path maildir) throws Exception {
    Path messages = maildir.resolve("cur");
    for (String each : List.of("cur", "new", "tmp")) {
      Files.setPosixFilePermissions(
          Files.createDirectories(maildir.resolve(each)),
          PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    Files.setPosixFilePermissions(maildir, PosixFilePermissions.fromString("rwxrwxrwx"));
    Random random = new Random(3);
    for (int n = 0; n < MESSAGES; n++) {
      StringBuilder text =
          new StringBuilder(
              "From: bob@example.test\nTo: alice@example.test\nSubject: number %d\nMessage-ID: <%d@example.test>\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n\n"
                  .formatted(n, n));
      while (text.length() < SIZE) {
        text.append("word")
            .append(random.nextInt(9000))
            .append(text.length() % 70 > 60 ? '\n' : ' ');
      }
      Path file = messages.resolve(1_700_000_000L + n + ".M" + n + ".localhost:2,");
      Files.write(file, text.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
  }

  private double mpop(DovecotServer dovecot, Path ca, String name) throws Exception {
    Path box = directory.resolve(name);
    for (String each : List.of("cur", "new", "tmp")) {
      Files.createDirectories(box.resolve(each));
    }
    Path configuration = directory.resolve(name + ".conf");
    Files.writeString(
        configuration,
        """
        account default
        host localhost
        port %d
        user alice
        password secret
        tls on
        tls_starttls on
        tls_trust_file %s
        keep on
        received_header off
        uidls_file %s
        delivery maildir %s
        """
            .formatted(dovecot.pop3Port(), ca, directory.resolve(name + ".uidls"), box));
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
    double seconds = PeerProcess.seconds(List.of("mpop", "-q", "-C", configuration.toString()));
    try (var files = Files.list(box.resolve("new"))) {
      assertThat(files).hasSize(MESSAGES);
    }
    return seconds;
  }

  private double paloma(DovecotServer dovecot, Path ca) throws Exception {
    Path profile = directory.resolve("profile");
    CommandLineRun.addAccount(
        profile, "alice@example.test", dovecot.pop3Url("alice"), "--ca", ca.toString());
    String program = System.getProperty("paloma.program");
    if (program != null) {
      return PeerProcess.seconds(
          List.of(program, "--profile", profile.toString(), "sync", "--json"));
    }
    long begun = System.nanoTime();
    try (DoomedProcess process = new DoomedProcess(directory.resolve("paloma.log"))) {
      process.start(
          List.of("-XX:TieredStopAtLevel=4"),
          Main.class,
          "--profile",
          profile.toString(),
          "sync",
          "--json");
      assertThat(process.await(200)).as(process.said()).isZero();
      double seconds = (System.nanoTime() - begun) / 1e9;
      assertThat(process.said()).contains("\"added\":" + MESSAGES);
      return seconds;
    }
  }
}
