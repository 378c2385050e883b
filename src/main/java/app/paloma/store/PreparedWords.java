package app.paloma.store;

import app.paloma.model.IndexedContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The words of many messages turned round, ready to become segments of the search index. They can
/// be made before the messages have rows, beside the writer, which has enough to do.
public final class PreparedWords {
  /// Words of a segment, beyond the message that goes over it.
  private static final int MOST_WORDS = 600_000;

  /// Of a word, with what stands between words, roughly.
  private static final int WORD_CHARACTERS = 5;

  /// What becomes one segment.
  ///
  /// @param first the number of its first message
  /// @param sizes of each message, how many words its columns have, as FTS5 writes it
  record Part(int first, WordPositions words, List<byte[]> sizes) {}

  private final List<IndexedContent> messages = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final long[] totals = new long[1 + IndexedWords.COLUMNS];

  private PreparedWords() {}

  /// Of messages that arrive together, in this order.
  public static PreparedWords ofArrived(List<MessageStore.Arrived> arrived) {
    return ofContents(arrived.stream().map(MessageStore.Arrived::index).toList());
  }

  /// Of messages that are filed together, in this order.
  public static PreparedWords ofContents(List<IndexedContent> contents) {
    return of(contents.stream().map(IndexedWords::new).toList());
  }

  static PreparedWords of(Collection<IndexedWords> messages) {
    PreparedWords prepared = new PreparedWords();
    long characters = 0;
    for (IndexedWords message : messages) {
      characters += message.content().bodyText().length();
    }
    long expected = characters / WORD_CHARACTERS + 64L * messages.size();
    int room = (int) Math.min(MOST_WORDS + MOST_WORDS / 8, expected);
    for (IndexedWords message : messages) {
      prepared.add(message, room);
    }
    return prepared;
  }

  private void add(IndexedWords message, int room) {
    if (parts.isEmpty() || parts.getLast().words.size() >= MOST_WORDS) {
      parts.add(new Part(messages.size(), new WordPositions(room), new ArrayList<>()));
    }
    Part part = parts.getLast();
    byte[] sizes = new byte[IndexedWords.COLUMNS * Varint.LONGEST];
    int at = 0;
    Initials initials = new Initials();
    for (int column = 0; column < IndexedWords.COLUMNS; column++) {
      String text = column == IndexedWords.LAST ? message.last(initials) : message.column(column);
      int size = part.words.read(part.sizes.size(), column, text, initials);
      at = Varint.put(sizes, at, size);
      totals[1 + column] += size;
    }
    totals[0]++;
    part.sizes.add(Arrays.copyOf(sizes, at));
    messages.add(message.content());
  }

  /// Whether these are the messages, and all of them.
  boolean isOf(Collection<IndexedWords> others) {
    if (others.size() != messages.size()) {
      return false;
    }
    int at = 0;
    for (IndexedWords other : others) {
      if (!other.content().equals(messages.get(at++))) {
        return false;
      }
    }
    return true;
  }

  List<Part> parts() {
    return parts;
  }

  /// How many messages there are, and how many words in each column.
  long[] totals() {
    return totals;
  }
}
