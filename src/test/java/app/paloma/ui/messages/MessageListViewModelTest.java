package app.paloma.ui.messages;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.store.StoreChange;
import app.paloma.ui.UiExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class MessageListViewModelTest {
  private static final Tags TAGS = new Tags(Optional.empty(), List.of(), text -> {});
  private static final MailboxId INBOX = new MailboxId(1);
  private static final ListTarget FOLDER =
      new ListTarget.Folder(List.of(INBOX), "Inbox", MailboxRole.INBOX);

  private static MessageListViewModel open(FakeSource source) {
    MessageListViewModel model = new MessageListViewModel(source, TAGS, UiExecutor.direct());
    model.open(FOLDER);
    return model;
  }

  private static List<Long> ids(MessageListViewModel model) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < model.rows().size(); i++) {
      ids.add(model.rows().idAt(i));
    }
    return ids;
  }

  private static StoreChange.Messages changed(List<Long> added, List<Long> removed) {
    return new StoreChange.Messages(
        INBOX,
        added.stream().map(MessageId::new).toList(),
        List.of(),
        removed.stream().map(MessageId::new).toList(),
        false);
  }

  @Test
  void readsOnlyTheRowsThatAreLookedAt() {
    FakeSource source = FakeSource.counting(1_000_000);
    MessageListViewModel model = open(source);
    assertThat(model.rows()).hasSize(1_000_000);
    assertThat(source.summariesRead).isZero();
    MessageRow first = model.rows().get(0);
    assertThat(first.summary()).isEmpty();
    assertThat(model.rows().get(0).summary().get().subject()).isEqualTo("subject 1000000");
    assertThat(source.summariesRead).isLessThan(100);
  }

  @Test
  void newMailIsSeenInASearchToo() {
    FakeSource source = FakeSource.counting(9);
    source.hits = new long[] {4, 2};
    MessageListViewModel model = open(source);
    model.open(new ListTarget.Search("from:ana", "Ana"));
    assertThat(ids(model)).containsExactly(4L, 2L);
    source.hits = new long[] {7, 4};
    model.storeChanged(changed(List.of(7L), List.of(2L)));
    assertThat(ids(model)).containsExactly(7L, 4L);
  }

  @Test
  void aTagFiltersTheFolder() {
    FakeSource source = FakeSource.counting(9);
    source.hits = new long[] {4, 2};
    MessageListViewModel model = open(source);
    model.arrangement().tagProperty().set("$label1");
    assertThat(ids(model)).containsExactly(4L, 2L);
    assertThat(model.arrangement().isFiltered()).isTrue();
    assertThat(model.arrangement().searched()).isEqualTo("tag:\"$label1\" ");
    model.arrangement().clearFilters();
    assertThat(ids(model)).hasSize(9);
  }

  @Test
  void showsTheFirstBlockBeforeItReadsTheRest() {
    FakeSource source = FakeSource.counting(1_000_000);
    Deque<Runnable> waiting = new ArrayDeque<>();
    MessageListViewModel model =
        new MessageListViewModel(
            source, TAGS, new UiExecutor(waiting::add, Runnable::run, (delay, task) -> task.run()));
    model.open(FOLDER);
    waiting.poll().run();
    assertThat(model.stateProperty().get()).isEqualTo(MessageListViewModel.State.READY);
    assertThat(source.idsRead).isLessThan(1000);
    while (!waiting.isEmpty()) {
      waiting.poll().run();
    }
    assertThat(model.rows()).hasSize(1_000_000);
  }

  @Test
  void dropsTheAnswerForAFolderTheUserHasLeft() {
    FakeSource source = FakeSource.of(3, 2, 1);
    Deque<Runnable> waiting = new ArrayDeque<>();
    MessageListViewModel model =
        new MessageListViewModel(
            source, TAGS, new UiExecutor(waiting::add, Runnable::run, (delay, task) -> task.run()));
    model.open(FOLDER);
    Runnable slow = waiting.poll();
    model.open(new ListTarget.Folder(List.of(new MailboxId(2)), "Empty", MailboxRole.NONE));
    source.ids = new long[0];
    waiting.poll().run();
    source.ids = new long[] {3, 2, 1};
    slow.run();
    assertThat(ids(model)).isEmpty();
    assertThat(model.stateProperty().get()).isEqualTo(MessageListViewModel.State.EMPTY);
  }

  @Test
  void selectsTheNextMessageWhenTheSelectedOneGoes() {
    MessageListViewModel model = open(FakeSource.of(5, 4, 3, 2, 1));
    model.selectionProperty().set(List.of(new MessageId(3)));
    model.removeNow(List.of(new MessageId(3)));
    assertThat(ids(model)).containsExactly(5L, 4L, 2L, 1L);
    assertThat(model.selected()).containsExactly(new MessageId(2));
  }

  @Test
  void selectsTheLastWhenTheLastGoesAndNothingWhenAllAreGone() {
    MessageListViewModel model = open(FakeSource.of(2, 1));
    model.selectionProperty().set(List.of(new MessageId(1)));
    model.removeNow(List.of(new MessageId(1)));
    assertThat(model.selected()).containsExactly(new MessageId(2));
    model.removeNow(List.of(new MessageId(2)));
    assertThat(model.selected()).isEmpty();
    assertThat(model.stateProperty().get()).isEqualTo(MessageListViewModel.State.EMPTY);
  }

  @Test
  void keepsTheSelectionWhenNewMailComes() {
    FakeSource source = FakeSource.of(3, 2, 1);
    MessageListViewModel model = open(source);
    model.selectionProperty().set(List.of(new MessageId(2)));
    List<String> changes = new ArrayList<>();
    model
        .rows()
        .addListener(
            (ListChangeListener<MessageRow>)
                c -> {
                  while (c.next()) {
                    if (!c.wasUpdated()) {
                      changes.add(c.getFrom() + "+" + c.getAddedSize() + "-" + c.getRemovedSize());
                    }
                  }
                });
    source.ids = new long[] {4, 3, 2, 1};
    model.storeChanged(changed(List.of(4L), List.of()));
    assertThat(ids(model)).containsExactly(4L, 3L, 2L, 1L);
    assertThat(model.selected()).containsExactly(new MessageId(2));
    assertThat(changes).containsExactly("0+1-0");
  }

  @Test
  void readsTheHeadAloneWhenOneMessageComesToAMillion() {
    FakeSource source = FakeSource.counting(1_000_000);
    MessageListViewModel model = open(source);
    long[] more = new long[1_000_001];
    more[0] = 5_000_000;
    System.arraycopy(source.ids, 0, more, 1, 1_000_000);
    source.ids = more;
    source.idsRead = 0;
    model.storeChanged(changed(List.of(5_000_000L), List.of()));
    assertThat(model.rows()).hasSize(1_000_001);
    assertThat(model.rows().idAt(0)).isEqualTo(5_000_000);
    assertThat(source.idsRead).isLessThan(1000);
  }

  @Test
  void findsTheNextUnreadFarAway() {
    FakeSource source = FakeSource.counting(5000);
    source.unread.add(100L);
    source.unread.add(4990L);
    MessageListViewModel model = open(source);
    model.selectionProperty().set(List.of(new MessageId(4980)));
    model.moveToUnread(true);
    assertThat(model.selected()).containsExactly(new MessageId(100));
    model.moveToUnread(false);
    assertThat(model.selected()).containsExactly(new MessageId(4990));
  }

  @Test
  void expandsAConversationBelowItsNewestMessageAndFoldsItAgain() {
    FakeSource source = FakeSource.of(9, 5);
    source.threads.put(9L, List.of(7L, 8L, 9L));
    MessageListViewModel model = open(source);
    model.arrangement().threadsProperty().set(true);
    assertThat(model.rows().get(0).threadSize()).isIn(1, 3);
    MessageRow row = model.rows().get(0);
    assertThat(row.threadSize()).isEqualTo(3);
    model.toggleConversation(row);
    assertThat(ids(model)).containsExactly(9L, 8L, 7L, 5L);
    assertThat(model.rows().isChild(8)).isTrue();
    model.toggleConversation(row);
    assertThat(ids(model)).containsExactly(9L, 5L);
  }

  @Test
  void filterShowsOnlyUnreadAndCanBeTakenOff() {
    FakeSource source = FakeSource.of(3, 2, 1);
    source.unread.add(2L);
    MessageListViewModel model = open(source);
    model.arrangement().unreadOnlyProperty().set(true);
    assertThat(ids(model)).containsExactly(2L);
    model.arrangement().clearFilters();
    assertThat(ids(model)).containsExactly(3L, 2L, 1L);
  }
}
