package app.paloma.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.testing.DovecotServer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Measures a complete synchronization, search index included, beside mbsync's download of the same
/// mailbox in the same run. Not a test: run `main` with the number of messages and the mean of
/// their octets. With `-Dpaloma.program=target/paloma/bin/paloma` it is that program that is
/// measured, from its start to its end; without, the engine in this process.
final class SyncBenchmark {
  private static final String[] WORDS = words();

  private SyncBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int meanOctets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15_000;
    Path work = Files.createTempDirectory("paloma-benchmark");
    try (DovecotServer server = DovecotServer.start()) {
      long octets = fill(server, messages, meanOctets, null);
      System.out.printf(Locale.ROOT, "%d messages, %.1f MB%n", messages, octets / 1e6);
      // Dovecot builds its own caches at the first SELECT; that is neither client's time.
      System.out.println(server.doveadm("mailbox", "status", "-u", "alice", "messages", "INBOX"));
      boolean peerFirst = arguments.length > 2 && arguments[2].equals("mbsync-first");
      double peer = peerFirst ? mbsync(server, work.resolve("a")) : 0;
      String program = System.getProperty("paloma.program");
      if (program != null) {
        program(server, program, work.resolve("profile"));
        mbsync(server, work.resolve("b"));
        return;
      }
      try (SyncBench bench =
          new SyncBench(work.resolve("profile"), server.imapPort(), "alice", "secret")) {
        double first = sync(bench, "first");
        sync(bench, "again");
        sync(bench, "again");
        if (!peerFirst) {
          peer = mbsync(server, work.resolve("b"));
        }
        System.out.printf(
            Locale.ROOT,
            "paloma %.2f s, mbsync %.2f s, ratio %.2f, peak RSS %d MB%n",
            first,
            peer,
            first / peer,
            peakMegabytes(ProcessHandle.current().pid()));
      }
    } finally {
      delete(work);
    }
  }

  private static void program(DovecotServer server, String program, Path profile) throws Exception {
    String incoming = "imap://alice@localhost:" + server.imapPort() + "?tls=none";
    List<String> add =
        List.of(
            "account add --no-check --password-env BENCHMARK"
                .concat(" --outgoing smtp://alice@localhost:25?tls=none")
                .split(" "));
    List<String> account = new ArrayList<>(List.of(program, "--profile", profile.toString()));
    account.addAll(add);
    account.addAll(List.of("--email", "alice@example.test", "--incoming", incoming));
    run("account", account);
    for (String what : List.of("first", "again", "again")) {
      run(what, List.of(program, "--profile", profile.toString(), "sync", "--json"));
    }
  }

  private static void run(String what, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("BENCHMARK", "secret");
    long begin = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakMegabytes(process.pid()));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f s, status %d, peak RSS %d MB%n",
        what,
        seconds,
        process.exitValue(),
        peak);
  }

  private static double sync(SyncBench bench, String what) {
    long begin = System.nanoTime();
    long cpu = cpuNanos();
    Report report = bench.syncWell();
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = (cpuNanos() - cpu) / 1e9;
    int added = report.mailboxes().stream().mapToInt(MailboxReport::added).sum();
    int quarantined = report.mailboxes().stream().mapToInt(MailboxReport::quarantined).sum();
    System.out.printf(
        Locale.ROOT,
        "%s: %.3f s (CPU %.3f s), %d added, %d quarantined, %d round trips%n",
        what,
        seconds,
        cpuSeconds,
        added,
        quarantined,
        report.roundTrips());
    return seconds;
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /// Puts messages into alice's INBOX before the server looks at it.
  ///
  /// @param octetsOf receives them by Message-ID; may be null
  static long fill(DovecotServer server, int messages, int meanOctets, Map<String, byte[]> octetsOf)
      throws IOException {
    Path inbox = Files.createDirectories(server.maildir("alice"));
    for (String each : List.of("cur", "new", "tmp")) {
      Files.createDirectories(inbox.resolve(each));
    }
    Random random = new Random(7);
    long octets = 0;
    for (int n = 1; n <= messages; n++) {
      byte[] message = message(random, n, meanOctets);
      octets += message.length;
      if (octetsOf != null) {
        octetsOf.put("bench." + n + "@example.test", message);
      }
      Path file =
          inbox.resolve(
              "cur/%d.M%dP1.bench,S=%d,W=%d:2,%s"
                  .formatted(
                      1_700_000_000L + n,
                      n,
                      message.length,
                      message.length,
                      n % 3 == 0 ? "" : "S"));
      Files.write(file, message);
    }
    open(inbox);
    return octets;
  }

  /// Dovecot may run as another user.
  private static void open(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes a)
              throws IOException {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes a) throws IOException {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-rw-rw-"));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static byte[] message(Random random, int n, int meanOctets) {
    StringBuilder text = new StringBuilder();
    text.append("Return-Path: <person")
        .append(n % 500)
        .append("@example.test>\r\n")
        .append("Received: from mx.example.test by mail.example.test; Thu, 1 Jan 2026 10:00:00")
        .append(" +0000\r\n")
        .append("From: Person ")
        .append(n % 500)
        .append(" <person")
        .append(n % 500)
        .append("@example.test>\r\n")
        .append("To: Alice <alice@example.test>\r\n")
        .append("Subject: ");
    words(random, text, 6);
    text.append("\r\nMessage-ID: <bench.").append(n).append("@example.test>\r\n");
    if (n % 4 != 0) {
      text.append("In-Reply-To: <bench.").append(n - n % 4).append("@example.test>\r\n");
    }
    text.append("Date: Thu, 1 Jan 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
    // Most mail is short (the median is a fifth of the mean); 8 % carries a file, few a large one.
    int size = (int) (meanOctets / 5.0 * Math.min(20, Math.exp(random.nextGaussian() * 0.8))) + 100;
    if (random.nextDouble() < 0.92) {
      body(random, text, n, size);
    } else {
      text.append("Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n");
      body(random, text, n, size);
      text.append("\r\n--b\r\nContent-Type: application/pdf; name=\"file")
          .append(n)
          .append(".pdf\"\r\nContent-Transfer-Encoding: base64\r\n")
          .append("Content-Disposition: attachment; filename=\"file")
          .append(n)
          .append(".pdf\"\r\n\r\n");
      long wanted = (long) Math.min(100.0 * meanOctets, -8.5 * meanOctets * ln(random));
      byte[] octets = new byte[57];
      for (long i = 0; i < wanted; i += 78) {
        random.nextBytes(octets);
        text.append(Base64.getEncoder().encodeToString(octets)).append("\r\n");
      }
      text.append("\r\n--b--\r\n");
    }
    return text.toString().getBytes(n % 10 == 9 ? ISO_8859_1 : UTF_8);
  }

  private static double ln(Random random) {
    return Math.log(1 - random.nextDouble());
  }

  /// A text with its header fields: plain, in two charsets, or HTML beside plain.
  private static void body(Random random, StringBuilder text, int n, int octets) {
    String charset = n % 10 == 9 ? "iso-8859-1" : "utf-8";
    String plain = "Content-Type: text/plain; charset=" + charset + "\r\n";
    String accents = n % 5 == 4 ? "ma\u00f1ana reuni\u00f3n \u00e9t\u00e9\r\n" : "";
    if (n % 5 != 0) {
      text.append(plain).append("Content-Transfer-Encoding: 8bit\r\n\r\n").append(accents);
      lines(random, text, octets);
      return;
    }
    text.append("Content-Type: multipart/alternative; boundary=\"a\"\r\n\r\n--a\r\n")
        .append(plain)
        .append("\r\n");
    lines(random, text, octets / 3);
    text.append("\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>");
    lines(random, text, octets / 2);
    text.append("</p></body></html>\r\n--a--\r\n");
  }

  private static void lines(Random random, StringBuilder text, int octets) {
    int end = text.length() + octets;
    while (text.length() < end) {
      words(random, text, 11);
      text.append("\r\n");
    }
  }

  private static void words(Random random, StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      // Few words are frequent, most are rare, as in real text.
      double x = random.nextDouble();
      text.append(i == 0 ? "" : " ").append(WORDS[(int) (x * x * x * WORDS.length)]);
    }
  }

  private static String[] words() {
    Random random = new Random(3);
    String[] words = new String[20_000];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      int length = 2 + random.nextInt(9);
      for (int j = 0; j < length; j++) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    return words;
  }

  private static double mbsync(DovecotServer server, Path target) throws Exception {
    Files.createDirectories(target);
    Path configuration = target.resolve("mbsyncrc");
    Files.writeString(
        configuration,
        """
        FSync no
        IMAPAccount bench
        Host localhost
        Port %d
        User alice
        Pass secret
        SSLType None
        PipelineDepth 50
        AuthMechs LOGIN

        IMAPStore far
        Account bench

        MaildirStore near
        Path %s/mail/
        Inbox %s/mail/INBOX

        Channel bench
        Far :far:
        Near :near:
        Patterns INBOX
        Sync Pull
        Create Near
        SyncState *
        """
            .formatted(server.imapPort(), target, target));
    Files.createDirectories(target.resolve("mail"));
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder("mbsync", "-q", "-c", configuration.toString(), "bench")
            .inheritIO()
            .start();
    int status = process.waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "mbsync: %.2f s, status %d%n", seconds, status);
    return seconds;
  }

  private static long peakMegabytes(long process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
    } catch (IOException e) {
      // It ended a moment ago.
    }
    return 0;
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes a) throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
