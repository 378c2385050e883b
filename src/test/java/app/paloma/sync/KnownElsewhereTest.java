package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageSummary.BodyState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Large messages that come a second time, in another mailbox.
class KnownElsewhereTest {
  private static final byte[] LARGE = SyncBench.message(1, 700_000);

  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = new FakeImapServer();
    server.inbox().add(LARGE, Set.of());
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    assertThat(rangesAsked()).isPositive();
    server.commands.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  /// Ranges behind the beginnings.
  private long rangesAsked() {
    return server.count(c -> c.matches("UID FETCH .*BODY.PEEK\\[\\]<[1-9].*"));
  }

  private void theArchiveHas(byte[] octets) {
    assertThat(bench.messages("Archive"))
        .singleElement()
        .matches(m -> m.bodyState() == BodyState.COMPLETE)
        .satisfies(m -> assertThat(bench.octets(m.id())).isEqualTo(octets))
        .satisfies(m -> assertThat(m.size()).isEqualTo(octets.length));
  }

  /// Another client copies it, or moves it behind the synchronization that has seen its old place.
  @Test
  void theRestOfWhatIsHereIsNotFetchedAgain() {
    server.mailbox("Archive").add(LARGE, Set.of());
    bench.syncWell();
    theArchiveHas(LARGE);
    assertThat(rangesAsked()).isZero();
    server.inbox().remove(1);
    bench.syncWell();
    theArchiveHas(LARGE);
    assertThat(bench.messages("INBOX")).isEmpty();
    ImapSyncTest.assertSame(bench, server, "Archive");
  }

  /// Another Message-ID, another size, another text under both.
  @ParameterizedTest
  @ValueSource(strings = {"<m1@>", "longer", "Line 3 "})
  void whatOnlyLooksAlikeIsFetched(String difference) {
    String text = new String(LARGE, StandardCharsets.US_ASCII);
    String other =
        switch (difference) {
          case "<m1@>" -> text.replace("<m1@", "<m2@");
          case "longer" -> text + "And a line more.\r\n";
          default -> text.replace("Line 3 ", "Lime 3 ");
        };
    byte[] octets = other.getBytes(StandardCharsets.US_ASCII);
    server.mailbox("Archive").add(octets, Set.of());
    bench.syncWell();
    theArchiveHas(octets);
    assertThat(rangesAsked()).isPositive();
  }

  /// Some programs give all their messages the same Message-ID: one was shown with the text of
  /// another.
  @Test
  void whatHasTheMessageIdOfTwoThatAreHereIsFetched() {
    byte[][] alike = new byte[3][];
    for (int i = 0; i < alike.length; i++) {
      alike[i] =
          new String(SyncBench.message(7), StandardCharsets.US_ASCII)
              .replace("number 7", "number " + i)
              .replace("Line 1 of", "Line " + i + " of")
              .getBytes(StandardCharsets.US_ASCII);
    }
    server.inbox().add(alike[0], Set.of());
    server.inbox().add(alike[1], Set.of());
    server.mailbox("Archive");
    bench.syncWell();
    server.inbox().remove(2);
    server.mailbox("Archive").add(alike[2], Set.of());
    bench.syncWell();
    theArchiveHas(alike[2]);
    assertThat(bench.messages("INBOX")).hasSize(2);
  }
}
