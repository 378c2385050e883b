package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageSummary.BodyState;
import app.paloma.sync.FakeMailbox.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fewer octets come than the server said. Whether they are the message or a piece of it, it is
/// asked once.
class ShortMessagesTest {
  private static final int UID = 21;

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(20);
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private static byte[] multipart() {
    return """
    Subject: two parts
    Message-ID: <two@example.test>
    Content-Type: multipart/mixed;
     charset="x"; boundary="=_of two"

    --=_of two

    %s
    --=_of two
    Content-Type: application/octet-stream

    %s
    --=_of two--
    """
        .formatted("first\n".repeat(100), "second\n".repeat(40))
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// The first answer about the message holds `kept` octets, and all later ones the truth.
  private void tear(byte[] whole, int kept) {
    server.inbox().add(Arrays.copyOf(whole, kept), Set.of());
    server.habit =
        line -> {
          if (!line.contains("UID " + UID + " ")) {
            return line;
          }
          if (line.contains("BODY[]<0>")) {
            Message torn = server.inbox().messages.get((long) UID);
            server.inbox().messages.put((long) UID, new Message(UID, whole, Set.of(), torn.modSeq));
          }
          return line.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE " + whole.length);
        };
  }

  private void whole() {
    ImapSyncTest.assertSame(bench, server, "INBOX");
    assertThat(bench.messages("INBOX"))
        .hasSize(21)
        .allMatch(m -> m.bodyState() == BodyState.COMPLETE);
    server.commands.clear();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isZero();
  }

  @Test
  void theEndOfAMultipartIsFetched() {
    byte[] whole = multipart();
    tear(whole, whole.length - 12);
    bench.syncWell();
    whole();
  }

  @Test
  void muchThatIsMissingIsFetched() {
    byte[] whole = SyncBench.message(21, 50_000);
    tear(whole, 30_000);
    bench.syncWell();
    whole();
  }

  /// More than comes at once.
  @Test
  void veryMuchThatIsMissingIsFetched() {
    byte[] whole = SyncBench.message(21, 5_000_000);
    tear(whole, 30_000);
    bench.syncWell();
    whole();
  }

  /// Exchange tells estimates, and some mail has no end.
  @ParameterizedTest
  @ValueSource(ints = {1, 300, 5_000, 90_000_000})
  void whereNothingMoreComesItIsTheMessage(int more) {
    byte[] whole = multipart();
    server.inbox().add(Arrays.copyOf(whole, whole.length - 12), Set.of());
    server.habit =
        line ->
            line.contains("RFC822.SIZE ")
                ? line.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE " + (3_000 + more))
                : line;
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK[]"))).as("once each").isLessThan(24);
    whole();
  }

  @ParameterizedTest
  @EnumSource
  void whateverItDoesWithRangesNothingIsThereTwice(FakeImapServer.Ranges ranges) {
    server.ranges = ranges;
    server.inbox().add(SyncBench.message(22, 400), Set.of());
    server.habit = line -> line.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 9000");
    if (ranges != FakeImapServer.Ranges.ENDLESS) {
      bench.syncWell();
      whole();
    }
  }
}
