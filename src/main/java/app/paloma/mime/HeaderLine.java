package app.paloma.mime;

import java.util.Locale;
import java.util.Set;

/// What a line in a header looks like.
final class HeaderLine {
  private static final Set<String> FIRST_FIELDS =
      Set.of(
          "return-path",
          "delivered-to",
          "received",
          "dkim-signature",
          "authentication-results",
          "x-originating-ip",
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "date",
          "subject",
          "message-id",
          "mime-version",
          "content-type");

  private HeaderLine() {}

  static boolean isBlank(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] > 32 || octets[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Says whether this is a field that headers begin with, for a text may well begin with a word
  /// and a colon.
  static boolean isFirstField(byte[] b, int offset, int length) {
    int colon = colon(b, offset, length);
    String name = colon < 0 ? "" : Latin1.string(b, offset, offset + colon).strip();
    return FIRST_FIELDS.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isParameter(byte[] b, int offset, int length) {
    int i = 0;
    while (i < length && (Character.isLetterOrDigit(b[offset + i]) || b[offset + i] == '-')) {
      i++;
    }
    return i > 0 && i < length && (b[offset + i] == '=' || b[offset + i] == '*');
  }

  // RFC 5322 §3.6.8: field-name = 1*ftext; §4.5 allows white space before the colon.
  static int colon(byte[] b, int offset, int length) {
    boolean space = false;
    for (int i = 0; i < length; i++) {
      int c = b[offset + i];
      if (c == ':') {
        return i > 0 ? i : -1;
      }
      if (c == ' ' || c == '\t') {
        space = true;
      } else if (space || c <= 32 || c == 127) {
        return -1;
      }
    }
    return -1;
  }

  static boolean isFromLine(byte[] b, int offset, int length) {
    int at = b[offset] == '>' ? offset + 1 : offset;
    return offset + length - at >= 5
        && b[at] == 'F'
        && b[at + 1] == 'r'
        && b[at + 2] == 'o'
        && b[at + 3] == 'm'
        && b[at + 4] == ' ';
  }
}
