package app.paloma.protocol.imap.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/// A set of UIDs or sequence numbers as sorted, disjoint ranges (RFC 9051 §9 sequence-set): a
/// mailbox of a million messages without holes takes 16 octets. Immutable.
public final class UidSet {
  public static final UidSet EMPTY = new UidSet(new long[0]);

  /// The last UID there can be; `n:*` reads and writes as `n:MAX`.
  public static final long MAX = 0xFFFF_FFFFL;

  private final long[] bounds;

  private UidSet(long[] bounds) {
    this.bounds = bounds;
  }

  public static UidSet of(long... uids) {
    Builder builder = new Builder();
    for (long uid : uids) {
      builder.add(uid);
    }
    return builder.build();
  }

  public static UidSet of(Collection<Long> uids) {
    Builder builder = new Builder();
    uids.forEach(builder::add);
    return builder.build();
  }

  /// Both ends belong to it.
  public static UidSet range(long first, long last) {
    return new Builder().add(first, last).build();
  }

  /// `first:*`.
  public static UidSet from(long first) {
    return range(first, MAX);
  }

  /// Reads `1:3,7,9:*`.
  ///
  /// @throws IllegalArgumentException for what is not a sequence-set
  public static UidSet parse(String text) {
    Builder builder = new Builder();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      long first = number(colon < 0 ? part : part.substring(0, colon));
      long last = colon < 0 ? first : number(part.substring(colon + 1));
      builder.add(Math.min(first, last), Math.max(first, last));
    }
    return builder.build();
  }

  private static long number(String text) {
    if (text.equals("*")) {
      return MAX;
    }
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("not a sequence number: " + text);
    }
    long number = Long.parseLong(text);
    if (number > MAX) {
      throw new IllegalArgumentException("sequence number too large: " + text);
    }
    return number;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /// How many numbers are in it.
  public long size() {
    long size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i] + 1;
    }
    return size;
  }

  /// How many ranges it is made of.
  public int ranges() {
    return bounds.length / 2;
  }

  public long rangeFirst(int range) {
    return bounds[2 * range];
  }

  public long rangeLast(int range) {
    return bounds[2 * range + 1];
  }

  public boolean contains(long uid) {
    int low = 0;
    int high = ranges() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (uid < bounds[2 * middle]) {
        high = middle - 1;
      } else if (uid > bounds[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /// @throws NoSuchElementException when empty
  public long first() {
    requireSome();
    return bounds[0];
  }

  /// @throws NoSuchElementException when empty
  public long last() {
    requireSome();
    return bounds[bounds.length - 1];
  }

  private void requireSome() {
    if (isEmpty()) {
      throw new NoSuchElementException("empty set");
    }
  }

  public UidSet plus(UidSet other) {
    Builder builder = new Builder();
    add(builder, this);
    add(builder, other);
    return builder.build();
  }

  private static void add(Builder builder, UidSet set) {
    for (int i = 0; i < set.bounds.length; i += 2) {
      builder.add(set.bounds[i], set.bounds[i + 1]);
    }
  }

  public UidSet minus(UidSet other) {
    Builder rest = new Builder();
    int j = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      long first = bounds[i];
      long last = bounds[i + 1];
      while (j < other.bounds.length && other.bounds[j + 1] < first) {
        j += 2;
      }
      for (int k = j; k < other.bounds.length && other.bounds[k] <= last; k += 2) {
        if (other.bounds[k] > first) {
          rest.add(first, other.bounds[k] - 1);
        }
        first = Math.max(first, other.bounds[k + 1] + 1);
      }
      if (first <= last) {
        rest.add(first, last);
      }
    }
    return rest.build();
  }

  public UidSet intersect(UidSet other) {
    Builder common = new Builder();
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < other.bounds.length) {
      long first = Math.max(bounds[i], other.bounds[j]);
      long last = Math.min(bounds[i + 1], other.bounds[j + 1]);
      if (first <= last) {
        common.add(first, last);
      }
      if (bounds[i + 1] < other.bounds[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return common.build();
  }

  public void forEach(LongConsumer action) {
    for (int i = 0; i < bounds.length; i += 2) {
      for (long uid = bounds[i]; uid <= bounds[i + 1]; uid++) {
        action.accept(uid);
      }
    }
  }

  /// Ascending; a set with `*` in it does not end soon.
  public LongStream stream() {
    LongStream all = LongStream.empty();
    for (int i = 0; i < bounds.length; i += 2) {
      LongStream next = LongStream.rangeClosed(bounds[i], bounds[i + 1]);
      all = i == 0 ? next : LongStream.concat(all, next);
    }
    return all;
  }

  public PrimitiveIterator.OfLong iterator() {
    return new PrimitiveIterator.OfLong() {
      private int at;
      private long next = bounds.length == 0 ? 0 : bounds[0];

      @Override
      public boolean hasNext() {
        return at < bounds.length;
      }

      @Override
      public long nextLong() {
        if (at >= bounds.length) {
          throw new NoSuchElementException();
        }
        long uid = next;
        if (uid < bounds[at + 1]) {
          next++;
        } else {
          at += 2;
          next = at < bounds.length ? bounds[at] : 0;
        }
        return uid;
      }
    };
  }

  public long[] toArray() {
    if (size() > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("too many for an array: " + this);
    }
    long[] all = new long[(int) size()];
    int n = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      for (long uid = bounds[i]; uid <= bounds[i + 1]; uid++) {
        all[n++] = uid;
      }
    }
    return all;
  }

  /// The set in pieces whose text is at most that long, ascending.
  public List<UidSet> chunks(int maxOctets) {
    ArrayList<UidSet> chunks = new ArrayList<>();
    int from = 0;
    int octets = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      int length = rangeText(bounds[i], bounds[i + 1]).length() + 1;
      if (octets + length > maxOctets && i > from) {
        chunks.add(new UidSet(Arrays.copyOfRange(bounds, from, i)));
        from = i;
        octets = 0;
      }
      octets += length;
    }
    if (from < bounds.length) {
      chunks.add(new UidSet(Arrays.copyOfRange(bounds, from, bounds.length)));
    }
    return List.copyOf(chunks);
  }

  /// The set in pieces of at most `count` numbers, ascending.
  public List<UidSet> batches(int count) {
    ArrayList<UidSet> batches = new ArrayList<>();
    Builder batch = new Builder();
    long free = count;
    for (int i = 0; i < bounds.length; i += 2) {
      long first = bounds[i];
      while (first <= bounds[i + 1]) {
        long last = Math.min(bounds[i + 1], first + free - 1);
        batch.add(first, last);
        free -= last - first + 1;
        first = last + 1;
        if (free == 0) {
          batches.add(batch.build());
          batch = new Builder();
          free = count;
        }
      }
    }
    if (free < count) {
      batches.add(batch.build());
    }
    return List.copyOf(batches);
  }

  private static String rangeText(long first, long last) {
    if (first == last) {
      return first == MAX ? "*" : Long.toString(first);
    }
    return first + ":" + (last == MAX ? "*" : Long.toString(last));
  }

  /// As IMAP writes it; empty for the empty set, which IMAP cannot write.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      if (i > 0) {
        text.append(',');
      }
      text.append(rangeText(bounds[i], bounds[i + 1]));
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /// Collects numbers in any order; cheapest when they ascend.
  public static final class Builder {
    private long[] bounds = new long[16];
    private int length;
    private boolean sorted = true;

    public Builder add(long uid) {
      return add(uid, uid);
    }

    public Builder add(long first, long last) {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("not a range: " + first + ":" + last);
      }
      if (length > 0 && sorted) {
        if (first == bounds[length - 1] + 1) {
          bounds[length - 1] = last;
          return this;
        }
        sorted = first > bounds[length - 1];
      }
      if (length == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * length);
      }
      bounds[length++] = first;
      bounds[length++] = last;
      return this;
    }

    public UidSet build() {
      if (length == 0) {
        return EMPTY;
      }
      if (sorted) {
        return new UidSet(Arrays.copyOf(bounds, length));
      }
      long[][] ranges = new long[length / 2][];
      for (int i = 0; i < ranges.length; i++) {
        ranges[i] = new long[] {bounds[2 * i], bounds[2 * i + 1]};
      }
      Arrays.sort(ranges, (a, b) -> Long.compare(a[0], b[0]));
      long[] merged = new long[length];
      int n = 0;
      for (long[] range : ranges) {
        if (n > 0 && range[0] <= merged[n - 1] + 1) {
          merged[n - 1] = Math.max(merged[n - 1], range[1]);
        } else {
          merged[n++] = range[0];
          merged[n++] = range[1];
        }
      }
      return new UidSet(Arrays.copyOf(merged, n));
    }
  }
}
