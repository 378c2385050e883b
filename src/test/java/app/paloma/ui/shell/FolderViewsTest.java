package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.Store;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.MessageListViewModel;
import app.paloma.ui.messages.MessageSource;
import app.paloma.ui.messages.Tags;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderViewsTest {
  private static final ListTarget INBOX =
      new ListTarget.Folder(List.of(new MailboxId(1)), "Inbox", MailboxRole.INBOX);
  private static final ListTarget SENT =
      new ListTarget.Folder(List.of(new MailboxId(3)), "Sent", MailboxRole.SENT);

  @TempDir Path directory;

  @Test
  void eachFolderLooksAsItWasLeftAlsoAfterARestart() {
    try (Store store = DemoProfile.create(directory)) {
      UiExecutor executor = UiExecutor.direct();
      MessageListViewModel list = list(store, executor);
      FolderViews views =
          new FolderViews(
              WindowPreferences.read(store.preferences(), executor),
              ReadingPreferences.usual(),
              list.arrangement());
      views.enter("mailbox:1", view -> list.open(INBOX, view));
      list.arrangement().sort(SortBy.SUBJECT);
      list.arrangement().columnsProperty().set(true);
      views.enter("mailbox:3", view -> list.open(SENT, view));
      assertThat(list.arrangement().sortByProperty().get()).isEqualTo(SortBy.DATE);
      assertThat(list.arrangement().columnsProperty().get()).isFalse();
      list.arrangement().threadsProperty().set(true);

      MessageListViewModel later = list(store, executor);
      FolderViews again =
          new FolderViews(
              WindowPreferences.read(store.preferences(), executor),
              ReadingPreferences.usual(),
              later.arrangement());
      again.enter("mailbox:1", view -> later.open(INBOX, view));
      assertThat(later.arrangement().sortByProperty().get()).isEqualTo(SortBy.SUBJECT);
      assertThat(later.arrangement().descendingProperty().get()).isFalse();
      assertThat(later.arrangement().columnsProperty().get()).isTrue();
      assertThat(later.arrangement().threadsProperty().get()).isFalse();
      again.enter("mailbox:3", view -> later.open(SENT, view));
      assertThat(later.arrangement().threadsProperty().get()).isTrue();
    }
  }

  @Test
  void aHeadingSortsAndTheSameOneAgainTurnsRound() {
    try (Store store = DemoProfile.create(directory)) {
      MessageListViewModel list = list(store, UiExecutor.direct());
      list.open(INBOX);
      list.arrangement().sort(SortBy.SIZE);
      long largest = size(list, 0);
      assertThat(largest).isGreaterThanOrEqualTo(size(list, 1));
      list.arrangement().sort(SortBy.SIZE);
      assertThat(size(list, 0)).isLessThan(largest);
      list.arrangement().sort(SortBy.FROM);
      assertThat(list.arrangement().descendingProperty().get()).isFalse();
    }
  }

  private static MessageListViewModel list(Store store, UiExecutor executor) {
    return new MessageListViewModel(
        MessageSource.of(store), new Tags(Optional.empty(), List.of(), text -> {}), executor);
  }

  private static long size(MessageListViewModel list, int row) {
    list.rows().get(row);
    return list.rows().get(row).summary().orElseThrow().size();
  }
}
