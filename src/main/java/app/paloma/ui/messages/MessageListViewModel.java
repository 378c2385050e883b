package app.paloma.ui.messages;

import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.SearchIndex;
import app.paloma.store.StoreChange;
import app.paloma.ui.UiExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The list: what it shows, in which order, what is selected. Reads on workers; an answer that
/// comes after the user went elsewhere is dropped.
public final class MessageListViewModel {
  /// What the list has to say for itself.
  public enum State {
    NOTHING,
    LOADING,
    READY,
    EMPTY,
    FAILED
  }

  /// How far a search could look.
  public record Coverage(int hits, int indexed, int messages) {
    public boolean isPartial() {
      return indexed < messages;
    }
  }

  private static final Duration REFRESH_PAUSE = Duration.ofMillis(200);

  private final MessageSource source;
  private final UiExecutor executor;
  private final MessageIdReader reader;
  private final MessageRows rows;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
  private final ReadOnlyObjectWrapper<ListTarget> target =
      new ReadOnlyObjectWrapper<>(this, "target");
  private final ReadOnlyObjectWrapper<Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");
  private final ReadOnlyObjectWrapper<Coverage> coverage =
      new ReadOnlyObjectWrapper<>(this, "coverage");
  private final ListSelection selection;
  private final Conversations conversations;
  private final ListArrangement arrangement;
  private final Tags tags;
  private int generation;
  private boolean refreshing;
  private boolean refreshAgain;

  public MessageListViewModel(MessageSource source, Tags tags, UiExecutor executor) {
    this.source = source;
    this.tags = tags;
    this.executor = executor;
    this.reader = new MessageIdReader(source);
    this.rows = new MessageRows(this::load);
    this.selection = new ListSelection(rows);
    this.conversations = new Conversations(source, rows, executor, failure::set);
    this.arrangement = new ListArrangement(this::reopen, rows::forget);
    tags.allProperty().addListener((o, was, is) -> rows.redraw());
  }

