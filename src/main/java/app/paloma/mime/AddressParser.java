package app.paloma.mime;

import app.paloma.model.Address;
import java.util.ArrayList;
import java.util.List;

/// Address lists (RFC 5322 §3.4, §4.4), read as far as they make sense: groups, routes, comments,
/// encoded names, missing brackets. Never an exception.
final class AddressParser {
  private static final int MAX = 20_000;
  private final String raw;

  /// Behind it no encoded word ends, and none need be looked for.
  private final int lastEnd;

  private int at;
  private final List<Address> found = new ArrayList<>(4);
  private final StringBuilder phrase = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private String angle;

  /// How much of the phrase stood before the angle address.
  private int before;

  private boolean quoted;

  private boolean neverCloses;

  /// Where the last quoted string of the phrase ends.
  private int quotedEnd;

  private AddressParser(String raw) {
    this.raw = raw;
    this.lastEnd = raw.lastIndexOf("?=");
  }

  /// @param raw unfolded, encoded words not decoded yet: a comma inside one separates nothing
  static List<Address> parse(String raw) {
    if (raw.isBlank()) {
      return List.of();
    }
    return new AddressParser(raw).list();
  }

  static Address first(String raw) {
    List<Address> all = parse(raw);
    return all.isEmpty() ? Address.NONE : all.getFirst();
  }

  private List<Address> list() {
    int n = raw.length();
    while (at < n && found.size() < MAX) {
      char c = raw.charAt(at);
      switch (c) {
        case '"' -> quotedString();
        case '(' -> comment();
        case '<' -> angleAddress();
        case ',', ';' -> {
          at++;
          flush();
        }
        case ':' -> {
          at++;
          group();
        }
        case '=' -> encodedWord();
        default -> {
          phrase.append(c <= 32 ? ' ' : c);
          at++;
        }
      }
    }
    flush();
    return found;
  }

  // group = display-name ":" [group-list] ";" - only its members matter. An address in front of the
  // colon is part of the group's name, whatever it looks like.
  private void group() {
    if (angle != null || phrase.indexOf("@") < 0) {
      phrase.setLength(0);
      comment.setLength(0);
      angle = null;
      quoted = false;
    } else {
      phrase.append(':');
    }
  }

  private void encodedWord() {
    if (raw.startsWith("=?", at)) {
      int q1 = raw.indexOf('?', at + 2);
      int q2 = q1 < 0 ? -1 : raw.indexOf('?', q1 + 1);
      int end = q2 < 0 || q2 - at > 80 || q2 > lastEnd ? -1 : raw.indexOf("?=", q2 + 1);
      if (end > 0) {
        phrase.append(raw, at, end + 2);
        at = end + 2;
        return;
      }
    }
    phrase.append('=');
    at++;
  }

