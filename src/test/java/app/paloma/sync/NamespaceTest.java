package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Courier and Cyrus: all mailboxes of a person are below INBOX, and other names are refused.
class NamespaceTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = new FakeImapServer("NAMESPACE", "UIDPLUS", "MOVE");
    server.mailboxes.keySet().removeIf(name -> !name.equals("INBOX"));
    server.create("INBOX/Sent", "");
    server.create("INBOX/Trash", "");
    server.habit =
        line ->
            line.startsWith("* NAMESPACE")
                ? "* NAMESPACE ((\"INBOX/\" \"/\")) NIL ((\"shared/\" \"/\"))"
                : line;
    server.refuse(
        command -> command.matches("(CREATE|RENAME .*) (?!INBOX/)\\S+.*"),
        "NO Invalid mailbox name");
    for (int n = 1; n <= 5; n++) {
      server.inbox().add(SyncBench.message(n), Set.of());
    }
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  @Test
  void aNewMailboxIsMadeBelowThePrefix() {
    var ids = bench.messages("INBOX").stream().map(MessageSummary::id).limit(2).toList();
    var made = bench.store.actions().createMailbox(bench.account.id(), "Work");
    bench.store.actions().move(ids, made.id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("INBOX/Work").messages).hasSize(2);
    assertThat(bench.store.mailboxes().get(made.id()).orElseThrow().name()).isEqualTo("INBOX/Work");
    assertThat(bench.store.mailboxes().find(bench.account.id(), "Work")).isEmpty();
    assertThat(bench.messages("INBOX/Work")).hasSize(2);
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();

    bench.store.actions().renameMailbox(made.id(), "Play");
    bench.syncWell();
    assertThat(server.mailbox("INBOX/Play").messages).hasSize(2);
    assertThat(bench.messages("INBOX/Play")).hasSize(2);
  }

  @Test
  void theArchiveThatIsMissingIsMadeThere() {
    bench
        .store
        .actions()
        .archive(bench.messages("INBOX").stream().map(MessageSummary::id).limit(1).toList());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("INBOX/Archive").messages).hasSize(1);
    assertThat(bench.store.mailboxes().byRole(bench.account.id(), MailboxRole.ARCHIVE))
        .get()
        .satisfies(archive -> assertThat(archive.name()).isEqualTo("INBOX/Archive"));
  }

  @Test
  void aNameThatIsTakenIsToldAndItsMailGoesHome() {
    var ids = bench.messages("INBOX").stream().map(MessageSummary::id).limit(1).toList();
    var made = bench.store.actions().createMailbox(bench.account.id(), "Trash");
    bench.store.actions().move(ids, made.id());
    bench.syncWell();
    bench.syncWell();
    assertThat(server.inbox().messages).hasSize(5);
    assertThat(bench.messages("INBOX")).hasSize(5);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 5)).isNotEmpty();
  }
}
