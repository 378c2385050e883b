package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is subscribed stays subscribed, so that new mail comes, whatever is done to mailboxes here.
/// Cyrus, Courier and Dovecot keep subscriptions by name: RENAME does not move them.
class SubscriptionTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;
  private int messages;

  @BeforeEach
  void open() {
    server = new FakeImapServer("UIDPLUS", "MOVE");
    server.create("Work", "");
    server.create("Work/Plans", "");
    server.create("Work/Plans/Old", "");
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private void newMailComes(String mailbox) {
    int before = bench.messages(mailbox).size();
    server.mailbox(mailbox).add(SyncBench.message(++messages), Set.of());
    bench.syncWell();
    assertThat(bench.messages(mailbox)).as(mailbox).hasSize(before + 1);
  }

  @Test
  void whatIsBelowARenamedMailboxStaysSubscribed() {
    server.subscriptions.remove("Work/Plans/Old");
    bench.syncWell();
    bench.store.actions().renameMailbox(bench.mailbox("Work").id(), "Play");
    bench.syncWell();
    bench.syncWell();
    newMailComes("Play");
    newMailComes("Play/Plans");
    assertThat(server.subscriptions)
        .contains("Play", "Play/Plans")
        .doesNotContain("Play/Plans/Old", "Work", "Work/Plans");
  }

  @Test
  void aMailboxThatIsRenamedTwiceBeforeItIsPushedTakesThoseBelowItAlong() {
    bench.syncWell();
    bench.store.actions().renameMailbox(bench.mailbox("Work").id(), "Play");
    bench.store.actions().renameMailbox(bench.mailbox("Play").id(), "Rest");
    bench.syncWell();
    newMailComes("Rest/Plans/Old");
    assertThat(server.subscriptions).noneMatch(name -> name.matches("(Work|Play).*"));
  }

  /// Where nothing is subscribed everything is shown; the first subscription would hide the rest.
  @Test
  void aNewMailboxHidesNoOtherWhereNothingIsSubscribed() {
    server.subscriptions.clear();
    bench.syncWell();
    bench.store.actions().createMailbox(bench.account.id(), "Fresh");
    bench.store.actions().renameMailbox(bench.mailbox("Sent").id(), "Sent mail");
    bench.syncWell();
    newMailComes("Work");
    newMailComes("Fresh");
    newMailComes("Sent mail");
  }

  @Test
  void oneMailboxCanBeHiddenWhereNothingIsSubscribed() {
    server.subscriptions.clear();
    bench.syncWell();
    bench.store.actions().subscribe(bench.mailbox("Work/Plans").id(), false);
    bench.syncWell();
    newMailComes("Work");
    newMailComes("Work/Plans/Old");
    assertThat(bench.mailbox("Work/Plans").subscribed()).isFalse();
  }
}
