package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.model.OfflineLimits;
import app.paloma.store.Store;
import app.paloma.testing.DovecotServer;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `show` fetches, and what it does when the disk did not keep what was fetched.
@Tag("server")
class ShowFromServerTest {
  private static final int FILE = 400_000;

  @TempDir Path directory;
  private Path profile;
  private DovecotServer server;

  @BeforeEach
  void account() throws Exception {
    System.setProperty("paloma.keyring", "off");
    profile = directory.resolve("profile");
    server = DovecotServer.start();
    CommandLineRun.addAccount(
        profile, "alice@example.test", "imap://alice@localhost:" + server.imapPort() + "?tls=none");
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private CommandLineRun done(String... arguments) {
    CommandLineRun run = CommandLineRun.of(profile, arguments);
    assertThat(run.status).as(String.join(" ", arguments) + ": " + run.error).isZero();
    return run;
  }

  private static byte[] withFile() {
    return ("""
    From: bob@example.test
    Subject: with a file
    Message-ID: <file@example.test>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain; charset=utf-8

    Two lines to read,
    la segunda en español.
    --b
    Content-Type: application/octet-stream
    Content-Disposition: attachment; filename=film.bin
    Content-Transfer-Encoding: base64

    """
            + ("QUJD".repeat(19) + "\n").repeat(FILE / 77)
            + "--b--\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void keepHeadersOnly() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      store
          .preferences()
          .put(
              OfflineLimits.key(store.accounts().list().getFirst().id()),
              new OfflineLimits(true, 0, 0).toText());
    }
  }

  private long stored(long id) {
    try (Store store = Store.open(profile, Store.Mode.READ_ONLY, Clock.systemUTC())) {
      return store.contents().extent(new MessageId(id)).orElseThrow().stored();
    }
  }

  private long onlyId(String mailbox) {
    Map<String, Object> row = done("list", mailbox, "--json").rows().getFirst();
    return ((Number) row.get("id")).longValue();
  }

  @Test
  void theTextAloneIsFetchedToBeShown() throws Exception {
    server.deliver("alice", "INBOX", withFile());
    keepHeadersOnly();
    done("sync");
    long id = onlyId("INBOX");
    String text = done("show", "" + id, "--text").text();
    assertThat(text.lines()).containsExactly("Two lines to read,", "la segunda en español.");
    assertThat(stored(id)).isLessThan(2_000);
    assertThat(done("show", "" + id, "--raw").octets).endsWith(withFile());
  }

  @Test
  void whatWasPutAsideComesBackWithTheNextSync() throws Exception {
    server.deliver("alice", "INBOX", withFile());
    done("sync");
    long id = onlyId("INBOX");
    done("flag", "" + id, "--add", "seen");
    done("sync");
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      store
          .attention()
          .snooze(List.of(new MessageId(id)), Clock.systemUTC().instant().minusSeconds(1));
    }
    assertThat(done("list", "INBOX", "--json").rows()).isEmpty();
    done("sync");
    assertThat(done("list", "INBOX", "--json").rows())
        .singleElement()
        .satisfies(row -> assertThat(row.toString()).doesNotContain("seen"));
    assertThat(done("search", "is:snoozed", "--json").rows().getLast()).containsEntry("hits", 0L);
  }

  @Test
  void theTextIsThereOffLineOnceItWasRead() throws Exception {
    server.deliver("alice", "INBOX", withFile());
    keepHeadersOnly();
    done("sync");
    long id = onlyId("INBOX");
    String text = done("show", "" + id, "--text").text();
    stop();
    assertThat(done("show", "" + id, "--text").text()).isEqualTo(text);
    assertThat(CommandLineRun.of(profile, "show", "" + id, "--raw").status).isEqualTo(3);
  }

  @Test
  void whatTheDiskDidNotKeepIsFetchedAgain() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.deliver(
          "alice",
          "INBOX",
          ("From: bob@example.test\r\nSubject: " + i + "\r\n\r\nas it was written " + i + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
    done("sync");
    long id = onlyId("INBOX");
    byte[] before = done("show", "" + id, "--raw").octets;
    try (RandomAccessFile pack =
        new RandomAccessFile(profile.resolve("paloma-1.pack").toFile(), "rw")) {
      byte[] all = new byte[(int) pack.length()];
      pack.readFully(all);
      for (int i = 0; i < all.length; i++) {
        all[i] = all[i] == 'w' ? (byte) 'v' : all[i];
      }
      pack.seek(0);
      pack.write(all);
    }
    CommandLineRun again = done("show", "" + id, "--raw");
    assertThat(again.octets).isEqualTo(before);
    assertThat(again.error).isEmpty();
    done("check");
    done("sync");
    for (Map<String, Object> row : done("list", "INBOX", "--json").rows()) {
      assertThat(done("show", "" + row.get("id"), "--text").text()).contains("as it was written");
    }
    assertThat(done("check").text()).doesNotContain("damaged");
  }
}
