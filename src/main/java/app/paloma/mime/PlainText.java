package app.paloma.mime;

/// Plain text in its several dresses: format=flowed (RFC 3676), text/enriched (RFC 1896), and the
/// one line that a list shows.
final class PlainText {
  private PlainText() {}

  /// Line ends as "\n", no NUL.
  static String normalize(String text) {
    int next = text.indexOf('\r');
    boolean nul = text.indexOf('\0') >= 0;
    if (next < 0 && !nul) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (next >= 0) {
      out.append(text, done, next).append('\n');
      done = next + 1;
      if (done < text.length() && text.charAt(done) == '\n') {
        done++;
      }
      next = text.indexOf('\r', done);
    }
    String normal = out.append(text, done, text.length()).toString();
    return nul ? normal.replace("\0", "") : normal;
  }

  // RFC 3676 §4: a line that ends in a space goes on in the next of the same quote depth;
  // "-- " never does; one space of stuffing goes.
  static String unflow(String text, boolean delSp) {
    StringBuilder out = new StringBuilder(text.length());
    int n = text.length();
    int i = 0;
    boolean open = false;
    int openDepth = 0;
    while (i < n) {
      int eol = text.indexOf('\n', i);
      if (eol < 0) {
        eol = n;
      }
      int depth = 0;
      int at = i;
      while (at < eol && text.charAt(at) == '>') {
        depth++;
        at++;
      }
      if (at < eol && text.charAt(at) == ' ') {
        at++;
      }
      boolean signature = eol - at == 3 && text.startsWith("-- ", at);
      boolean flowed = eol > at && text.charAt(eol - 1) == ' ' && !signature;
      if (open && (depth != openDepth || signature)) {
        out.append('\n');
        open = false;
      }
      if (!open && depth > 0) {
        out.append(">".repeat(depth)).append(' ');
      }
      out.append(text, at, flowed && delSp ? eol - 1 : eol);
      open = flowed;
      openDepth = depth;
      if (!flowed && eol < n) {
        out.append('\n');
      }
      i = eol + 1;
    }
    return out.toString();
  }

  /// RFC 1896 (and text/richtext of RFC 1341) to the HTML that its commands mean in words only:
  /// commands go, "<<" is "<", one line end is a space and n of them are n - 1.
  static String enriched(String text, boolean richtext) {
    StringBuilder out = new StringBuilder(text.length());
    int n = text.length();
    int skip = 0;
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (c == '<') {
        if (!richtext && i + 1 < n && text.charAt(i + 1) == '<') {
          out.append('<');
          i += 2;
          continue;
        }
        int end = text.indexOf('>', i);
        if (end < 0 || end - i > 70) {
          out.append(c);
          i++;
          continue;
        }
        String command = text.substring(i + 1, end).toLowerCase(java.util.Locale.ROOT);
        switch (command) {
          case "param" -> skip++;
          case "/param" -> skip = Math.max(0, skip - 1);
          case "nl", "np", "/paragraph" -> out.append('\n');
          case "lt" -> out.append('<');
          default -> {}
        }
        i = end + 1;
        continue;
      }
      if (c == '\n') {
        int run = i;
        while (run < n && text.charAt(run) == '\n') {
          run++;
        }
        if (richtext || run - i == 1) {
          out.append(' ');
        } else {
          out.append("\n".repeat(run - i - 1));
        }
        i = run;
        continue;
      }
      if (skip == 0) {
        out.append(c);
      }
      i++;
    }
    return out.toString();
  }

  /// The first words a person wrote: no quotes, no attribution, no signature, one line.
  static String preview(String text, int limit) {
    StringBuilder out = new StringBuilder(limit + 16);
    collect(text, limit, out, true);
    if (out.isEmpty()) {
      collect(text, limit, out, false);
    }
    if (out.length() > limit) {
      int cut = Character.isHighSurrogate(out.charAt(limit - 1)) ? limit - 1 : limit;
      out.setLength(cut);
    }
    return out.toString().stripTrailing();
  }

  private static void collect(String text, int limit, StringBuilder out, boolean skipQuotes) {
    int n = Math.min(text.length(), 100_000);
    int i = 0;
    while (i < n && out.length() < limit) {
      int eol = text.indexOf('\n', i);
      if (eol < 0 || eol > n) {
        eol = n;
      }
      int at = i;
      while (at < eol && text.charAt(at) <= ' ') {
        at++;
      }
      boolean quote = at < eol && text.charAt(at) == '>';
      if (skipQuotes && eol - i == 3 && text.startsWith("-- ", i) && !out.isEmpty()) {
        return;
      }
      if (at < eol
          && !(skipQuotes && (quote || isRule(text, at, eol) || isAttribution(text, at, eol)))) {
        if (!out.isEmpty()) {
          out.append(' ');
        }
        boolean space = false;
        for (int k = at; k < eol && out.length() < limit; k++) {
          char c = text.charAt(k);
          if (c <= ' ' || Character.isSpaceChar(c)) {
            space = true;
          } else if (c != '\u200B' && c != '\u034F' && c != '\u00AD') {
            if (space && out.charAt(Math.max(0, out.length() - 1)) != ' ') {
              out.append(' ');
            }
            space = false;
            out.append(c);
          }
          if (out.isEmpty()) {
            space = false;
          }
        }
      }
      i = eol + 1;
    }
  }

  private static boolean isRule(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c) || c > 127) {
        return false;
      }
    }
    return to - from > 2;
  }

  // "On Monday, X wrote:" directly above a quote.
  private static boolean isAttribution(String text, int from, int eol) {
    if (eol - from < 4 || eol - from > 200 || text.charAt(eol - 1) != ':') {
      return false;
    }
    int i = eol;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '>';
  }
}
