package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.store.MessageStore.ListQuery;
import java.util.Arrays;
import java.util.Optional;

/// Reads the ids of a list on a worker, in blocks.
final class MessageIdReader {
  static final int FIRST_BLOCK = 256;
  static final int BLOCK = 50_000;
  static final int SEARCH_LIMIT = 10_000;

  private final MessageSource source;

  MessageIdReader(MessageSource source) {
    this.source = source;
  }

  long[] allIds(ListQuery query) {
    long[] all = source.ids(query, 0, BLOCK);
    int read = all.length;
    while (read > 0 && read % BLOCK == 0) {
      long[] block = source.ids(query, all.length, BLOCK);
      if (block.length == 0) {
        break;
      }
      int at = all.length;
      all = Arrays.copyOf(all, at + block.length);
      System.arraycopy(block, 0, all, at, block.length);
      read = block.length;
    }
    return all;
  }

  long[] filtered(ListQuery query, SearchQuery filter) {
    long[] hits = source.search(filter, SEARCH_LIMIT).ids().clone();
    Arrays.sort(hits);
    return Arrays.stream(allIds(query)).filter(id -> Arrays.binarySearch(hits, id) >= 0).toArray();
  }

  /// Mostly something came or went near the top: then the first block and the count tell all, and
  /// the cost does not grow with the mailbox.
  long[] reread(ListQuery query, long[] before) {
    long[] head = source.ids(query, 0, FIRST_BLOCK);
    if (head.length < FIRST_BLOCK) {
      return head;
    }
    long last = head[head.length - 1];
    int at = -1;
    for (int i = Math.min(before.length, 4 * FIRST_BLOCK) - 1; i >= 0; i--) {
      if (before[i] == last) {
        at = i;
        break;
      }
    }
    if (at >= 0 && head.length + before.length - at - 1 == source.count(query)) {
      long[] merged = Arrays.copyOf(head, head.length + before.length - at - 1);
      System.arraycopy(before, at + 1, merged, head.length, before.length - at - 1);
      return merged;
    }
    return allIds(query);
  }

  static long[] reversed(long[] ids) {
    long[] reversed = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      reversed[i] = ids[ids.length - 1 - i];
    }
    return reversed;
  }

  Optional<MessageId> firstUnread(long[] candidates) {
    for (int from = 0; from < candidates.length; from += 500) {
      long[] block = Arrays.copyOfRange(candidates, from, Math.min(candidates.length, from + 500));
      Optional<MessageId> found =
          source.summaries(block).stream()
              .filter(s -> !s.flags().isSeen())
              .map(MessageSummary::id)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
