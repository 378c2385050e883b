package app.paloma.mime;

/// Finds what divides a multipart that does not say so.
final class StrayDelimiter {
  private static final String FIELD = "content-";
  private static final int LONGEST = 250;

  private StrayDelimiter() {}

  /// The first line that begins like a delimiter and is followed by a field of a part, without its
  /// hyphens; or empty.
  static String find(byte[] octets, int from) {
    int line = from;
    while (line < octets.length) {
      int end = line;
      while (end < octets.length && octets[end] != '\n') {
        end++;
      }
      if (end - line > 3
          && end - line < LONGEST
          && octets[line] == '-'
          && octets[line + 1] == '-'
          && isField(octets, end + 1)) {
        return Latin1.string(octets, line + 2, end).stripTrailing();
      }
      line = end + 1;
    }
    return "";
  }

  private static boolean isField(byte[] octets, int at) {
    if (at + FIELD.length() > octets.length) {
      return false;
    }
    for (int i = 0; i < FIELD.length(); i++) {
      if (Character.toLowerCase(octets[at + i]) != FIELD.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
