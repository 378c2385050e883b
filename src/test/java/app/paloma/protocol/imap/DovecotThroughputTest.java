package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.protocol.imap.types.*;
import app.paloma.testing.DovecotServer;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How fast a mailbox comes through from a real Dovecot; prints the figure.
@Tag("slow")
@Tag("server")
class DovecotThroughputTest {
  private static final int MESSAGES = 6_000;

  @Test
  void wholeMailbox() throws Exception {
    try (DovecotServer server = DovecotServer.start()) {
      Path files = Files.createTempDirectory("paloma-throughput").resolve("box");
      long octets = 0;
      Random random = new Random(5);
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < 9; i++) {
        line.append("words of text ");
      }
      ByteArrayOutputStream mbox = new ByteArrayOutputStream();
      for (int i = 0; i < MESSAGES; i++) {
        mbox.writeBytes(
            ("From x@y Thu Jan  1 00:00:00 2026\nFrom: a@example.test\nSubject: " + i + "\n\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int k = 40 + random.nextInt(160); k > 0; k--) {
          mbox.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        mbox.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
      }
      Files.write(files, mbox.toByteArray());
      Files.getFileAttributeView(
              files.getParent(), java.nio.file.attribute.PosixFileAttributeView.class)
          .setPermissions(java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.getFileAttributeView(files, java.nio.file.attribute.PosixFileAttributeView.class)
          .setPermissions(java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
      server.doveadm(
          "import", "-u", "alice", "mbox:" + files.getParent() + ":INBOX=" + files, "", "all");
      for (int round = 0; round < 3; round++) {
        try (ImapClient client =
            Clients.open(
                server.imapUrl("alice"), server.caPem(), Clients.OPTIONS, ImapListener.NONE)) {
          long began = System.nanoTime();
          long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
          SelectResult selected = client.select(MailboxName.INBOX, Optional.empty());
          long[] sum = new long[2];
          ArrayDeque<PendingFetch> flight = new ArrayDeque<>();
          for (UidSet batch : client.uidSearchAll().batches(500)) {
            flight.add(
                client.startFetch(
                    batch,
                    FetchRequest.of(FetchAttribute.FLAGS, FetchAttribute.INTERNALDATE)
                        .with(Section.whole()),
                    data -> {
                      sum[0]++;
                      sum[1] += data.octets("").orElseThrow().length;
                    }));
            if (flight.size() > 3) {
              flight.poll().await();
            }
          }
          while (!flight.isEmpty()) {
            flight.poll().await();
          }
          double seconds = (System.nanoTime() - began) / 1e9;
          octets = sum[1];
          assertThat(sum[0]).isEqualTo(selected.exists());
          System.out.printf(
              Locale.ROOT,
              "%d messages, %.0f MB in %.2f s: %.0f MB/s (this side busy %.2f s), %d round trips%n",
              sum[0],
              octets / 1e6,
              seconds,
              octets / 1e6 / seconds,
              (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - busy) / 1e9,
              client.roundTripsAfterAuthentication());
        }
      }
      assertThat(octets).isPositive();
    }
  }
}
