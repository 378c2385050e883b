package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStoreTest {
  @TempDir Path profile;
  private Store store;
  private Account account;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    store = Samples.open(profile);
    account = store.accounts().add(imap("alice@example.org"));
    inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void arrivedMessagesAreListedNewestFirstWithTheirOctets() {
    for (int uid = 1; uid <= 50; uid++) {
      store
          .messages()
          .apply(
              step(
                  inbox,
                  arrived(uid, at(content("m" + uid, "n" + uid, "text"), NOW.plusSeconds(uid)))));
    }
    long[] ids = ids(store, inbox);
    assertThat(ids).hasSize(50);
    List<MessageSummary> rows = store.messages().summaries(ids);
    assertThat(rows.get(0).subject()).isEqualTo("n50");
    assertThat(rows.get(49).subject()).isEqualTo("n1");
    assertThat(store.contents().bytes(rows.get(0).id(), 1000)).asString().contains("<m50>");
    Mailbox mailbox = store.mailboxes().get(inbox).orElseThrow();
    assertThat(mailbox.messages()).isEqualTo(50);
    assertThat(mailbox.unread()).isEqualTo(50);
  }

  @Test
  void everyBlockOfAListIsTheSameAsThatPartOfTheWhole() {
    for (int uid = 1; uid <= 300; uid++) {
      store
          .messages()
          .apply(
              step(
                  inbox,
                  arrived(
                      uid,
                      at(content("m" + uid, "n" + uid % 7, "text"), NOW.plusSeconds(uid % 9)))));
    }
    for (SortBy sort : SortBy.values()) {
      for (boolean threads : new boolean[] {false, true}) {
        for (boolean descending : new boolean[] {false, true}) {
          ListQuery query =
              new ListQuery(List.of(inbox), false, false, false, threads, sort, descending);
          long[] whole = store.messages().ids(query, 0, 1000);
          assertThat(whole).hasSize(300).doesNotHaveDuplicates();
          for (int offset : new int[] {0, 40, 80, 10, 290, 300, 500}) {
            long[] part = store.messages().ids(query, offset, 40);
            int end = Math.min(300, offset + 40);
            assertThat(part)
                .isEqualTo(
                    offset > 300
                        ? new long[0]
                        : java.util.Arrays.copyOfRange(
                            whole, Math.min(offset, 300), Math.max(end, Math.min(offset, 300))));
          }
          assertThat(store.messages().count(query)).isEqualTo(300);
        }
      }
    }
  }

  @Test
  void aStepThatRepeatsKnownUidsAddsNothing() {
    store.messages().apply(step(inbox, arrived(1, "a", "b")));
    MessageStore.StepResult again = store.messages().apply(step(inbox, arrived(1, "a", "b")));
    assertThat(again.added()).isEmpty();
    assertThat(ids(store, inbox)).hasSize(1);
  }

  @Test
  void conversationsAreTheSameInWhateverOrderTheyArrive() {
    List<IndexedContent> talk =
        List.of(
            content("a", "Plan", "1"),
            content("b", "Re: Plan", "2", "a"),
            content("c", "Re: Plan", "3", "b"),
            content("d", "Re: Plan", "4", "c"),
            content("x", "Other", "5"));
    int[][] orders = {{0, 1, 2, 3, 4}, {3, 2, 1, 0, 4}, {3, 1, 4, 2, 0}, {2, 0, 3, 4, 1}};
    long uid = 1;
    for (int[] order : orders) {
      MailboxId mailbox = mailbox(store, account, "talk" + uid, MailboxRole.NONE);
      String salt = "-" + uid;
      for (int i : order) {
        IndexedContent m = talk.get(i);
        store
            .messages()
            .apply(
                step(
                    mailbox,
                    arrived(
                        uid++,
                        content(
                            m.messageId() + salt,
                            m.subject(),
                            m.bodyText(),
                            m.references().stream().map(r -> r + salt).toArray(String[]::new)))));
      }
      ListQuery threads =
          new ListQuery(List.of(mailbox), false, false, false, true, SortBy.DATE, true);
      assertThat(store.messages().count(threads)).isEqualTo(2);
      MessageSummary plan = store.messages().findByMessageId(account.id(), "a" + salt).get(0);
      assertThat(store.messages().thread(plan.threadId())).hasSize(4);
    }
  }

  @Test
  void vanishedMessagesGoAndTheCountsFollow() {
    store.messages().apply(step(inbox, arrived(1, "a", "b"), arrived(2, "c", "d")));
    MessageStore.StepResult result = store.messages().apply(vanished(inbox, 1));
    assertThat(result.removed()).hasSize(1);
    assertThat(store.messages().get(result.removed().get(0))).isEmpty();
    assertThat(store.mailboxes().get(inbox).orElseThrow().messages()).isEqualTo(1);
    assertThat(store.messages().knownUids(inbox)).containsExactly(2);
  }

  @Test
  void aMessageThatVanishedHereIsFoundAgainInAnotherMailbox() {
    MailboxId archive = mailbox(store, account, "Archive", MailboxRole.ARCHIVE);
    MessageId id = store.messages().apply(step(inbox, arrived(1, "a", "b"))).added().get(0);
    store.messages().apply(vanished(inbox, 1));
    assertThat(store.messages().unlinked(account.id()))
        .singleElement()
        .satisfies(u -> assertThat(u.messageId()).isEqualTo("m1@example.org"));
    store.messages().link(archive, List.of(new MessageStore.Link(id, 9, 4, Flags.of(Flags.SEEN))));
    MessageSummary there = store.messages().get(id).orElseThrow();
    assertThat(there.mailbox()).isEqualTo(archive);
    assertThat(there.uid()).isEqualTo(9);
    assertThat(there.flags().isSeen()).isTrue();
  }

  @Test
  void newUidValidityKeepsTheMessagesToBeLinkedAgain() {
    store.messages().apply(step(inbox, arrived(1, "a", "b"), arrived(2, "c", "d")));
    store.messages().unlinkAll(inbox);
    assertThat(store.messages().knownUids(inbox)).isEmpty();
    IndexedContent first = content("m1@example.org", "a", "b");
    assertThat(store.messages().apply(step(inbox, arrived(77, first))).added()).isEmpty();
    assertThat(store.messages().knownUids(inbox)).containsExactly(77);
    assertThat(store.messages().removeUnlinked(inbox)).isEqualTo(1);
    assertThat(ids(store, inbox)).hasSize(1);
  }
}
