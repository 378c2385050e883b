package app.paloma.store;

/// SQLite's integers of one to nine octets, most significant first, as they stand in the search
/// index's records.
final class Varint {
  static final int LONGEST = 9;

  private Varint() {}

  /// @return the offset behind it
  static int put(byte[] target, int at, long value) {
    if ((value & ~0x7fL) == 0) {
      target[at] = (byte) value;
      return at + 1;
    }
    if ((value & ~0x3fffL) == 0) {
      target[at] = (byte) (value >>> 7 | 0x80);
      target[at + 1] = (byte) (value & 0x7f);
      return at + 2;
    }
    return putLonger(target, at, value);
  }

  private static int putLonger(byte[] target, int at, long value) {
    if (value < 0 || value >= 1L << 56) {
      target[at + 8] = (byte) value;
      long rest = value >>> 8;
      for (int i = 7; i >= 0; i--) {
        target[at + i] = (byte) (rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      return at + LONGEST;
    }
    int length = (63 - Long.numberOfLeadingZeros(value)) / 7 + 1;
    long rest = value;
    for (int i = length - 1; i >= 0; i--) {
      target[at + i] = (byte) (rest & 0x7f | (i == length - 1 ? 0 : 0x80));
      rest >>>= 7;
    }
    return at + length;
  }

  /// How many octets the one at `at` takes.
  static int length(byte[] source, int at) {
    int length = 1;
    while (length < LONGEST && source[at + length - 1] < 0) {
      length++;
    }
    return length;
  }

  /// @throws IndexOutOfBoundsException where it is cut off
  static long get(byte[] source, int at) {
    long value = 0;
    for (int i = 0; i < LONGEST - 1; i++) {
      value = value << 7 | source[at + i] & 0x7f;
      if (source[at + i] >= 0) {
        return value;
      }
    }
    return value << 8 | source[at + LONGEST - 1] & 0xff;
  }
}
