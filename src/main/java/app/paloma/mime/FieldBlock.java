package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The header fields of one part as ranges over octets that it does not own.
final class FieldBlock {
  /// Where the octets of headers are: the message itself, or a copy that grows while a stream is
  /// read.
  static final class Store {
    byte[] octets;
    int size;

    /// What the texts of the message say that they are written in: senders who leave octets above
    /// 127 in a header mean the same there.
    private String charset = "";

    Store(byte[] octets) {
      this.octets = octets;
      this.size = octets.length;
    }

    /// The first one that says something counts.
    void hear(ContentField type) {
      if (charset.isEmpty() && type.value().startsWith("text/")) {
        charset = type.parameter("charset");
      }
    }

    int append(byte[] from, int offset, int length) {
      int at = size;
      if (octets.length - size < length + 2) {
        octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + length + 2));
      }
      System.arraycopy(from, offset, octets, size, length);
      size += length;
      octets[size++] = '\r';
      octets[size++] = '\n';
      return at;
    }
  }

  private final Store store;
  // For each field: name start, name end, value start, value end.
  private int[] ranges = new int[0];
  private int count;

  FieldBlock(Store store) {
    this.store = store;
  }

  void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (ranges.length < (count + 1) * 4) {
      ranges = Arrays.copyOf(ranges, Math.max(24, ranges.length * 2));
    }
    int at = count++ * 4;
    ranges[at] = nameStart;
    ranges[at + 1] = nameEnd;
    ranges[at + 2] = valueStart;
    ranges[at + 3] = valueEnd;
  }

  void hear(ContentField type) {
    store.hear(type);
  }

  void extendLast(int valueEnd) {
    ranges[count * 4 - 1] = valueEnd;
  }

  boolean endsWith(char c) {
    int end = count == 0 ? 0 : ranges[count * 4 - 1];
    return end > 0 && store.octets[end - 1] == c;
  }

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// Where the field begins in the octets.
  int start(int i) {
    return ranges[i * 4];
  }

  /// Where its value ends, before the line end.
  int end(int i) {
    return ranges[i * 4 + 3];
  }

  String name(int i) {
    int start = ranges[i * 4];
    return new String(store.octets, start, ranges[i * 4 + 1] - start, StandardCharsets.ISO_8859_1);
  }

  /// The value unfolded (RFC 5322 §2.2.3), raw 8-bit octets read as UTF-8, or else as the message's
  /// texts are; encoded words left as they are.
  String raw(int i) {
    return raw(i, Integer.MAX_VALUE);
  }

  String raw(int i, int limit) {
    int start = ranges[i * 4 + 2];
    int end = (int) Math.min(ranges[i * 4 + 3], (long) start + limit);
    return HeaderDecoder.unfold(store.octets, start, end, store.charset);
  }

  /// The first field of that name, decoded; empty where there is none.
  String text(String name) {
    int i = find(name, 0);
    return i < 0 ? "" : HeaderDecoder.decode(raw(i));
  }

  String rawText(String name) {
    int i = find(name, 0);
    return i < 0 ? "" : raw(i);
  }

  List<String> allRaw(String name) {
    ArrayList<String> all = new ArrayList<>(2);
    for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
      all.add(raw(i));
    }
    return all;
  }

  int find(String name, int from) {
    byte[] octets = store.octets;
    int length = name.length();
    next:
    for (int i = from; i < count; i++) {
      int start = ranges[i * 4];
      if (ranges[i * 4 + 1] - start != length) {
        continue;
      }
      for (int k = 0; k < length; k++) {
        int a = octets[start + k];
        int b = name.charAt(k);
        if (a != b && (lower(a) != lower(b))) {
          continue next;
        }
      }
      return i;
    }
    return -1;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
}
