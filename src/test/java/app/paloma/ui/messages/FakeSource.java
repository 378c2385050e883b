package app.paloma.ui.messages;

import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.SearchIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A mailbox of any length in memory, newest first: ids count down.
final class FakeSource implements MessageSource {
  long[] ids = new long[0];
  final Set<Long> unread = new HashSet<>();
  final Map<Long, List<Long>> threads = new HashMap<>();
  long[] hits = new long[0];
  int idsRead;
  int summariesRead;

  static FakeSource of(long... ids) {
    FakeSource source = new FakeSource();
    source.ids = ids;
    return source;
  }

  static FakeSource counting(int size) {
    FakeSource source = new FakeSource();
    source.ids = new long[size];
    for (int i = 0; i < size; i++) {
      source.ids[i] = (long) size - i;
    }
    return source;
  }

  MessageSummary summary(long id) {
    return new MessageSummary(
        new MessageId(id),
        new AccountId(1),
        new MailboxId(1),
        id,
        "m" + id,
        id,
        new Address("Ana", "ana@example.org"),
        List.of(),
        "subject " + id,
        Instant.ofEpochSecond(id),
        Flags.of(unread.contains(id) ? 0 : Flags.SEEN),
        100,
        false,
        "",
        MessageSummary.BodyState.COMPLETE);
  }

  @Override
  public int count(ListQuery query) {
    return ids.length;
  }

  @Override
  public long[] ids(ListQuery query, int offset, int limit) {
    int from = Math.min(offset, ids.length);
    long[] block = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + limit));
    idsRead += block.length;
    return query.unreadOnly() ? Arrays.stream(block).filter(unread::contains).toArray() : block;
  }

  @Override
  public List<MessageSummary> summaries(long[] asked) {
    summariesRead += asked.length;
    List<MessageSummary> found = new ArrayList<>();
    for (long id : asked) {
      found.add(summary(id));
    }
    return found;
  }

  @Override
  public Optional<MessageSummary> get(MessageId id) {
    return Optional.of(summary(id.value()));
  }

  @Override
  public List<MessageSummary> thread(long threadId) {
    return threads.getOrDefault(threadId, List.of(threadId)).stream().map(this::summary).toList();
  }

  @Override
  public int[] threadSizes(long[] threadIds) {
    return Arrays.stream(threadIds)
        .mapToInt(id -> threads.getOrDefault(id, List.of(id)).size())
        .toArray();
  }

  @Override
  public Map<Long, Marks> marks(long[] ids, boolean threads) {
    return Map.of();
  }

  @Override
  public SearchIndex.Result search(SearchQuery query, int limit) {
    return new SearchIndex.Result(hits, hits.length, ids.length, ids.length);
  }
}