  private void quotedString() {
    int n = raw.length();
    int i = at + 1;
    StringBuilder b = new StringBuilder();
    while (i < n && raw.charAt(i) != '"') {
      if (raw.charAt(i) == '\\' && i + 1 < n) {
        i++;
      }
      b.append(raw.charAt(i++));
    }
    if (i >= n && raw.indexOf('<', at) > 0) {
      // No closing quote: the quote is a character like others.
      phrase.append(' ');
      at++;
      return;
    }
    at = Math.min(n, i + 1);
    int sign = signBehind(at);
    if (sign >= 0) {
      at = sign;
      // quoted local-part
      phrase
          .append('"')
          .append(b.toString().replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    } else {
      phrase.append(b);
      quoted = true;
      quotedEnd = phrase.length();
    }
  }

  /// Where the "@" of a quoted local-part stands: at once, or behind blanks and comments where no
  /// address in brackets follows, whose name the quoted string would be; else -1.
  private int signBehind(int from) {
    int i = from;
    int depth = 0;
    while (i < raw.length()
        && i - from < 200
        && (depth > 0 || raw.charAt(i) <= 32 || raw.charAt(i) == '(')) {
      char c = raw.charAt(i++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    if (i >= raw.length() || raw.charAt(i) != '@') {
      return -1;
    }
    if (i > from) {
      // Not to the end: there may be many.
      String near = raw.substring(i, Math.min(raw.length(), i + 500));
      int comma = near.indexOf(',');
      int open = near.indexOf('<');
      return open < 0 || comma >= 0 && comma < open ? i : -1;
    }
    return i;
  }

  private void comment() {
    if (neverCloses) {
      phrase.append(' ');
      at++;
      return;
    }
    int depth = 0;
    int n = raw.length();
    int start = at + 1;
    int opened = at;
    while (at < n) {
      char c = raw.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        break;
      }
    }
    int end = Math.min(n, at);
    if (depth > 0 && raw.indexOf('<', start) > 0) {
      // No closing parenthesis before an address: it is a character like others.
      neverCloses = true;
      at = opened + 1;
      phrase.append(' ');
      return;
    }
    if (isInsideAddress(end)) {
      return;
    }
    if (end > start) {
      String text = raw.substring(start, depth == 0 ? end - 1 : end);
      comment
          .append(comment.isEmpty() ? "" : " ")
          .append(text.indexOf('\\') < 0 ? text : text.replaceAll("\\\\(.)", "$1"));
    }
    phrase.append(' ');
  }

  /// RFC 5322 §3.4.1 has comments around the dots and the "@" of an address: they name nobody.
  private boolean isInsideAddress(int end) {
    int before = phrase.length() - 1;
    while (before >= 0 && phrase.charAt(before) == ' ') {
      before--;
    }
    int after = end;
    while (after < raw.length() && raw.charAt(after) <= 32) {
      after++;
    }
    return angle == null
        && (before >= 0 && ".@".indexOf(phrase.charAt(before)) >= 0
            || before >= 0 && after < raw.length() && ".@".indexOf(raw.charAt(after)) >= 0);
  }

  private void angleAddress() {
    int n = raw.length();
    int end = at + 1;
    boolean inQuotes = false;
    while (end < n) {
      char c = raw.charAt(end);
      if (c == '"') {
        inQuotes = !inQuotes;
      } else if (!inQuotes && (c == '>' || c == '<')) {
        break;
      }
      end++;
    }
    if (end < n && raw.charAt(end) == '<') {
      // "Name <x <a@b>": the last one counts.
      phrase.append(raw, at + 1, end);
      at = end;
      return;
    }
    String inside = stripComments(raw.substring(at + 1, end));
    at = Math.min(n, end + 1);
    while (at < n && raw.charAt(at) == '>') {
      at++;
    }
    // A second angle address without a comma between.
    if (angle != null && !angle.isEmpty()) {
      flush();
    }
    if (angle == null || angle.isEmpty()) {
      String[] several =
          inside.indexOf(',') < 0
                  || inside.indexOf('"') >= 0
                  || inside.stripLeading().startsWith("@")
              ? new String[] {inside}
              : inside.split(",");
      angle = address(several[0]);
      before = phrase.length();
      for (int i = 1; i < several.length && found.size() < MAX; i++) {
        flush();
        angle = address(several[i]);
        before = 0;
      }
    }
  }

  // obs-route: <@a,@b:user@host>
  private static String address(String inside) {
    String s = inside;
    if (s.stripLeading().startsWith("@")) {
      int colon = s.indexOf(':');
      if (colon > 0) {
        s = s.substring(colon + 1);
      }
    }
    String decoded = HeaderDecoder.decode(s);
    // RFC 2047 §5 forbids encoded words here; one that brings an "@" of its own would mislead.
    s =
        (decoded.indexOf('@') == decoded.lastIndexOf('@') ? decoded : HeaderDecoder.clean(s))
            .strip();
    if (s.regionMatches(true, 0, "mailto:", 0, 7)) {
      s = s.substring(7);
    }
    int unquoted = s.lastIndexOf('"') + 1;
    if (s.indexOf(' ', unquoted) >= 0) {
      s = s.substring(0, unquoted) + joined(s.substring(unquoted));
    }
    int end = s.length();
    while (end > 1
        && (s.charAt(end - 1) == '>' || s.charAt(end - 1) == '.' && s.indexOf('@') > 0)) {
      end--;
    }
    return withoutNeedlessQuotes(s.substring(0, end));
  }

  /// Without the blanks around "@" and ".", which obs-local-part and obs-domain allow.
  private static String joined(String s) {
    StringBuilder b = new StringBuilder(s.length());
    boolean space = false;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c <= 32) {
        space = !b.isEmpty();
        continue;
      }
      boolean joins = c == '@' || c == '.';
      if (space && !joins && "@.".indexOf(b.charAt(b.length() - 1)) < 0) {
        b.append(' ');
      }
      space = false;
      b.append(c);
    }
    return b.toString();
  }

  /// `"me"@example.org` is `me@example.org` (RFC 5321 §4.1.2: the form without quotes is
  /// preferred).
  private static String withoutNeedlessQuotes(String s) {
    int end = s.startsWith("\"") ? s.indexOf("\"@") : -1;
    if (end <= 1 || s.charAt(1) == '.' || s.charAt(end - 1) == '.') {
      return s;
    }
    for (int i = 1; i < end; i++) {
      char c = s.charAt(i);
      if (!Character.isLetterOrDigit(c) && "._-+".indexOf(c) < 0
          || c == '.' && s.charAt(i - 1) == '.') {
        return s;
      }
    }
    return s.substring(1, end) + s.substring(end + 1);
  }

