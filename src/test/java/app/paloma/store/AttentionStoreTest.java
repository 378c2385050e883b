package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import app.paloma.search.SearchQueryParser;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.PendingChangeStore.PendingChange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionStoreTest {
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

  @TempDir Path profile;
  private Store store;
  private Account account;
  private MailboxId inbox;
  private MailboxId archive;

  @BeforeEach
  void open() {
    store = Samples.open(profile);
    account = store.accounts().add(imap("alice@example.org"));
    inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
    archive = mailbox(store, account, "Archive", MailboxRole.ARCHIVE);
    store.messages().apply(state(inbox, 5));
    store.messages().apply(state(archive, 6));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private MessageId add(long uid, Instant date, String... references) {
    IndexedContent content = at(content("m" + uid + "@x", "s" + uid, "b", references), date);
    return store.messages().apply(step(inbox, arrived(uid, content))).added().getFirst();
  }

  /// Five messages, the first the oldest.
  private List<MessageId> five() {
    return IntStream.rangeClosed(1, 5).mapToObj(i -> add(i, NOW.minusSeconds(600 - i))).toList();
  }

  private List<Long> shown() {
    return shown(ListQuery.newestFirst(List.of(inbox)));
  }

  private List<Long> shown(ListQuery query) {
    long[] all = store.messages().ids(query, 0, 100);
    assertThat(store.messages().count(query)).isEqualTo(all.length);
    for (int i = 0; i < all.length; i++) {
      assertThat(store.messages().ids(query, i, 2))
          .startsWith(all[i])
          .hasSize(Math.min(2, all.length - i));
    }
    return java.util.Arrays.stream(all).boxed().toList();
  }

  private static List<Long> values(MessageId... ids) {
    return java.util.Arrays.stream(ids).map(MessageId::value).toList();
  }

  private Marks marks(MessageId id) {
    return store
        .attention()
        .marks(new long[] {id.value()}, false)
        .getOrDefault(id.value(), Marks.NONE);
  }

  private long found(String query) {
    return store.search().search(SearchQueryParser.parse(query), 10).hits();
  }

  private int unread() {
    return store.mailboxes().get(inbox).orElseThrow().unread();
  }

  private void reopenAt(Instant now) {
    store.close();
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void whatArrivesInAMutedConversationIsReadHereAndOnTheServer() {
    MessageId first = add(1, NOW);
    MessageId other = add(2, NOW);
    store.attention().mute(List.of(first), true);
    MessageId answer = add(3, NOW, "m1@x");
    MessageId elsewhere = add(4, NOW, "m2@x");
    assertThat(store.messages().get(answer).orElseThrow().flags().isSeen()).isTrue();
    assertThat(store.messages().get(elsewhere).orElseThrow().flags().isSeen()).isFalse();
    assertThat(store.messages().get(first).orElseThrow().flags().isSeen()).isFalse();
    assertThat(store.pendingChanges().next(account.id(), 5000))
        .singleElement()
        .isInstanceOfSatisfying(
            PendingChange.SetFlags.class,
            change -> {
              assertThat(change.uid()).isEqualTo(3);
              assertThat(change.add()).isEqualTo(Flags.of(Flags.SEEN));
            });
    assertThat(marks(answer).muted()).isTrue();
    assertThat(marks(other).muted()).isFalse();
    assertThat(found("is:muted")).isEqualTo(2);
    store.attention().mute(List.of(answer), false);
    assertThat(store.messages().get(add(5, NOW, "m3@x")).orElseThrow().flags().isSeen()).isFalse();
  }

  @Test
  void aConversationStaysMutedWhenItTurnsOutToBePartOfAnother() {
    MessageId old = add(1, NOW);
    MessageId late = add(2, NOW);
    store.attention().mute(List.of(late), true);
    add(3, NOW, "m1@x", "m2@x");
    assertThat(marks(old).muted()).isTrue();
    assertThat(store.messages().get(add(4, NOW, "m1@x")).orElseThrow().flags().isSeen()).isTrue();
  }

  @Test
  void pinnedMessagesStandOnTopOfTheirMailboxInEveryOrder() {
    List<MessageId> all = five();
    store.attention().pin(List.of(all.get(1)), true);
    assertThat(shown())
        .isEqualTo(values(all.get(1), all.get(4), all.get(3), all.get(2), all.get(0)));
    List<MailboxId> both = List.of(inbox, archive);
    assertThat(shown(ListQuery.newestFirst(both)).getFirst()).isEqualTo(all.get(1).value());
    ListQuery bySubject = new ListQuery(both, false, false, false, false, SortBy.SUBJECT, false);
    assertThat(shown(bySubject))
        .isEqualTo(values(all.get(1), all.get(0), all.get(2), all.get(3), all.get(4)));
    assertThat(marks(all.get(1)).pinned()).isTrue();
    assertThat(found("is:pinned")).isOne();
    store.actions().move(List.of(all.get(1)), archive);
    assertThat(marks(all.get(1)).pinned()).isFalse();
    store.actions().undo();
    assertThat(shown().getFirst()).isEqualTo(all.get(1).value());
    store.attention().pin(all, false);
    assertThat(shown().getFirst()).isEqualTo(all.get(4).value());
  }

  @Test
  void aPinnedConversationIsOnTopOnceByItsNewestMessage() {
    List<MessageId> all = five();
    MessageId answer = add(6, NOW.minusSeconds(300), "m1@x");
    MessageId newest = add(7, NOW);
    store.attention().pin(List.of(all.get(0), all.get(1)), true);
    ListQuery threads = new ListQuery(List.of(inbox), false, false, false, true, SortBy.DATE, true);
    assertThat(shown(threads))
        .isEqualTo(values(all.get(1), answer, newest, all.get(4), all.get(3), all.get(2)));
    assertThat(store.attention().marks(new long[] {answer.value()}, true))
        .containsKey(answer.value());
  }

  @Test
  void aFilterIsForPinnedMessagesToo() {
    List<MessageId> all = five();
    store.actions().setFlags(List.of(all.get(0)), Flags.of(Flags.SEEN), Flags.NONE);
    store.attention().pin(List.of(all.get(0), all.get(1)), true);
    ListQuery unread = new ListQuery(List.of(inbox), true, false, false, false, SortBy.DATE, true);
    assertThat(shown(unread)).isEqualTo(values(all.get(1), all.get(4), all.get(3), all.get(2)));
  }

  @Test
  void aSnoozedMessageIsOutOfSightAndComesBackUnreadOnTop() {
    List<MessageId> all = five();
    store.actions().setFlags(List.of(all.get(1)), Flags.of(Flags.SEEN), Flags.NONE);
    store.attention().snooze(all.subList(0, 2), TOMORROW);
    assertThat(shown()).isEqualTo(values(all.get(4), all.get(3), all.get(2)));
    assertThat(unread()).isEqualTo(3);
    assertThat(store.attention().snoozed()).isEqualTo(2);
    assertThat(found("is:snoozed")).isEqualTo(2);
    assertThat(marks(all.get(0)).snoozedUntil()).contains(TOMORROW);
    assertThat(store.attention().nextReturn()).contains(TOMORROW);
    assertThat(store.attention().returnDue()).isZero();
    reopenAt(TOMORROW.plusSeconds(1));
    assertThat(shown()).as("nobody brought it back yet").hasSize(3);
    assertThat(store.attention().returnDue()).isEqualTo(2);
    assertThat(shown().subList(0, 3)).isEqualTo(values(all.get(1), all.get(0), all.get(4)));
    assertThat(unread()).isEqualTo(5);
    assertThat(marks(all.get(0)))
        .isEqualTo(new Marks(false, false, java.util.Optional.empty(), true));
    assertThat(store.attention().nextReturn()).isEmpty();
    assertThat(store.attention().returnDue()).isZero();
  }

  @Test
  void aConversationKeepsTheOrderItWasWrittenInWhenItsBeginningComesBack() {
    MessageId question = add(1, NOW.minusSeconds(500));
    MessageId answer = add(2, NOW.minusSeconds(400), "m1@x");
    store.attention().snooze(List.of(question), TOMORROW);
    reopenAt(TOMORROW);
    store.attention().returnDue();
    long thread = store.messages().get(answer).orElseThrow().threadId();
    assertThat(store.messages().thread(thread))
        .extracting(MessageSummary::id)
        .containsExactly(question, answer);
    assertThat(store.messages().get(question).orElseThrow().date())
        .as("what a reader says")
        .isEqualTo(NOW.minusSeconds(500));
  }

  @Test
  void snoozingIsTakenBackAndEndedByHand() {
    List<MessageId> all = five();
    store.attention().snooze(all.subList(0, 1), TOMORROW);
    assertThat(store.actions().undo()).isPresent();
    assertThat(shown()).hasSize(5);
    store.attention().snooze(all.subList(0, 1), TOMORROW);
    reopenAt(TOMORROW);
    store.attention().returnDue();
    store.attention().unsnooze(all);
    assertThat(shown().getLast()).as("in its place again").isEqualTo(all.get(0).value());
  }

  @Test
  void whatWasMovedMeanwhileIsNotOutOfSightAndDoesNotComeBack() {
    List<MessageId> all = five();
    store.attention().snooze(all.subList(0, 1), TOMORROW);
    store.actions().move(all.subList(0, 1), archive);
    assertThat(ids(store, archive)).containsExactly(all.get(0).value());
    assertThat(store.attention().snoozed()).isZero();
    reopenAt(TOMORROW);
    assertThat(store.attention().returnDue()).isZero();
    assertThat(store.attention().nextReturn()).isEmpty();
  }

  @Test
  void whatIsDeletedForGoodLeavesNothingBehind() {
    List<MessageId> all = five();
    store.attention().snooze(all, TOMORROW);
    store.attention().pin(all, true);
    store.actions().deletePermanently(all);
    assertThat(store.attention().nextReturn()).isEmpty();
    assertThat(shown()).isEmpty();
  }

  /// One pinned message in a mailbox of a million made each row of it a search through all of them.
  @Test
  void aMailboxIsNotReadThroughForTheFewThatArePinnedOrSnoozed() throws Exception {
    for (String sql : List.of(Mailboxes.SELECT, AttentionStore.MARKS)) {
      try (Connection raw =
              DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
          ResultSet plan = raw.createStatement().executeQuery("EXPLAIN QUERY PLAN " + sql)) {
        List<String> steps = new ArrayList<>();
        while (plan.next()) {
          steps.add(plan.getString("detail"));
        }
        assertThat(steps)
            .isNotEmpty()
            .noneMatch(step -> step.contains("message_list") || step.startsWith("SCAN m "));
      }
    }
  }
}
