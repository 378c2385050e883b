package app.paloma.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Another client gave mailboxes other names, or deleted some and made others. UIDVALIDITY alone
/// does not tell the one from the other: some servers have the same for all mailboxes (go-imap,
/// Hoodiecrow), and many make it of the second in which a mailbox was created.
class RenamedElsewhereTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;

  @BeforeEach
  void open() {
    server = new FakeImapServer();
    bench = new SyncBench(profile, server.port());
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private FakeMailbox holding(String name, int... messages) {
    FakeMailbox mailbox = server.create(name, "");
    mailbox.uidValidity = 1;
    for (int n : messages) {
      mailbox.add(SyncBench.message(n), Set.of());
    }
    return mailbox;
  }

  private void delete(String name) {
    server.mailboxes.remove(name);
    server.subscriptions.remove(name);
  }

  private List<String> subjects(String mailbox) {
    return bench.messages(mailbox).stream()
        .map(m -> m.subject().replace("Message number ", ""))
        .sorted()
        .toList();
  }

  @Test
  void anotherMailboxInThePlaceOfADeletedOneHasItsOwnMessages() {
    holding("Old", 1, 2, 3);
    bench.syncWell();
    delete("Old");
    holding("New", 4, 5, 6);
    bench.syncWell();
    assertThat(subjects("New")).containsExactly("4", "5", "6");
    assertThat(new String(bench.octets(bench.id("New", 1)), UTF_8))
        .isEqualTo(new String(SyncBench.message(4), UTF_8));
  }

  @Test
  void aRenamedMailboxStaysTheSameAndCostsNoMessage() {
    holding("Work", 1, 2, 3);
    bench.syncWell();
    MailboxId id = bench.mailbox("Work").id();
    server.rename("Work", "Play");
    server.subscriptions.add("Play");
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(bench.mailbox("Play").id()).isEqualTo(id);
    assertThat(subjects("Play")).containsExactly("1", "2", "3");
    assertThat(server.contentsSent).isEmpty();
  }

  /// RFC 8474: by its id alone, whatever UIDVALIDITY says, and where there is no message to look
  /// at.
  @Test
  void aServerThatSaysWhichMailboxItIsIsBelieved() {
    server.capabilities.add("OBJECTID");
    FakeMailbox work = holding("Work", 1, 2, 3);
    work.objectId = "F-work_1";
    holding("Empty").objectId = "F-empty";
    bench.syncWell();
    MailboxId id = bench.mailbox("Work").id();
    MailboxId empty = bench.mailbox("Empty").id();
    for (String name : List.of("Work", "Empty")) {
      server.rename(name, "Archive/" + name);
      server.subscriptions.add("Archive/" + name);
    }
    work.uidValidity = 77;
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(bench.mailbox("Archive/Work").id()).isEqualTo(id);
    assertThat(bench.mailbox("Archive/Empty").id()).isEqualTo(empty);
    assertThat(subjects("Archive/Work")).containsExactly("1", "2", "3");
    assertThat(server.contentsSent).isEmpty();
  }

  /// One id for several mailboxes, or what is none: the messages decide, as ever.
  @ParameterizedTest
  @ValueSource(strings = {"same", "x\u0001y", "no.id"})
  void anIdThatSaysNothingIsNotBelieved(String id) {
    server.capabilities.add("OBJECTID");
    holding("Old", 1, 2, 3).objectId = id;
    holding("Kept", 7).objectId = id.equals("same") ? id : "kept";
    bench.syncWell();
    delete("Old");
    holding("New", 4, 5, 6).objectId = id;
    bench.syncWell();
    assertThat(subjects("New")).containsExactly("4", "5", "6");
    assertThat(subjects("Kept")).containsExactly("7");
    MailboxId now = bench.mailbox("New").id();
    server.rename("New", "Newer");
    server.subscriptions.add("Newer");
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(bench.mailbox("Newer").id()).isEqualTo(now);
    assertThat(server.contentsSent).isEmpty();
  }

  @Test
  void ofSeveralRenamedOnesEachIsRecognised() {
    holding("A", 1, 2, 3);
    holding("B", 4, 5);
    holding("C");
    bench.syncWell();
    List<MailboxId> ids =
        Arrays.asList(bench.mailbox("A").id(), bench.mailbox("B").id(), bench.mailbox("C").id());
    for (String name : List.of("A", "B", "C")) {
      server.rename(name, "Archive/" + name);
      server.subscriptions.add("Archive/" + name);
    }
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(bench.mailbox("Archive/A").id()).isEqualTo(ids.get(0));
    assertThat(bench.mailbox("Archive/B").id()).isEqualTo(ids.get(1));
    assertThat(subjects("Archive/A")).containsExactly("1", "2", "3");
    assertThat(subjects("Archive/B")).containsExactly("4", "5");
    assertThat(subjects("Archive/C")).isEmpty();
    assertThat(server.contentsSent).isEmpty();
  }

  /// What was put into the one and taken out of the other from here hides in their counts what went
  /// from the one to the other elsewhere.
  @Test
  void whatWasMovedElsewhereCostsNothingThoughMoreWasMovedBackFromHere() {
    holding("Alpha", 1, 2, 3, 4);
    holding("Omega", 5, 6, 7, 8);
    bench.syncWell();
    FakeMailbox omega = server.mailbox("Omega");
    server.mailbox("Alpha").add(omega.messages.get(1L).octets, Set.of());
    omega.remove(1);
    bench
        .store
        .actions()
        .move(
            List.of(bench.id("Alpha", 1), bench.id("Alpha", 2), bench.id("Alpha", 3)),
            bench.mailbox("Omega").id());
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(subjects("Alpha")).containsExactly("4", "5");
    assertThat(subjects("Omega")).containsExactly("1", "2", "3", "6", "7", "8");
    assertThat(server.contentsSent).isEmpty();
  }

  /// What arrived hides in the count what left.
  @Test
  void whatWasMovedElsewhereCostsNothingThoughMoreArrivedInItsPlace() {
    holding("Alpha", 1, 2);
    holding("Omega", 5, 6);
    bench.syncWell();
    FakeMailbox omega = server.mailbox("Omega");
    server.mailbox("Alpha").add(omega.messages.get(1L).octets, Set.of());
    omega.remove(1);
    omega.add(SyncBench.message(7), Set.of());
    omega.add(SyncBench.message(8), Set.of());
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(subjects("Alpha")).containsExactly("1", "2", "5");
    assertThat(subjects("Omega")).containsExactly("6", "7", "8");
    assertThat(server.contentsSent).containsExactlyInAnyOrder("Omega 3", "Omega 4");
  }
}
