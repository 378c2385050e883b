package app.paloma.mime;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of this room for people.
public final class MimeText {
  private MimeText() {}

  /// The sentence for a key of this room's bundle: a [MessageContent.Warning] or what makes a link
  /// suspicious.
  public static String of(String key, List<String> arguments, Locale locale) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            "app.paloma.mime.MimeMessages",
            // Any other language reads English, not what the platform happens to speak.
            locale.getLanguage().equals("es") ? locale : Locale.ROOT);
    return new MessageFormat(bundle.getString(key), locale).format(arguments.toArray());
  }
}
