package app.paloma.mime;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Octets to text by the charset that was declared, or by what they look like where that is
/// missing, unknown or wrong.
final class TextDecoder {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  // Senders name the national standard and use the vendor's superset of it.
  private static final Map<String, String> SUPERSETS =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("8859-1", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-8-i", "iso-8859-8"),
          Map.entry("iso-8859-8-e", "iso-8859-8"),
          Map.entry("iso-8859-6-i", "iso-8859-6"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601-1989", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("euckr", "x-windows-949"),
          Map.entry("korean", "x-windows-949"),
          Map.entry("cp949", "x-windows-949"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gb_2312-80", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("x-gbk", "gb18030"),
          Map.entry("cp936", "gb18030"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("ms932", "windows-31j"),
          Map.entry("x-ms-cp932", "windows-31j"),
          Map.entry("windows-932", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("windows-874", "x-windows-874"),
          Map.entry("big5", "big5-hkscs"),
          Map.entry("macintosh", "x-macroman"),
          Map.entry("x-mac-roman", "x-macroman"),
          Map.entry("x-mac-cyrillic", "x-maccyrillic"),
          Map.entry("utf8", "utf-8"),
          Map.entry("utf-8-mac", "utf-8"),
          Map.entry("unicode", "utf-16"),
          Map.entry("ucs-2", "utf-16"));

  /// What a label means: a charset of Java's, one that Java does not know, or nothing.
  private record Label(Charset charset, OldCharset old) {}

  private static final Map<String, Label> KNOWN = new ConcurrentHashMap<>();
  private static final Label UNKNOWN = new Label(null, null);

  private static final Set<Charset> ONE_OCTET =
      Stream.of(
              "windows-1250",
              "windows-1251",
              "windows-1252",
              "windows-1253",
              "windows-1254",
              "windows-1255",
              "windows-1256",
              "windows-1257",
              "windows-1258",
              "KOI8-R",
              "KOI8-U",
              "ISO-8859-2",
              "ISO-8859-5",
              "ISO-8859-7",
              "ISO-8859-8",
              "ISO-8859-15")
          .map(Charset::forName)
          .collect(Collectors.toUnmodifiableSet());

  private TextDecoder() {}

  static String decode(byte[] octets, int from, int length, String declared) {
    if (length <= 0) {
      return "";
    }
    Label known = declared.isEmpty() ? UNKNOWN : lookup(declared);
    if (known.old() != null) {
      return known.old().decode(octets, from, length);
    }
    Charset charset = known.charset();
    if (charset == null || isAsciiSuperset(charset)) {
      // Java reads many octets of UTF-8 at once as long as they are ASCII; of others there are
      // fewer
      // characters than octets, or some that stand for what is no UTF-8.
      String text = new String(octets, from, length, StandardCharsets.UTF_8);
      if (text.length() == length && text.indexOf('\uFFFD') < 0) {
        return charset == null && isJapanese(text)
            ? OldCharset.ISO_2022_JP.decode(octets, from, length)
            : text;
      }
    }
    if (charset == null) {
      return guess(octets, from, length);
    }
    if (charset.equals(StandardCharsets.UTF_8)) {
      String text = new String(octets, from, length, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') >= 0
          && !hasUtf8(octets, from, length, 1)
          && !endsInsideCharacter(octets, from, length)) {
        return new String(octets, from, length, WINDOWS_1252);
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    if (charset.equals(StandardCharsets.UTF_16)) {
      charset = utf16(octets, from, length);
    }
    if (isUtf8InDisguise(charset, octets, from, length)) {
      return new String(octets, from, length, StandardCharsets.UTF_8);
    }
    String text = new String(octets, from, length, charset);
    // UTF-8 under the name of a charset that cannot hold these octets.
    if (text.indexOf('\uFFFD') >= 0 && !isAscii(octets, from, length)) {
      String utf8 = new String(octets, from, length, StandardCharsets.UTF_8);
      if (utf8.indexOf('\uFFFD') < 0) {
        return utf8;
      }
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// Octets of a header that has no charset of its own.
  ///
  /// @param near the charset of the texts below it, or empty
  static String header(byte[] octets, int from, int length, String near) {
    String text = decode(octets, from, length, "");
    Charset charset = near.isEmpty() ? null : lookup(near).charset();
    if (charset == null
        || charset.equals(WINDOWS_1252)
        || !isAsciiSuperset(charset)
        || isAscii(octets, from, length)
        || new String(octets, from, length, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0) {
      return text;
    }
    String same = new String(octets, from, length, charset);
    return same.indexOf('\uFFFD') < 0 ? same : text;
  }

  /// From characters back to the octets of a charset; UTF-8 where it is unknown.
  static CharsetEncoder encoder(String label) {
    Charset charset = lookup(label).charset();
    boolean usable = charset != null && isAsciiSuperset(charset) && charset.canEncode();
    return (usable ? charset : StandardCharsets.UTF_8).newEncoder();
  }

  static boolean isKnown(String label) {
    Label known = lookup(label);
    return known.charset() != null || known.old() != null;
  }

  private static Label lookup(String label) {
    Label known = KNOWN.get(label);
    if (known == null) {
      known = find(label.strip().toLowerCase(Locale.ROOT));
      // Labels come from strangers: the table must not grow with them.
      if (KNOWN.size() < 500) {
        KNOWN.put(label, known);
      }
    }
    return known;
  }

  private static Label find(String raw) {
    String label = raw.replace("\"", "").replace("'", "").strip();
    if (label.startsWith("charset=")) {
      label = label.substring(8);
    }
    switch (label) {
      // These say nothing about octets above 127.
      case "",
      "us-ascii",
      "ascii",
      "unknown",
      "unknown-8bit",
      "x-unknown",
      "8bit",
      "default",
      "ansi_x3.4-1968",
      "binary",
      "x-user-defined":
        return UNKNOWN;
      default:
        break;
    }
    OldCharset old = OldCharset.of(label);
    if (old != null) {
      return new Label(null, old);
    }
    Charset found = forName(SUPERSETS.getOrDefault(label, label));
    for (String variant :
        new String[] {
          label.replace('_', '-'),
          label.startsWith("x-") ? label.substring(2) : "x-" + label,
          label.replaceFirst("^iso-?(\\d{4})-?", "iso-$1-"),
          label.replaceFirst("^(?:cp|win|windows)[-_]?(12\\d\\d)$", "windows-$1"),
          label.replaceFirst("^(?:cp|dos)[-_]?(\\d+)$", "ibm$1")
        }) {
      if (found == null) {
        found = forName(SUPERSETS.getOrDefault(variant, variant));
      }
    }
    return found == null ? UNKNOWN : new Label(found, null);
  }

  private static Charset forName(String name) {
    try {
      Charset c = Charset.forName(name);
      return c.name().equals("ISO-8859-1") || c.name().equals("US-ASCII") ? WINDOWS_1252 : c;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isAsciiSuperset(Charset c) {
    String name = c.name();
    return !name.startsWith("UTF-16")
        && !name.startsWith("UTF-32")
        && !name.startsWith("ISO-2022")
        && !name.startsWith("x-ISO-2022")
        && !name.startsWith("x-windows-iso2022")
        && !name.startsWith("IBM");
  }

  static boolean isAscii(byte[] octets, int from, int length) {
    for (int i = from, end = from + length; i < end; i++) {
      if (octets[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// RFC 1468: ESC "$" "@" or ESC "$" "B" begins Japanese; old mail does not name the charset.
  private static boolean isJapanese(String text) {
    return text.indexOf(27) >= 0 && (text.contains("\u001b$B") || text.contains("\u001b$@"));
  }

  private static String guess(byte[] octets, int from, int length) {
    String text = new String(octets, from, length, StandardCharsets.UTF_8);
    if (!hasUtf8(octets, from, length, 10) && !isCutOffUtf8(text, octets, from, length)) {
      return new String(octets, from, length, CharsetGuess.of(octets, from, length));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// Several characters that are whole in UTF-8, and nothing that is not: text in a charset of one
  /// octet a letter does not look like that.
  private static boolean isUtf8InDisguise(Charset charset, byte[] octets, int from, int length) {
    if (!ONE_OCTET.contains(charset)) {
      return false;
    }
    int characters = 0;
    for (int i = from, end = from + length; i < end; i++) {
      if (octets[i] < 0) {
        int more = utf8Length(octets, i, end);
        if (more < 0) {
          return false;
        }
        characters++;
        i += more;
      }
    }
    return characters >= 3;
  }

  /// How many octets follow in the character that begins here, -1 where none does.
  private static int utf8Length(byte[] octets, int at, int end) {
    int c = octets[at] & 0xFF;
    int more =
        c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 0;
    boolean ok = more > 0 && at + more < end;
    for (int k = 1; ok && k <= more; k++) {
      ok = (octets[at + k] & 0xC0) == 0x80;
    }
    return ok ? more : -1;
  }

  /// Only the very last character is broken: the octets end inside it.
  private static boolean isCutOffUtf8(String text, byte[] octets, int from, int length) {
    return text.indexOf('\uFFFD') == text.length() - 1
        && length > 3
        && hasUtf8(octets, from, length - 3, 1);
  }

  /// The last character lacks its last octets, and nothing else is wrong.
  private static boolean endsInsideCharacter(byte[] octets, int from, int length) {
    int at = from + length;
    int continued = 0;
    while (at > from && continued < 3 && (octets[at - 1] & 0xC0) == 0x80) {
      at--;
      continued++;
    }
    int lead = at > from ? octets[at - 1] & 0xFF : 0;
    return continued > 0
        && (lead >= 0xE0 && lead < 0xF0 && continued < 2
            || lead >= 0xF0 && lead < 0xF5 && continued < 3)
        && isAscii(octets, from, at - 1 - from);
  }

  /// @param times how many whole characters there are at least for each octet that is none
  private static boolean hasUtf8(byte[] octets, int from, int length, int times) {
    int valid = 0;
    int broken = 0;
    for (int i = from, end = from + length; i < end; i++) {
      if (octets[i] >= 0) {
        continue;
      }
      int more = utf8Length(octets, i, end);
      if (more < 0) {
        broken++;
      } else {
        valid++;
        i += more;
      }
    }
    return valid >= (long) broken * times && valid > 0;
  }

  /// UTF-16 without a byte order mark: the zero octets of Latin letters tell, or what all letters
  /// of one script have in common.
  private static Charset utf16(byte[] octets, int from, int length) {
    if (length >= 2) {
      int bom = (octets[from] & 0xFF) << 8 | octets[from + 1] & 0xFF;
      if (bom == 0xFEFF || bom == 0xFFFE) {
        return StandardCharsets.UTF_16;
      }
    }
    int even = 0;
    int odd = 0;
    boolean script = length > 5 && length % 2 == 0;
    for (int i = 0; i + 1 < Math.min(length, 2000); i += 2) {
      even += octets[from + i] == 0 ? 1 : 0;
      odd += octets[from + i + 1] == 0 ? 1 : 0;
      script &= octets[from + i] == octets[from];
    }
    if (even == 0 && odd == 0) {
      return !script && isAscii(octets, from, length)
          ? StandardCharsets.ISO_8859_1
          : StandardCharsets.UTF_16BE;
    }
    return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }
}
