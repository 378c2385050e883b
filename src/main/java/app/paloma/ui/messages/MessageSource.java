package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.SearchIndex;
import app.paloma.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a list reads. All methods block: workers only.
public interface MessageSource {
  int count(ListQuery query);

  long[] ids(ListQuery query, int offset, int limit);

  List<MessageSummary> summaries(long[] ids);

  Optional<MessageSummary> get(MessageId id);

  List<MessageSummary> thread(long threadId);

  int[] threadSizes(long[] threadIds);

  /// How messages stand out; those that do not are left out.
  ///
  /// @param threads whether each stands for its conversation
  Map<Long, Marks> marks(long[] ids, boolean threads);

  SearchIndex.Result search(SearchQuery query, int limit);

  static MessageSource of(Store store) {
    return new MessageSource() {
      @Override
      public int count(ListQuery query) {
        return store.messages().count(query);
      }

      @Override
      public long[] ids(ListQuery query, int offset, int limit) {
        return store.messages().ids(query, offset, limit);
      }

      @Override
      public List<MessageSummary> summaries(long[] ids) {
        return store.messages().summaries(ids);
      }

      @Override
      public Optional<MessageSummary> get(MessageId id) {
        return store.messages().get(id);
      }

      @Override
      public List<MessageSummary> thread(long threadId) {
        return store.messages().thread(threadId);
      }

      @Override
      public int[] threadSizes(long[] threadIds) {
        return store.messages().threadSizes(threadIds);
      }

      @Override
      public Map<Long, Marks> marks(long[] ids, boolean threads) {
        return store.attention().marks(ids, threads);
      }

      @Override
      public SearchIndex.Result search(SearchQuery query, int limit) {
        return store.search().search(query, limit);
      }
    };
  }
}
