package app.paloma.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/// The words of one room in one language. English is the base; a language that is not there falls
/// back to it, never to the computer's own language. `{0}` stands for an argument; apostrophes need
/// no doubling. Numbers are written as the locale writes them. Plural forms are the keys `….one`
/// and `….other`, chosen by [#count].
public final class Messages {
  private final Properties words;
  private final Locale locale;

  private Messages(Properties words, Locale locale) {
    this.words = words;
    this.locale = locale;
  }

  /// The shared words of the window.
  public static Messages ui(Locale locale) {
    return of("/app/paloma/ui/UiMessages", locale);
  }

  /// @param base absolute resource name without language and ending
  public static Messages of(String base, Locale locale) {
    Properties english = read(base + ".properties");
    if (english == null) {
      throw new IllegalArgumentException("no words at " + base);
    }
    Properties words = new Properties();
    words.putAll(english);
    Properties translated = read(base + "_" + locale.getLanguage() + ".properties");
    if (translated != null) {
      words.putAll(translated);
    }
    return new Messages(words, locale);
  }

  private static Properties read(String name) {
    try (InputStream in = Messages.class.getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Locale locale() {
    return locale;
  }

  /// @throws IllegalArgumentException when the bundle has no such key
  public String get(String key, Object... arguments) {
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no words for " + key);
    }
    return fill(text, arguments);
  }

  /// The text for `n` things: `{0}` is the number, `{1}` and on the arguments.
  public String count(String key, long n, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = n;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return get(key + (n == 1 ? ".one" : ".other"), all);
  }

  public boolean has(String key) {
    return words.containsKey(key);
  }

  public Set<String> keys() {
    return words.stringPropertyNames();
  }

  private String fill(String text, Object[] arguments) {
    if (arguments.length == 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      int index = close < 0 ? -1 : index(text.substring(open + 1, close), arguments.length);
      if (index < 0) {
        int end = open < 0 ? text.length() : open + 1;
        out.append(text, at, end);
        at = end;
      } else {
        out.append(text, at, open).append(show(arguments[index]));
        at = close + 1;
      }
    }
    return out.toString();
  }

  private static int index(String text, int limit) {
    if (text.length() != 1 || !Character.isDigit(text.charAt(0))) {
      return -1;
    }
    int index = text.charAt(0) - '0';
    return index < limit ? index : -1;
  }

  private String show(Object argument) {
    return argument instanceof Number number
        ? NumberFormat.getInstance(locale).format(number)
        : String.valueOf(argument);
  }
}
