package app.paloma.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/// Cuts text into the words that the search index holds. Index and query go through the same
/// cutting, so what stands in a message is found by the same characters, whatever they are.
///
/// Words are runs of letters and digits without case and accents. Each character of a script that
/// is written without spaces, and each symbol beyond ASCII (emoji), is a word of its own: a phrase
/// of them finds any part of a text.
final class SearchText {
  private SearchText() {}

  /// The words, each between spaces. ASCII is left as it is: the index's own tokenizer (`ascii`)
  /// cuts and folds it in the same way, much faster.
  static String words(String text) {
    int length = text.length();
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80 || c == Initials.MARK) {
        continue;
      }
      if (out == null) {
        out = new StringBuilder(length + 16);
      }
      // It may be a mark on the letter before it: é may be written as e and U+0301.
      int from = Math.max(done, i - 1);
      out.append(text, done, from);
      done = i + 1;
      while (done < length && text.charAt(done) >= 0x80) {
        done++;
      }
      appendOther(text.substring(from, done), out);
      i = done - 1;
    }
    return out == null ? text : out.append(text, done, length).toString();
  }

  /// The words of a query.
  static List<String> tokens(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    cut(text, out);
    ArrayList<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < out.length()) {
      int end = out.indexOf(" ", start);
      if (end < 0) {
        end = out.length();
      }
      if (end > start) {
        tokens.add(out.substring(start, end));
      }
      start = end + 1;
    }
    return tokens;
  }

  /// What the words of a text begin with, for [Initials].
  static void initials(String text, Initials initials) {
    String words = words(text);
    boolean inWord = false;
    for (int i = 0; i < words.length(); ) {
      int point = words.codePointAt(i);
      boolean word =
          point >= 0x80
              || point >= 'a' && point <= 'z'
              || point >= '0' && point <= '9'
              || point >= 'A' && point <= 'Z';
      if (word && !inWord) {
        initials.add(point);
      }
      inWord = word;
      i += Character.charCount(point);
    }
  }

  /// Whether many words begin with it that are longer than it.
  static boolean beginsWords(int point) {
    return point < 0x80
        ? point >= 'a' && point <= 'z'
        : Character.isLetter(point) && !isWrittenWithoutSpaces(point);
  }

  /// The first words, for sorting and completion: at most `limit` characters.
  static String key(String text, int limit) {
    String head = text.length() > limit * 4 ? text.substring(0, limit * 4) : text;
    StringBuilder out = new StringBuilder(head.length());
    cut(head, out);
    int from = 0;
    while (from < out.length() && out.charAt(from) == ' ') {
      from++;
    }
    int to = out.length();
    while (to > from && out.charAt(to - 1) == ' ') {
      to--;
    }
    return out.substring(from, Math.min(to, from + limit));
  }

  private static void cut(String text, StringBuilder out) {
    int length = text.length();
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c < 0x80) {
        // A mark may follow: é may be written as e and U+0301.
        int next = i + 1;
        if (next == length || text.charAt(next) < 0x80) {
          appendAscii(c, out);
          i++;
          continue;
        }
      }
      int end = i + 1;
      while (end < length && text.charAt(end) >= 0x80) {
        end++;
      }
      appendOther(text.substring(i, end), out);
      i = end;
    }
  }

  private static void appendAscii(char c, StringBuilder out) {
    if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
      out.append(c);
    } else if (c >= 'A' && c <= 'Z') {
      out.append((char) (c + 32));
    } else {
      space(out);
    }
  }

  private static void appendOther(String run, StringBuilder out) {
    String plain = withoutAccents(run);
    int i = 0;
    while (i < plain.length()) {
      int point = plain.codePointAt(i);
      i += Character.charCount(point);
      if (point < 0x80) {
        appendAscii((char) point, out);
      } else {
        appendPoint(point, out);
      }
    }
  }

  /// Decomposes, drops what only modifies a letter, and composes again what must stay whole (Hangul
  /// syllables, kana with their voice marks).
  private static String withoutAccents(String run) {
    String apart = Normalizer.normalize(run, Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(apart.length());
    apart.codePoints().filter(point -> !isAccent(point)).forEach(kept::appendCodePoint);
    return Normalizer.isNormalized(kept, Normalizer.Form.NFC)
        ? kept.toString()
        : Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  /// Marks of alphabets: accents, Hebrew points, Arabic vowel signs. Vowel signs of Indic and
  /// South-East Asian scripts are letters in all but name, and stay.
  private static boolean isAccent(int point) {
    if (point < 0x300) {
      return false;
    }
    int type = Character.getType(point);
    if (type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK) {
      return type == Character.FORMAT || point == 0x640;
    }
    if (point == 0x3099 || point == 0x309A) {
      return false;
    }
    return switch (Character.UnicodeScript.of(point)) {
      case INHERITED, COMMON, LATIN, GREEK, CYRILLIC, HEBREW, ARABIC, SYRIAC -> true;
      default -> false;
    };
  }

  private static void appendPoint(int point, StringBuilder out) {
    switch (Character.getType(point)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.SURROGATE,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION ->
          space(out);
      case Character.FORMAT -> {
        // Soft hyphens and joiners stand inside of words.
      }
      case Character.OTHER_SYMBOL,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL ->
          alone(point, out);
      default -> {
        if (isWrittenWithoutSpaces(point)) {
          alone(point, out);
        } else {
          fold(point, out);
        }
      }
    }
  }

  private static void fold(int point, StringBuilder out) {
    switch (point) {
      case 'ß', 'ẞ' -> out.append("ss");
      case 'æ', 'Æ' -> out.append("ae");
      case 'œ', 'Œ' -> out.append("oe");
      case 'ø', 'Ø' -> out.append('o');
      case 'ł', 'Ł' -> out.append('l');
      case 'đ', 'Đ' -> out.append('d');
      case 'ħ', 'Ħ' -> out.append('h');
      case 'ı' -> out.append('i');
      default -> out.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
    }
  }

  private static boolean isWrittenWithoutSpaces(int point) {
    if (point < 0xE00) {
      return false;
    }
    if (point == 0x30FC || point == 0x3099 || point == 0x309A) {
      return true;
    }
    return switch (Character.UnicodeScript.of(point)) {
      case HAN,
          HIRAGANA,
          KATAKANA,
          HANGUL,
          BOPOMOFO,
          YI,
          THAI,
          LAO,
          KHMER,
          MYANMAR,
          TAI_LE,
          NEW_TAI_LUE,
          TAI_THAM,
          JAVANESE,
          BALINESE,
          TIBETAN ->
          true;
      default -> false;
    };
  }

  private static void alone(int point, StringBuilder out) {
    space(out);
    out.appendCodePoint(point).append(' ');
  }

  private static void space(StringBuilder out) {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }
}
