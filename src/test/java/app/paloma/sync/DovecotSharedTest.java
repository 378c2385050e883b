package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MessageId;
import app.paloma.model.RefusalReason;
import app.paloma.testing.DovecotServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mailboxes of another user, with rights of several kinds (RFC 4314), on a real server.
@Tag("server")
class DovecotSharedTest {
  private static final String ACL =
      """
      mail_plugins = acl
      protocol imap {
        mail_plugins = acl imap_acl
      }
      namespace others {
        type = shared
        prefix = shared/%%u/
        separator = /
        location = maildir:%%h
        subscriptions = no
        list = children
      }
      plugin {
        acl = vfile
        acl_shared_dict = file:%h/../shared-mailboxes
      }
      """;

  @TempDir Path profile;
  private DovecotServer server;
  private SyncBench bench;

  @BeforeEach
  void open() throws Exception {
    server = DovecotServer.start(ACL);
    for (String name : List.of("Notices", "Team")) {
      server.doveadm("mailbox", "create", "-u", "bob", name);
      for (int n = 1; n <= 3; n++) {
        server.deliver("bob", name, SyncBench.message(n));
      }
    }
    server.doveadm("acl", "set", "-u", "bob", "Notices", "user=alice", "lookup", "read");
    server.doveadm(
        "acl",
        "set",
        "-u",
        "bob",
        "Team",
        "user=alice",
        "lookup",
        "read",
        "insert",
        "post",
        "write",
        "write-seen");
    bench = new SyncBench(profile, server.imapPort());
    bench.syncWell();
  }

  @AfterEach
  void close() throws Exception {
    if (bench != null) {
      bench.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Mailbox shown(String name) {
    bench.store.actions().subscribe(bench.mailbox(name).id(), true);
    bench.syncWell();
    bench.syncWell();
    return bench.mailbox(name);
  }

  @Test
  void whoseTheyAreAndWhatMayBeDoneThereIsKnown() throws Exception {
    assertThat(bench.mailbox("INBOX").holder()).isEqualTo(MailboxHolder.PERSONAL);
    assertThat(bench.mailbox("INBOX").mayRemove()).isTrue();
    Mailbox notices = shown("shared/bob/Notices");
    assertThat(notices.holder()).isEqualTo(MailboxHolder.OTHER_USERS);
    assertThat(notices.isLocked()).isTrue();
    assertThat(notices.mayInsert() || notices.mayMarkRead()).isFalse();
    assertThat(bench.messages("shared/bob/Notices")).hasSize(3);
    Mailbox team = shown("shared/bob/Team");
    assertThat(team.isLocked()).isFalse();
    assertThat(team.mayInsert() && team.mayFlag() && team.mayMarkRead()).isTrue();
    assertThat(team.mayRemove() || team.rights().mayDelete()).isFalse();

    server.doveadm("acl", "set", "-u", "bob", "Team", "user=alice", "lookup", "read");
    bench.syncWell();
    assertThat(bench.mailbox("shared/bob/Team").mayFlag()).isFalse();
  }

  @Test
  void whatIsRefusedIsTakenBackOnceAndForAll() {
    shown("shared/bob/Notices");
    shown("shared/bob/Team");
    MessageId notice = bench.messages("shared/bob/Notices").getFirst().id();
    bench.store.actions().setFlags(List.of(notice), Flags.of(Flags.FLAGGED), Flags.NONE);
    MessageId members = bench.messages("shared/bob/Team").getFirst().id();
    bench.store.actions().move(List.of(members), bench.mailbox("Archive").id());
    bench.syncWell();
    bench.syncWell();
    assertThat(bench.messages("shared/bob/Notices")).noneMatch(m -> m.flags().isFlagged());
    assertThat(bench.messages("shared/bob/Team")).hasSize(3);
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.store.pendingChanges().refusalsAfter(0, 10))
        .hasSize(2)
        .anyMatch(r -> r.reason().equals(RefusalReason.READ_ONLY.text()));
    assertThat(bench.messages("Archive")).isEmpty();
  }

  @Test
  void whatIsAllowedIsDone() throws Exception {
    Mailbox team = shown("shared/bob/Team");
    MessageId first = bench.messages("shared/bob/Team").getFirst().id();
    bench.store.actions().setFlags(List.of(first), Flags.of(Flags.FLAGGED), Flags.NONE);
    server.deliver("alice", "INBOX", SyncBench.message(9));
    bench.syncWell();
    bench.store.actions().copy(List.of(bench.messages("INBOX").getFirst().id()), team.id());
    bench.syncWell();
    bench.syncWell();
    assertThat(bench.messages("shared/bob/Team")).hasSize(4).anyMatch(m -> m.flags().isFlagged());
    assertThat(server.doveadm("mailbox", "status", "-u", "bob", "messages", "Team"))
        .contains("messages=4");
    assertThat(bench.store.pendingChanges().refusalsAfter(0, 10)).isEmpty();
  }
}
