package app.paloma.ui.reader;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Joins Arabic letters for the WebView, which paints each as if it stood alone (seen in JavaFX 25
/// and 26; its text nodes do it right): a letter is written as the form of it (Unicode 9.2, Arabic
/// Presentation Forms) that its neighbours ask for.
final class ArabicShapes {
  private static final int ALONE = 0;
  private static final int END = 1;
  private static final int BEGINNING = 2;
  private static final int MIDDLE = 3;

  private static final char LAM = '\u0644';
  private static final char TATWEEL = '\u0640';
  private static final char ZERO_WIDTH_JOINER = '\u200D';

  /// Tags inside of which a word goes on.
  private static final Set<String> INSIDE_WORDS =
      Set.of("a", "b", "i", "u", "s", "em", "strong", "span", "font", "mark", "big", "small");

  /// The forms of each letter: two of one that does not join the next, four of one that does.
  private static final Map<Character, char[]> FORMS = new HashMap<>();

  /// Lam and an alef are one form: that which stands alone; the other follows it.
  private static final Map<Character, Character> LAM_ALEF = new HashMap<>();

  static {
    forms('\uFE80', '\uFEFC');
    forms('\uFB50', '\uFBFF');
  }

  private final String text;
  private final StringBuilder out;

  /// Where the letter before stands in `out`, its forms, and which of them it has.
  private int last = -1;

  private char[] lastForms = {};
  private char lastLetter;
  private int lastForm;
  private boolean open;

  private ArabicShapes(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  private static void forms(char from, char to) {
    for (int c = from; c <= to; ) {
      String base = Normalizer.normalize(String.valueOf((char) c), Normalizer.Form.NFKC);
      int end = c + 1;
      while (end <= to
          && end - c < 4
          && Normalizer.normalize(String.valueOf((char) end), Normalizer.Form.NFKC).equals(base)) {
        end++;
      }
      if (base.length() == 1 && base.charAt(0) != (char) c) {
        char[] forms = new char[end - c];
        for (int i = 0; i < forms.length; i++) {
          forms[i] = (char) (c + i);
        }
        FORMS.putIfAbsent(base.charAt(0), forms);
      } else if (base.length() == 2 && base.charAt(0) == LAM && c >= '\uFEF5') {
        LAM_ALEF.put(base.charAt(1), (char) c);
      }
      c = end;
    }
  }

  /// A document, or plain text, with the letters between its tags joined.
  static String join(String html) {
    return hasArabic(html) ? new ArabicShapes(html).joined() : html;
  }

  /// As people write it: for what is copied out of a joined document.
  static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean form = c >= '\uFB50' && c <= '\uFBFF' || c >= '\uFE80' && c <= '\uFEFC';
      out.append(
          form ? Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC) : String.valueOf(c));
    }
    return out.toString();
  }

  private static boolean hasArabic(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '\u0620' && text.charAt(i) <= '\u06FF') {
        return true;
      }
    }
    return false;
  }

  private String joined() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '<') {
        i = tag(i);
      } else {
        letter(c);
        i++;
      }
    }
    return out.toString();
  }

  /// Copies a tag; answers where it ends.
  private int tag(int from) {
    int end = from + 1;
    char quote = 0;
    while (end < text.length() && (quote != 0 || text.charAt(end) != '>')) {
      char c = text.charAt(end++);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    end = Math.min(text.length(), end + 1);
    int name = from + 1 < end && text.charAt(from + 1) == '/' ? from + 2 : from + 1;
    int nameEnd = name;
    while (nameEnd < end && Character.isLetterOrDigit(text.charAt(nameEnd))) {
      nameEnd++;
    }
    if (!INSIDE_WORDS.contains(text.substring(name, nameEnd))) {
      breakWord();
    }
    out.append(text, from, end);
    return end;
  }

  private void breakWord() {
    last = -1;
    open = false;
  }

  private void letter(char c) {
    char[] forms = FORMS.get(c);
    if (forms == null) {
      if (c == TATWEEL || c == ZERO_WIDTH_JOINER) {
        joinBefore();
        breakWord();
        open = true;
      } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
        breakWord();
      }
      out.append(c);
      return;
    }
    Character ligature = lastLetter == LAM && last == out.length() - 1 ? LAM_ALEF.get(c) : null;
    if (last >= 0 && ligature != null) {
      out.setCharAt(last, (char) (ligature + lastForm % 2));
      breakWord();
      return;
    }
    boolean after = forms.length > 1 && open;
    if (after) {
      joinBefore();
    }
    last = out.length();
    lastForms = forms;
    lastLetter = c;
    lastForm = after ? END : ALONE;
    open = forms.length == 4;
    out.append(forms[lastForm]);
  }

  /// The letter before is joined to what comes now.
  private void joinBefore() {
    if (last >= 0 && lastForms.length == 4) {
      lastForm = lastForm == END ? MIDDLE : BEGINNING;
      out.setCharAt(last, lastForms[lastForm]);
    }
  }
}