  private static String stripComments(String s) {
    if (s.indexOf('(') < 0) {
      return s;
    }
    StringBuilder b = new StringBuilder();
    int depth = 0;
    boolean inQuotes = false;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' && depth == 0) {
        inQuotes = !inQuotes;
      }
      if (depth > 0 && c == '\\') {
        i++;
      } else if (!inQuotes && c == '(') {
        depth++;
      } else if (!inQuotes && c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0) {
        b.append(c);
      }
    }
    return b.toString();
  }

  private void flush() {
    String text = phrase.toString();
    String note = comment.toString();
    String email = angle;
    boolean wasQuoted = quoted;
    phrase.setLength(0);
    comment.setLength(0);
    angle = null;
    quoted = false;
    String name;
    if (email == null) {
      String bare = text.strip();
      boolean alone = found.isEmpty() && at >= raw.length();
      if (bare.isEmpty() && (note.isBlank() || !alone) || isEncodedList(bare)) {
        return;
      }
      String behind = wasQuoted ? text.substring(Math.min(quotedEnd, text.length())) : "";
      if (behind.indexOf('@') >= 0) {
        found.add(
            new Address(
                visible(HeaderDecoder.decode(text.substring(0, quotedEnd))),
                visible(address(behind))));
        return;
      }
      if (bare.indexOf('@') >= 0 && !wasQuoted) {
        email = address(bare);
        name = note;
        int space = email.indexOf('"') < 0 ? email.lastIndexOf(' ') : -1;
        if (space > 0) {
          // "Jane Doe jane@example.org"
          int at = email.indexOf('@');
          int word = email.lastIndexOf(' ', at);
          int after = email.indexOf(' ', at);
          String address = email.substring(word + 1, after < 0 ? email.length() : after);
          String rest =
              (word > 0 ? email.substring(0, word) : "")
                  + (after < 0 ? "" : email.substring(after));
          name = rest.isBlank() ? note : rest;
          email = address;
        }
      } else {
        email = "";
        name = bare.isEmpty() ? note : bare;
      }
    } else {
      // What follows the address is its name only where nothing stands before, and never where it
      // looks like an address itself.
      String first = text.substring(0, Math.min(before, text.length()));
      String last = text.substring(first.length());
      name = !first.isBlank() || last.indexOf('@') >= 0 ? first : last;
      name = name.isBlank() ? note : note.isEmpty() ? name : name + " (" + note + ")";
    }
    name = visible(HeaderDecoder.decode(name));
    email = visible(email);
    if (name.isEmpty() && email.isEmpty()) {
      return;
    }
    found.add(new Address(name.equals(email) ? "" : name, email));
  }

  /// `=?utf-8?B?...?=` around name, brackets and address together: what no rule allows is read
  /// where it has the brackets.
  private boolean isEncodedList(String bare) {
    if (bare.indexOf("=?") < 0) {
      return false;
    }
    String decoded = HeaderDecoder.decode(bare);
    int open = decoded.indexOf('<');
    if (open < 0 || decoded.indexOf('@', open) < 0 || decoded.indexOf("=?") >= 0) {
      return false;
    }
    List<Address> inside = parse(decoded);
    found.addAll(inside.subList(0, Math.min(inside.size(), MAX - found.size())));
    return true;
  }

  /// One line, no direction overrides, no run of blanks or of characters without a picture that
  /// pushes the address out of sight.
  private static String visible(String s) {
    StringBuilder b = new StringBuilder(s.length());
    boolean space = false;
    int n = s.length();
    for (int i = 0; i < n; ) {
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      if (c <= 32 || Character.isSpaceChar(c) || hasNoPicture(c)) {
        space = !b.isEmpty();
      } else if (isJoiner(c)) {
        // Between letters of scripts that need it, and in emoji; else it only hides.
        int before = b.isEmpty() || space ? ' ' : b.codePointBefore(b.length());
        int after = i < n ? s.codePointAt(i) : ' ';
        if (before > 0x2FF && (after > 0x2FF || c >= 0xFE00) && !hasNoPicture(after)) {
          b.appendCodePoint(c);
        } else {
          space = !b.isEmpty();
        }
      } else if (!AttachmentNames.isBidiControl(c)) {
        if (space) {
          b.append(' ');
          space = false;
        }
        b.appendCodePoint(c);
      }
    }
    String v = b.toString();
    if (v.length() > 1 && v.startsWith("'") && v.endsWith("'")) {
      v = v.substring(1, v.length() - 1);
    }
    return v;
  }

  private static boolean isJoiner(int c) {
    return c == 0x200C || c == 0x200D || c >= 0xFE00 && c <= 0xFE0F;
  }

  private static boolean hasNoPicture(int c) {
    return c == 0xAD
        || c == 0x34F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c >= 0x180B && c <= 0x180E
        || c == 0x200B
        || c >= 0x2060 && c <= 0x2064
        || c >= 0x206A && c <= 0x206F
        || c == 0x2800
        || c == 0x3164
        || c == 0xFEFF
        || c == 0xFFA0
        || c >= 0xFFF9 && c <= 0xFFFB
        || c == 0xE0001
        || c >= 0xE0100 && c <= 0xE01EF;
  }
}
