package app.paloma.diagnosis;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// The room's sentences in one language: Spanish where that is asked for, else English.
final class Words {
  private static final int LONGEST = 400;

  private final ResourceBundle bundle;

  Words(Locale locale) {
    // Not the locale itself: where it is missing Java would take the computer's own language.
    Locale ours = locale.getLanguage().equals("es") ? Locale.of("es") : Locale.ROOT;
    bundle = ResourceBundle.getBundle("app.paloma.diagnosis.DiagnosisMessages", ours);
  }

  /// Empty where the room has no such sentence.
  String get(String key, String... values) {
    String text;
    try {
      text = bundle.getString(key);
    } catch (MissingResourceException e) {
      return "";
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", values[i]);
    }
    return text;
  }

  boolean has(String key) {
    return bundle.containsKey(key);
  }

  /// `The server says: “…”`, or empty.
  String serverSays(String text) {
    String clean = clean(text);
    return clean.isEmpty() ? "" : get("serverSays", clean);
  }

  static String join(String first, String second) {
    return first.isEmpty() ? second : second.isEmpty() ? first : first + " " + second;
  }

  /// Foreign words on one line: no control characters and none that turn the direction of writing,
  /// with which a server could forge what the window says.
  static String clean(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(4L * LONGEST)
        .forEach(c -> {
          int type = Character.getType(c);
          if (Character.isWhitespace(c) || type == Character.CONTROL) {
            out.append(' ');
          } else if (type != Character.FORMAT
              && type != Character.SURROGATE
              && type != Character.PRIVATE_USE
              && type != Character.UNASSIGNED) {
            out.appendCodePoint(c);
          }
        });
    String clean = out.toString().strip().replaceAll(" {2,}", " ");
    if (clean.length() <= LONGEST) {
      return clean;
    }
    int cut = Character.isHighSurrogate(clean.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return clean.substring(0, cut) + "…";
  }
}
