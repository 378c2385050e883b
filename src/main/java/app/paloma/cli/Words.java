package app.paloma.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

/// The command line's own sentences, in Spanish where that is the user's language, else in English.
/// They are read when the first is said: most commands say none, and start sooner for it.
final class Words {
  private static Properties words;
  private static String language;

  private Words() {}

  /// `{0}` stands for the first value. Values are foreign words, so that braces in them are
  /// nothing.
  static String get(String key, Object... values) {
    return fill(words().getProperty(key), values);
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
    return words().containsKey(key + ".do") ? get(key + ".do", values) : "";
  }

  private static synchronized Properties words() {
    String wanted = Locale.getDefault().getLanguage();
    if (!wanted.equals(language)) {
      words = new Properties();
      read("CliMessages.properties");
      if (wanted.equals("es")) {
        read("CliMessages_es.properties");
      }
      language = wanted;
    }
    return words;
  }

  /// Not as a resource bundle, which would look for services in every library first.
  private static void read(String name) {
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
