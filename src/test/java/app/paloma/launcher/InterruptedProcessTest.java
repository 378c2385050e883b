package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DovecotServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM to the real program in the middle of its work: it ends soon, and what it kept is whole.
@Tag("server")
class InterruptedProcessTest {
  private static final int MESSAGES = 1500;
  private static DovecotServer dovecot;

  @TempDir Path directory;
  private Path profile;

  @BeforeAll
  static void server() throws Exception {
    System.setProperty("paloma.keyring", "off");
    dovecot = DovecotServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (dovecot != null) {
      dovecot.close();
    }
  }

  @BeforeEach
  void account() throws Exception {
    profile = directory.resolve("profile");
    Path ca = directory.resolve("ca.pem");
    Files.writeString(ca, dovecot.caPem());
  }

  private void add(String user) {
    CommandLineRun.addAccount(
        profile,
        user + "@example.test",
        dovecot.imapUrl(user),
        "--ca",
        directory.resolve("ca.pem").toString());
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpaloma.keyring=off",
                "-cp",
                System.getProperty("java.class.path"),
                "app.paloma.launcher.Main",
                "--profile",
                profile.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(directory.resolve("stderr").toFile()).start();
  }

  private static byte[] message(int number) {
    return ("From: bob@example.test\r\nTo: x@example.test\r\nSubject: number "
            + number
            + "\r\nMessage-ID: <n"
            + number
            + "@example.test>\r\n\r\n"
            + "words ".repeat(2000)
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String stderr() throws IOException {
    return Files.readString(directory.resolve("stderr"));
  }

  @Test
  void watchTellsOfMailAndEndsSoon() throws Exception {
    add("alice");
    Process watch = start("watch", "--json");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 200 && !stderr().contains("watching alice"); i++) {
        Thread.sleep(100);
      }
      dovecot.deliver("alice", "INBOX", message(1));
      assertThat(lines.readLine()).contains("\"event\":\"added\"").contains("number 1");
      long start = System.nanoTime();
      watch.destroy();
      assertThat(watch.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      assertThat(stderr()).doesNotContain("\tat ");
    } finally {
      watch.destroyForcibly();
    }
  }

  @Test
  void aSyncThatWasInterruptedGoesOnWhereItWas() throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      dovecot.deliver("bob", "INBOX", message(i));
    }
    add("bob");
    for (int delay : new int[] {900, 1400, 1900}) {
      Process sync = start("sync", "--json");
      Thread.sleep(delay);
      long start = System.nanoTime();
      sync.destroy();
      assertThat(sync.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - start).isLessThan(6_000_000_000L);
      assertThat(stderr()).doesNotContain("\tat ");
    }
    assertThat(CommandLineRun.of(profile, "sync", "--json").status).isZero();
    assertThat(CommandLineRun.of(profile, "list", "INBOX", "--json").rows())
        .extracting(row -> row.get("subject"))
        .doesNotHaveDuplicates()
        .hasSize(MESSAGES);
    assertThat(CommandLineRun.of(profile, "check").text()).doesNotContain("FAILED");
  }
}
