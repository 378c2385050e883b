package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DovecotServer;
import app.paloma.testing.PeerProcess;
import app.paloma.testing.PostfixServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A thousand messages (or as many as the first argument says) on one connection, beside the load
/// generator that comes with Postfix, which keeps no record of what it sends. Not a test: run
/// `main`, on a machine that does nothing else. With `-Dpaloma.program=target/paloma/bin/paloma`
/// that program sends them, its start included.
final class SendingBenchmark {
  private static final int ROUNDS = 5;

  private SendingBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    Path directory = Files.createTempDirectory("paloma-benchmark");
    try (DovecotServer dovecot = DovecotServer.start();
        PostfixServer postfix = PostfixServer.start(dovecot, "virtual_transport = discard:")) {
      double ours = Double.MAX_VALUE;
      double theirs = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        double source = smtpSource(postfix, messages);
        double paloma = paloma(postfix, directory.resolve("round" + round), messages);
        System.out.printf("smtp-source %.2f s, Paloma %.2f s%n", source, paloma);
        theirs = Math.min(theirs, source);
        ours = Math.min(ours, paloma);
      }
      System.out.printf(
          "%d messages of 4 KB: smtp-source %.2f s, Paloma %.2f s, ratio %.2f%n",
          messages, theirs, ours, ours / theirs);
    }
  }

  private static double smtpSource(PostfixServer postfix, int messages) throws Exception {
    return PeerProcess.seconds(
        List.of(
            "smtp-source",
            "-d",
            "-s",
            "1",
            "-m",
            Integer.toString(messages),
            "-l",
            "4096",
            "-f",
            "alice@example.test",
            "-t",
            "bob@example.test",
            "127.0.0.1:" + postfix.smtpPort()));
  }

  private static double paloma(PostfixServer postfix, Path profile, int messages) throws Exception {
    Files.createDirectories(profile);
    String message =
        "From: alice@example.test\nTo: bob@example.test\nSubject: speed\n\n"
            + "A line of 64 octets, one of sixty that make four kilobytes....\n".repeat(62);
    String url = "smtp://localhost:" + postfix.smtpPort() + "?tls=none&auth=none";
    String program = System.getProperty("paloma.program");
    double seconds = 0;
    try (OutboxFixture fixture = OutboxFixture.plain(profile, url)) {
      for (int i = 0; i < messages; i++) {
        fixture.enqueue(message);
      }
      if (program == null) {
        long begun = System.nanoTime();
        List<?> results = fixture.outbox.flush(e -> {});
        seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(results).hasSize(messages);
      }
    }
    if (program != null) {
      seconds =
          PeerProcess.seconds(
              List.of(program, "--profile", profile.toString(), "outbox", "flush", "--json"));
    }
    try (OutboxFixture fixture = OutboxFixture.plain(profile, url)) {
      assertThat(fixture.store.outbox().list()).isEmpty();
      assertThat(fixture.inSent()).isEqualTo(messages);
    }
    return seconds;
  }
}
