package app.paloma.cli;

import java.util.Locale;
import java.util.ResourceBundle;

/// The command line's own sentences, in Spanish where that is the user's language, else in English.
/// They are read when the first is said: most commands say none, and start sooner for it.
final class Words {
  private Words() {}

  /// `{0}` stands for the first value. Values are foreign words, so that braces in them are
  /// nothing.
  static String get(String key, Object... values) {
    return fill(bundle().getString(key), values);
  }

  /// The sentence for `n` things: `{0}` is the number, `{1}` and on the values.
  static String count(String key, long n, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = n;
    System.arraycopy(values, 0, all, 1, values.length);
    return get(key + (n == 1 ? ".one" : ".other"), all);
  }

  /// What happened.
  static String what(String key, Object... values) {
    return get(key + ".what", values);
  }

  /// What to do about it; empty where nothing helps.
  static String advice(String key, Object... values) {
    return bundle().containsKey(key + ".do") ? get(key + ".do", values) : "";
  }

  private static ResourceBundle bundle() {
    // Not the locale itself: where it is missing Java would take the computer's own language.
    Locale ours = Locale.getDefault().getLanguage().equals("es") ? Locale.of("es") : Locale.ROOT;
    return ResourceBundle.getBundle("app.paloma.cli.CliMessages", ours);
  }

  private static String fill(String text, Object... values) {
    StringBuilder out = new StringBuilder(text.length() + 32);
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      out.append(text, at, open).append(values[text.charAt(open + 1) - '0']);
      at = open + 3;
    }
    return out.append(text, at, text.length()).toString();
  }
}
