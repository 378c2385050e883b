package app.paloma.diagnosis;

import java.text.NumberFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the SMTP sender answers to itself in a server's place, where that need not be asked: no
/// server's words.
final class OwnReply {
  private static final Pattern SIZES =
      Pattern.compile("The message has (\\d{1,18}) octets; the server takes (\\d{1,18}) at most");
  private static final Pattern NOT_OFFERED =
      Pattern.compile("The server does not .*(: no SMTPUTF8|: no REQUIRETLS| offer [A-Z]+)");

  private OwnReply() {}

  /// What is said of a reply beside what it means.
  static String said(String text, Words words, Locale locale) {
    Matcher sizes = SIZES.matcher(text);
    if (sizes.matches()) {
      NumberFormat number = NumberFormat.getInstance(locale);
      number.setMaximumFractionDigits(1);
      // Up and down, so that they never look the same.
      double size = Math.ceil(Long.parseLong(sizes.group(1)) / 1e5) / 10;
      double limit = Math.floor(Long.parseLong(sizes.group(2)) / 1e5) / 10;
      return words.get("smtp.toobig.sizes", number.format(size), number.format(limit));
    }
    return NOT_OFFERED.matcher(text).matches() ? "" : words.serverSays(text);
  }
}