  public MessageRows rows() {
    return rows;
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<ListTarget> targetProperty() {
    return target.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Of a search; null for a folder.
  public ReadOnlyObjectProperty<Coverage> coverageProperty() {
    return coverage.getReadOnlyProperty();
  }

  /// The selected messages, the one with the focus last.
  public ObjectProperty<List<MessageId>> selectionProperty() {
    return selection.property();
  }

  /// How keywords are shown.
  public Tags tags() {
    return tags;
  }

  public ListArrangement arrangement() {
    return arrangement;
  }

  public boolean isSortedByDate() {
    return arrangement.sortByProperty().get() == SortBy.DATE
        && target.get() instanceof ListTarget.Folder;
  }

  /// Shows a folder as it is remembered.
  public void open(ListTarget next, ListArrangement.View view) {
    if (!next.equals(target.get())) {
      arrangement.arrange(view);
    }
    open(next);
  }

  /// Shows something else; the selection is empty then.
  public void open(ListTarget next) {
    if (next.equals(target.get())) {
      return;
    }
    boolean typing = next instanceof ListTarget.Search && target.get() instanceof ListTarget.Search;
    target.set(next);
    if (!typing) {
      selection.clear();
    }
    reopen();
  }

  private void reopen() {
    ListTarget now = target.get();
    if (now == null) {
      return;
    }
    int mine = ++generation;
    refreshing = false;
    failure.set(null);
    if (rows.isEmpty()) {
      state.set(State.LOADING);
    }
    switch (now) {
      case ListTarget.Folder folder -> {
        coverage.set(null);
        if (arrangement.searched().isBlank()) {
          readFirst(mine, arrangement.query(folder));
        } else {
          String text = arrangement.searched();
          ListQuery query = arrangement.query(folder);
          SearchQuery filter = TypedSearch.parse(text, tags.all());
          read(mine, () -> reader.filtered(query, filter));
        }
      }
      case ListTarget.Search search -> {
        SearchQuery query = TypedSearch.parse(search.text(), tags.all());
        executor.load(
            () -> source.search(query, MessageIdReader.SEARCH_LIMIT),
            result -> found(mine, result),
            e -> failed(mine, e));
      }
    }
  }

  private void found(int mine, SearchIndex.Result result) {
    if (mine != generation) {
      return;
    }
    coverage.set(new Coverage(result.hits(), result.indexed(), result.messages()));
    publish(result.ids());
  }

  /// The first block at once, the rest behind it, so that a huge mailbox opens like a small one.
  private void readFirst(int mine, ListQuery query) {
    executor.load(
        () -> source.ids(query, 0, MessageIdReader.FIRST_BLOCK),
        block -> {
          if (mine == generation) {
            publish(block);
            if (block.length == MessageIdReader.FIRST_BLOCK) {
              readOn(mine, query, block.length);
            }
          }
        },
        e -> failed(mine, e));
  }

  private void readOn(int mine, ListQuery query, int offset) {
    executor.load(
        () -> source.ids(query, offset, MessageIdReader.BLOCK),
        block -> {
          if (mine != generation) {
            return;
          }
          if (block.length > 0) {
            rows.append(block);
          }
          if (block.length == MessageIdReader.BLOCK) {
            readOn(mine, query, offset + MessageIdReader.BLOCK);
          }
        },
        e -> failed(mine, e));
  }

  private void read(int mine, Callable<long[]> ids) {
    executor.load(
        ids,
        result -> {
          if (mine == generation) {
            publish(result);
          }
        },
        e -> failed(mine, e));
  }

  private void publish(long[] ids) {
    publish(ids, rows::replace);
  }

  private void publish(long[] ids, Consumer<long[]> show) {
    int first = selection.first();
    show.accept(ids);
    state.set(ids.length == 0 ? State.EMPTY : State.READY);
    selection.follow(first);
  }

  private void failed(int mine, Exception e) {
    if (mine == generation) {
      failure.set(e);
      if (rows.isEmpty()) {
        state.set(State.FAILED);
      }
    }
  }

  private void load(long[] ids) {
    boolean counted = arrangement.threadsProperty().get();
    record Page(List<MessageSummary> summaries, Map<Long, Integer> sizes, Map<Long, Marks> marks) {}
    executor.load(
        () -> {
          List<MessageSummary> summaries = source.summaries(ids);
          Map<Long, Integer> sizes = new HashMap<>();
          if (counted) {
            long[] threadIds =
                summaries.stream().mapToLong(MessageSummary::threadId).distinct().toArray();
            int[] counts = source.threadSizes(threadIds);
            for (int i = 0; i < threadIds.length; i++) {
              sizes.put(threadIds[i], counts[i]);
            }
          }
          return new Page(summaries, sizes, source.marks(ids, counted));
        },
        page -> rows.loaded(ids, page.summaries(), page.sizes(), page.marks()),
        e -> failure.set(e));
  }

  /// What the store said; called on the UI thread.
  public void storeChanged(StoreChange change) {
    switch (change) {
      case StoreChange.Messages messages -> {
        if (target.get() instanceof ListTarget.Folder folder) {
          if (messages.many()) {
            rows.invalidate(visibleIds());
          } else {
            rows.invalidate(messages.changed().stream().map(MessageId::value).toList());
          }
          boolean order =
              messages.many()
                  || !messages.added().isEmpty()
                  || !messages.removed().isEmpty()
                  || arrangement.isFiltered();
          if (order && folder.mailboxes().contains(messages.mailbox())) {
            refresh();
          }
        } else {
          rows.invalidate(messages.changed().stream().map(MessageId::value).toList());
          if (messages.many() || !messages.added().isEmpty() || !messages.removed().isEmpty()) {
            refresh();
          }
        }
      }
      case StoreChange.Content content -> rows.invalidate(List.of(content.id().value()));
      case StoreChange.External _ -> {
        rows.invalidate(visibleIds());
        refresh();
      }
      case StoreChange.Accounts _,
          StoreChange.Mailboxes _,
          StoreChange.Outbox _,
          StoreChange.Drafts _,
          StoreChange.PendingChanges _,
          StoreChange.Preferences _ -> {}
    }
  }

  private List<Long> visibleIds() {
    return Arrays.stream(rows.slice(0, rows.size()))
        .filter(id -> rows.cached(id).isPresent())
        .limit(500)
        .boxed()
        .toList();
  }

  /// Reads the ids again and shows the difference. Never two at a time; several wishes are one.
  public void refresh() {
    if (target.get() == null) {
      return;
    }
    if (refreshing) {
      refreshAgain = true;
      return;
    }
    refreshing = true;
    int mine = generation;
    long[] before = rows.roots();
    executor.load(
        reading(target.get(), before),
        ids -> {
          if (mine == generation) {
            if (Arrays.equals(before, rows.roots())) {
              if (!Arrays.equals(before, ids)) {
                publish(ids, rows::refresh);
              }
            } else {
              refreshAgain = true;
            }
            refreshed();
          }
        },
        e -> {
          failed(mine, e);
          refreshed();
        });
  }

  private Callable<long[]> reading(ListTarget shown, long[] before) {
    return switch (shown) {
      case ListTarget.Folder folder -> {
        ListQuery query = arrangement.query(folder);
        String text = arrangement.searched();
        SearchQuery filter = TypedSearch.parse(text, tags.all());
        yield () -> text.isBlank() ? reader.reread(query, before) : reader.filtered(query, filter);
      }
      case ListTarget.Search search -> {
        SearchQuery query = TypedSearch.parse(search.text(), tags.all());
        yield () -> source.search(query, MessageIdReader.SEARCH_LIMIT).ids();
      }
    };
  }

  private void refreshed() {
    executor.later(
        REFRESH_PAUSE,
        () -> {
          refreshing = false;
          if (refreshAgain) {
            refreshAgain = false;
            refresh();
          }
        });
  }

  /// Takes rows away at once, ahead of the store's answer; the selection moves on.
  public void removeNow(Collection<MessageId> gone) {
    int first = selection.first();
    Set<Long> ids = new HashSet<>();
    gone.forEach(id -> ids.add(id.value()));
    rows.remove(ids);
    if (rows.isEmpty()) {
      state.set(State.EMPTY);
    }
    selection.follow(first);
  }

  public Optional<MessageSummary> summary(MessageId id) {
    return rows.cached(id.value());
  }

  /// The one selected message, where it is exactly one.
  public Optional<MessageId> current() {
    return selection.single();
  }

  /// Selects the row `step` further down (or up), as far as there are rows.
  public void move(int step) {
    selection.move(step);
  }

  /// Goes to the next (or previous) unread message of this list, wherever it is.
  public void moveToUnread(boolean forward) {
    int mine = generation;
    int at = selection.focused();
    long[] candidates =
        forward
            ? rows.slice(at + 1, rows.size())
            : MessageIdReader.reversed(rows.slice(0, at < 0 ? rows.size() : at));
    executor.load(
        () -> reader.firstUnread(candidates),
        found -> {
          if (mine == generation && found.isPresent()) {
            selection.select(found.get());
          }
        },
        failure::set);
  }

  /// The newest unread message of these mailboxes, of this list or not.
  public void newestUnread(List<MailboxId> mailboxes, Consumer<Optional<MessageSummary>> then) {
    ListQuery unread = new ListQuery(mailboxes, true, false, false, false, SortBy.DATE, true);
    executor.load(
        () -> source.summaries(source.ids(unread, 0, 1)).stream().findFirst(), then, failure::set);
  }

  /// Shows the messages of a conversation below it, newest first, or hides them.
  public void toggleConversation(MessageRow row) {
    int mine = generation;
    conversations.toggle(row, () -> mine == generation);
  }

  public boolean isExpanded(int index) {
    return rows.isExpanded(index);
  }

  /// The messages an action on these rows is about: a folded conversation stands for all its
  /// messages in this list's folders. Where nothing is folded the answer comes at once.
  public void whole(List<MessageId> ids, Consumer<List<MessageId>> act) {
    if (arrangement.threadsProperty().get() && target.get() instanceof ListTarget.Folder folder) {
      conversations.whole(folder, ids, act);
    } else {
      act.accept(ids);
    }
  }

  /// The rows an action is about.
  public List<MessageId> selected() {
    return selection.ids();
  }

  public int rowCount() {
    return rows.size();
  }

  public void selectFirst() {
    if (!rows.isEmpty()) {
      selection.selectRow(0);
    }
  }

  public boolean isShowing(ListTarget other) {
    return Objects.equals(other, target.get());
  }
}
