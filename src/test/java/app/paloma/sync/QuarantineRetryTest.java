package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What could not be taken in is asked for again by itself, and seldom.
class QuarantineRetryTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = FakeImapServer.holding(20);
    server.inbox().messages.get(7L).flags.add("\\Flagged");
    server.habit =
        line ->
            line.contains("UID 7 ") && line.contains("BODY[")
                ? line.replaceFirst("FLAGS \\(", "FLAGS (((")
                : line;
    start();
  }

  private void start() {
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    server.commands.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  /// As if the last try had been then, by that version.
  private void lastTried(String when) throws Exception {
    bench.close();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE message SET " + when + " WHERE body_state = 3"))
          .isEqualTo(1);
    }
  }

  private void mend() {
    server.habit = line -> line;
  }

  private MessageSummary seventh() {
    return bench.store.messages().get(bench.id("INBOX", 7)).orElseThrow();
  }

  private long asked() {
    return server.count(c -> c.startsWith("UID FETCH") && c.contains("BODY.PEEK"));
  }

  private void whole() {
    ImapSyncTest.assertSame(bench, server, "INBOX");
    assertThat(seventh().bodyState()).isEqualTo(BodyState.COMPLETE);
    assertThat(seventh().subject()).isEqualTo("Message number 7");
    assertThat(seventh().from().email()).isEqualTo("ana@example.test");
    assertThat(seventh().flags().isFlagged()).isTrue();
    assertThat(bench.messages("INBOX")).hasSize(20);
    assertThat(bench.store.messages().quarantineReason(seventh().id())).isEmpty();
  }

  @Test
  void untilThenItIsSeenAndNothingIsAsked() {
    assertThat(seventh().bodyState()).isEqualTo(BodyState.QUARANTINED);
    mend();
    bench.syncWell();
    assertThat(server.count(c -> c.contains("BODY.PEEK"))).isZero();
    server.commands.clear();
    assertThat(bench.syncWell().roundTrips()).as("nothing is new").isLessThanOrEqualTo(3);
    assertThat(asked()).isZero();
    assertThat(seventh().bodyState()).isEqualTo(BodyState.QUARANTINED);
  }

  @Test
  void aDayLaterItIsAskedForAgain() throws Exception {
    MessageId id = bench.id("INBOX", 7);
    lastTried("tried = tried - 86400000");
    mend();
    start();
    whole();
    assertThat(seventh().id()).as("somebody may have it open").isEqualTo(id);
  }

  @Test
  void anotherVersionAsksAgain() throws Exception {
    lastTried("tried_by = '0.1'");
    mend();
    start();
    whole();
  }

  @Test
  void whatStaysBadIsAskedForOnceADay() throws Exception {
    lastTried("tried = tried - 86400000");
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    long once = asked();
    assertThat(once).isPositive();
    bench.syncWell();
    bench.syncWell();
    assertThat(asked()).isEqualTo(once);
    assertThat(seventh().bodyState()).isEqualTo(BodyState.QUARANTINED);
    assertThat(bench.messages("INBOX")).hasSize(20);
  }

  /// The server dies over the first of two; the second is mended.
  @Test
  void oneThatEndsTheConnectionKeepsNoOther() throws Exception {
    server.habit =
        line ->
            line.matches(".*UID (7|9|11) .*BODY\\[.*")
                ? line.replaceFirst("FLAGS \\(", "FLAGS (((")
                : line;
    bench.close();
    bench = new SyncBench(profile.resolve("more"), server.port());
    bench.syncWell();
    assertThat(bench.messages("INBOX"))
        .filteredOn(m -> m.bodyState() == BodyState.QUARANTINED)
        .hasSize(3);
    bench.close();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("more/paloma.db"));
        Statement statement = database.createStatement()) {
      statement.executeUpdate("UPDATE message SET tried = 0");
    }
    server.habit = line -> line.matches(".*UID 9 .*BODY\\[.*") ? "* BYE dying\r\n" : line;
    bench = new SyncBench(profile.resolve("more"), server.port());
    bench.sync();
    assertThat(bench.messages("INBOX"))
        .filteredOn(m -> m.bodyState() == BodyState.QUARANTINED)
        .extracting(MessageSummary::uid)
        .isEqualTo(List.of(9L));
    assertThat(bench.syncWell().connections()).isEqualTo(1);
  }

  /// It comes with all that it lacked.
  @Test
  void whoOpensItHasItAsAnyOther() throws Exception {
    MessageId id = bench.id("INBOX", 7);
    mend();
    bench.engine.fetchBody(id);
    assertThat(seventh().id()).isEqualTo(id);
    whole();
  }
}
