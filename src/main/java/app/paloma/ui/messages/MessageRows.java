package app.paloma.ui.messages;

import app.paloma.model.MessageSummary;
import app.paloma.store.AttentionStore.Marks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javafx.collections.ObservableListBase;

/// The rows of a list of any length: eight octets a message (at most twelve while it grows), and
/// the content of the few rows that were looked at lately. Rows whose content is not here are rows
/// that are loading; looking at one asks for it and its neighbours. UI thread only.
public final class MessageRows extends ObservableListBase<MessageRow> {
  private static final int CACHED_ROWS = 4096;
  private static final int BEFORE = 16;
  private static final int AFTER = 48;

  private final Consumer<long[]> request;
  private final Set<Long> children = new HashSet<>();
  private final Set<Long> requested = new HashSet<>();
  private final Map<Long, MessageRow> cache =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, MessageRow> eldest) {
          return size() > CACHED_ROWS;
        }
      };
  private long[] ids = new long[0];
  private int size;

  /// @param request asked for the content of these ids; answers by [#loaded]
  public MessageRows(Consumer<long[]> request) {
    this.request = request;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public MessageRow get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    long id = ids[index];
    MessageRow row = cache.get(id);
    if (row != null) {
      return row;
    }
    ask(index);
    return MessageRow.loading(id, children.contains(id));
  }

  /// The row as far as it is here; asks for nothing.
  public Optional<MessageSummary> peek(int index) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    MessageRow row = cache.get(ids[index]);
    return row == null ? Optional.empty() : row.summary();
  }

  public Optional<MessageSummary> cached(long id) {
    MessageRow row = cache.get(id);
    return row == null ? Optional.empty() : row.summary();
  }

  /// How a row stands out, as far as it is here.
  public Marks marks(long id) {
    MessageRow row = cache.get(id);
    return row == null ? Marks.NONE : row.marks();
  }

  public long idAt(int index) {
    return ids[index];
  }

  public int indexOfId(long id) {
    for (int i = 0; i < size; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  public boolean isChild(long id) {
    return children.contains(id);
  }

  /// Ids from one row to before another.
  public long[] slice(int from, int to) {
    return Arrays.copyOfRange(ids, Math.max(0, from), Math.min(size, to));
  }

  /// The ids as the store gave them: without the messages of expanded conversations.
  long[] roots() {
    if (children.isEmpty()) {
      return Arrays.copyOf(ids, size);
    }
    return Arrays.stream(ids, 0, size).filter(id -> !children.contains(id)).toArray();
  }

  private void ask(int index) {
    int from = Math.max(0, index - BEFORE);
    int to = Math.min(size, index + AFTER);
    long[] missing = new long[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (!cache.containsKey(ids[i]) && requested.add(ids[i])) {
        missing[n++] = ids[i];
      }
    }
    if (n > 0) {
      request.accept(Arrays.copyOf(missing, n));
    }
  }

  /// Content that was asked for. Ids that are not in `summaries` are gone from the store; they stay
  /// empty until the list is read again.
  void loaded(
      long[] asked,
      List<MessageSummary> summaries,
      Map<Long, Integer> threadSizes,
      Map<Long, Marks> marks) {
    Map<Long, MessageSummary> byId = HashMap.newHashMap(summaries.size());
    for (MessageSummary summary : summaries) {
      byId.put(summary.id().value(), summary);
    }
    for (long id : asked) {
      requested.remove(id);
      MessageSummary summary = byId.get(id);
      int count = summary == null ? 1 : threadSizes.getOrDefault(summary.threadId(), 1);
      cache.put(
          id,
          new MessageRow(
              id,
              Optional.ofNullable(summary),
              count,
              marks.getOrDefault(id, Marks.NONE),
              children.contains(id)));
    }
    beginChange();
    // A row is drawn by what stands above it too: the name of its day.
    places(asked).forEach(at -> nextUpdate(at, Math.min(size, at + 2)));
    endChange();
  }

  private void nextUpdate(int from, int to) {
    for (int i = from; i < to; i++) {
      nextUpdate(i);
    }
  }

  /// Where these are, in the order of the list. They mostly stand one below the other.
  private IntStream places(long[] some) {
    BitSet places = new BitSet();
    int at = -1;
    for (long id : some) {
      at = at + 1 < size && ids[at + 1] == id ? at + 1 : indexOfId(id);
      if (at >= 0) {
        places.set(at);
      }
    }
    return places.stream();
  }

  /// The content of these changed; rows on the screen ask for it again, the old content stays until
  /// the new one is here.
  void invalidate(Collection<Long> changed) {
    long[] known = changed.stream().filter(cache::containsKey).mapToLong(Long::longValue).toArray();
    for (long id : known) {
      requested.add(id);
    }
    if (known.length > 0) {
      request.accept(known);
    }
  }

  /// All content is asked for again when it is looked at.
  void forget() {
    cache.clear();
    requested.clear();
    if (size > 0) {
      beginChange();
      for (int i = 0; i < Math.min(size, CACHED_ROWS); i++) {
        nextUpdate(i);
      }
      endChange();
    }
  }

  /// The same rows are drawn otherwise.
  void redraw() {
    if (size > 0) {
      beginChange();
      for (int i = 0; i < size; i++) {
        if (cache.containsKey(ids[i])) {
          nextUpdate(i);
        }
      }
      endChange();
    }
  }

  void append(long[] block) {
    int from = size;
    if (ids.length < size + block.length) {
      ids = Arrays.copyOf(ids, Math.max(size + block.length, size + size / 2));
    }
    System.arraycopy(block, 0, ids, size, block.length);
    beginChange();
    size += block.length;
    nextAdd(from, size);
    endChange();
  }

  /// The list is now these ids. What is common at both ends does not move; the change in between is
  /// told as it is, so that selection and scroll position survive.
  void replace(long[] next) {
    splice(children.isEmpty() ? next : withOpen(next));
  }

  /// The same, where the store said that something changed: what is known of rows that come into
  /// the list is from before, and asked for again.
  void refresh(long[] next) {
    Set<Long> before = new HashSet<>();
    for (int i = 0; i < size; i++) {
      if (cache.containsKey(ids[i])) {
        before.add(ids[i]);
      }
    }
    replace(next);
    invalidate(
        Arrays.stream(next)
            .filter(id -> cache.containsKey(id) && !before.contains(id))
            .boxed()
            .toList());
  }

  /// Conversations that were open stay open as long as their first row is still there.
  private long[] withOpen(long[] next) {
    Set<Long> roots = HashSet.newHashSet(next.length);
    for (long id : next) {
      roots.add(id);
    }
    Map<Long, List<Long>> open = new HashMap<>();
    Set<Long> kept = new HashSet<>();
    long root = 0;
    for (int i = 0; i < size; i++) {
      if (!children.contains(ids[i])) {
        root = ids[i];
      } else if (roots.contains(root) && !roots.contains(ids[i])) {
        open.computeIfAbsent(root, r -> new ArrayList<>()).add(ids[i]);
        kept.add(ids[i]);
      }
    }
    children.stream().filter(id -> !kept.contains(id)).forEach(cache::remove);
    children.retainAll(kept);
    return Arrays.stream(next)
        .flatMap(id ->
            LongStream.concat(
                LongStream.of(id),
                open.getOrDefault(id, List.of()).stream().mapToLong(Long::longValue)))
        .toArray();
  }

  private void splice(long[] next) {
    int prefix = 0;
    int limit = Math.min(size, next.length);
    while (prefix < limit && ids[prefix] == next[prefix]) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < limit - prefix && ids[size - 1 - suffix] == next[next.length - 1 - suffix]) {
      suffix++;
    }
    int oldEnd = size - suffix;
    int newEnd = next.length - suffix;
    if (prefix == oldEnd && prefix == newEnd) {
      return;
    }
    List<MessageRow> removed = removedRows(prefix, oldEnd);
    beginChange();
    ids = next;
    size = next.length;
    if (removed.isEmpty()) {
      nextAdd(prefix, newEnd);
    } else {
      nextReplace(prefix, newEnd, removed);
    }
    if (newEnd < size) {
      nextUpdate(newEnd);
    }
    endChange();
  }

  /// Removes rows, each run of neighbours as one change.
  void remove(Set<Long> gone) {
    beginChange();
    long[] sorted = gone.stream().mapToLong(Long::longValue).sorted().toArray();
    int at = 0;
    while (at < size) {
      if (Arrays.binarySearch(sorted, ids[at]) < 0) {
        at++;
        continue;
      }
      int end = at + 1;
      while (end < size && Arrays.binarySearch(sorted, ids[end]) >= 0) {
        end++;
      }
      List<MessageRow> removed = removedRows(at, end);
      System.arraycopy(ids, end, ids, at, size - end);
      size -= end - at;
      nextRemove(at, removed);
      if (at < size) {
        nextUpdate(at);
      }
    }
    children.removeAll(gone);
    endChange();
  }

  void insertChildren(int after, long[] added) {
    long[] next = new long[size + added.length];
    System.arraycopy(ids, 0, next, 0, after + 1);
    System.arraycopy(added, 0, next, after + 1, added.length);
    System.arraycopy(ids, after + 1, next, after + 1 + added.length, size - after - 1);
    for (long id : added) {
      children.add(id);
      cache.remove(id);
    }
    splice(next);
  }

  /// Takes the indented rows below this one away; answers whether there were any.
  boolean collapse(int index) {
    int end = index + 1;
    while (end < size && children.contains(ids[end])) {
      end++;
    }
    if (end == index + 1) {
      return false;
    }
    Set<Long> gone = new HashSet<>();
    for (int i = index + 1; i < end; i++) {
      gone.add(ids[i]);
    }
    remove(gone);
    gone.forEach(cache::remove);
    return true;
  }

  /// The thread of a row that stands for a whole conversation, when its messages are not shown.
  Optional<Long> folded(long id) {
    MessageRow row = cache.get(id);
    return row == null || !row.isConversation() || isExpanded(indexOfId(id))
        ? Optional.empty()
        : row.summary().map(MessageSummary::threadId);
  }

  boolean isExpanded(int index) {
    return index + 1 < size && children.contains(ids[index + 1]);
  }

  private List<MessageRow> removedRows(int from, int to) {
    if (to - from > 100_000) {
      // A list view reads nothing of these but their number.
      return Collections.nCopies(to - from, MessageRow.loading(0, false));
    }
    List<MessageRow> removed = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      MessageRow row = cache.get(ids[i]);
      removed.add(row != null ? row : MessageRow.loading(ids[i], children.contains(ids[i])));
    }
    return removed;
  }
}
