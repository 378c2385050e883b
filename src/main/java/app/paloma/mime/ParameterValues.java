package app.paloma.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The parameters of a field as they come: plain, encoded (RFC 2231 §4) or in pieces (§3), or with
/// encoded words, which RFC 2047 §5 forbids and most senders write.
final class ParameterValues {
  private record Segment(String text, boolean extended) {}

  private static final int MAX_SEGMENTS = 1_000;

  private final Map<String, String> plain = new LinkedHashMap<>();
  private final Map<String, String> whole = new LinkedHashMap<>();
  private final Map<String, TreeMap<Integer, Segment>> pieces = new LinkedHashMap<>();

  /// @param name in lower case, with its asterisks
  void put(String name, String value) {
    int star = name.indexOf('*');
    if (name.isEmpty() || star == 0) {
      return;
    }
    if (star < 0) {
      plain.putIfAbsent(name, value.contains("=?") ? HeaderDecoder.decode(value) : value);
      return;
    }
    String base = name.substring(0, star).strip();
    boolean extended = name.endsWith("*");
    String number =
        name.substring(star + 1, extended ? Math.max(star + 1, name.length() - 1) : name.length());
    if (number.isEmpty()) {
      whole.putIfAbsent(base, join(Map.of(0, new Segment(value, true))));
      return;
    }
    // Digits without a leading zero.
    if (number.length() < 4
        && number.chars().allMatch(c -> c >= '0' && c <= '9')
        && (number.length() == 1 || number.charAt(0) != '0')) {
      TreeMap<Integer, Segment> segments = pieces.computeIfAbsent(base, k -> new TreeMap<>());
      if (segments.size() < MAX_SEGMENTS) {
        segments.putIfAbsent(Integer.valueOf(number), new Segment(value, extended));
      }
    }
  }

  /// What each name means: the encoded form counts before the pieces, they before the plain one,
  /// which is there for readers that know neither.
  Map<String, String> join() {
    pieces.forEach((name, segments) -> {
      if (segments.firstKey() == 0 || !plain.containsKey(name)) {
        String joined = join(contiguous(segments));
        if (!joined.isEmpty()) {
          plain.put(name, joined);
        }
      }
    });
    whole.forEach((name, value) -> {
      if (!value.isEmpty()) {
        plain.put(name, value);
      }
    });
    return plain.isEmpty() ? Map.of() : plain;
  }

  /// After a gap the rest belongs to something else.
  private static Map<Integer, Segment> contiguous(TreeMap<Integer, Segment> segments) {
    int next = segments.firstKey();
    while (segments.containsKey(next)) {
      next++;
    }
    return segments.headMap(next);
  }

  private static String join(Map<Integer, Segment> segments) {
    String charset = "";
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    boolean anyExtended = false;
    boolean first = true;
    for (Segment s : segments.values()) {
      String text = s.text;
      if (s.extended) {
        anyExtended = true;
        // The charset stands in the first piece; some repeat it, some begin with it later.
        int a = text.indexOf('\'');
        int b = a < 0 ? -1 : text.indexOf('\'', a + 1);
        boolean language = b >= 0 && b - a <= 20;
        String named = text.substring(0, Math.max(0, a));
        boolean known = a > 0 && TextDecoder.isKnown(named);
        if (language && (first || known && charset.isEmpty())
            || known && (first || named.equalsIgnoreCase(charset))) {
          charset = named;
          text = text.substring(language ? b + 1 : a + 1);
        }
        percent(text, octets);
      } else {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
      first = false;
    }
    byte[] all = octets.toByteArray();
    String joined = TextDecoder.decode(all, 0, all.length, charset);
    return !anyExtended && joined.contains("=?") ? HeaderDecoder.decode(joined) : joined;
  }

  static String percentDecoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    percent(text, octets);
    return octets.toString(StandardCharsets.UTF_8);
  }

  private static void percent(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int hi = Character.digit(text.charAt(i + 1), 16);
        int lo = Character.digit(text.charAt(i + 2), 16);
        if (hi >= 0 && lo >= 0) {
          out.write(hi << 4 | lo);
          i += 2;
          continue;
        }
      }
      if (c < 128) {
        out.write(c);
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
