package app.paloma.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Words in the order of their octets, as the segments of the search index have them. Their first
/// eight octets are sorted as numbers, digit by digit: one small loop, where Java's own sorting is
/// a dozen large methods that a command which is soon over would have to compile.
final class WordOrder {
  private static final int PREFIX = Long.BYTES;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] pool;
  private final int[] ends;
  private long[] keys;
  private int[] order;

  private WordOrder(byte[] pool, int[] ends, int words) {
    this.pool = pool;
    this.ends = ends;
    keys = new long[words];
    order = new int[words];
  }

  /// @param pool all words, one after the other, none twice and none with an octet 0
  /// @param ends where each ends in it
  /// @return the numbers of the words, in order
  static int[] of(byte[] pool, int[] ends, int words) {
    WordOrder order = new WordOrder(pool, ends, words);
    for (int word = 0; word < words; word++) {
      order.keys[word] = order.key(word);
      order.order[word] = word;
    }
    order.sortKeys(words);
    order.sortWholeWhereAlike(words);
    return order.order;
  }

  private int begin(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  /// The first octets; a shorter word comes before all that it begins.
  private long key(int word) {
    int begin = begin(word);
    int spare = 8 * Math.max(0, PREFIX - (ends[word] - begin));
    if (begin + PREFIX <= pool.length) {
      return (long) EIGHT.get(pool, begin) >>> spare << spare;
    }
    long key = 0;
    for (int i = begin; i < ends[word]; i++) {
      key = key << 8 | pool[i] & 0xff;
    }
    return key << spare;
  }

  private void sortKeys(int words) {
    long[] otherKeys = new long[words];
    int[] otherOrder = new int[words];
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      int[] next = new int[257];
      count(keys, shift, next);
      for (int digit = 0; digit < 256; digit++) {
        next[digit + 1] += next[digit];
      }
      move(shift, next, otherKeys, otherOrder);
      long[] sortedKeys = otherKeys;
      int[] sortedOrder = otherOrder;
      otherKeys = keys;
      otherOrder = order;
      keys = sortedKeys;
      order = sortedOrder;
    }
  }

  private static void count(long[] keys, int shift, int[] next) {
    for (long key : keys) {
      next[1 + (int) (key >>> shift & 0xff)]++;
    }
  }

  /// @param next where the next key with each digit goes
  private void move(int shift, int[] next, long[] toKeys, int[] toOrder) {
    for (int i = 0; i < keys.length; i++) {
      int to = next[(int) (keys[i] >>> shift & 0xff)]++;
      toKeys[to] = keys[i];
      toOrder[to] = order[i];
    }
  }

  private void sortWholeWhereAlike(int words) {
    for (int from = 0; from < words; ) {
      int to = from + 1;
      while (to < words && keys[to] == keys[from]) {
        to++;
      }
      if (to - from > 1) {
        sortWhole(from, to);
      }
      from = to;
    }
  }

  private void sortWhole(int from, int to) {
    Integer[] boxed = new Integer[to - from];
    for (int i = from; i < to; i++) {
      boxed[i - from] = order[i];
    }
    Arrays.sort(
        boxed,
        (a, b) -> {
          return Arrays.compareUnsigned(pool, begin(a), ends[a], pool, begin(b), ends[b]);
        });
    for (int i = from; i < to; i++) {
      order[i] = boxed[i - from];
    }
  }
}
