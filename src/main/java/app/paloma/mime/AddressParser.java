package app.paloma.mime;

import app.paloma.model.Address;
import java.util.ArrayList;
import java.util.List;

/// Address lists (RFC 5322 §3.4, §4.4), read as far as they make sense: groups, routes, comments,
/// encoded names, missing brackets. Never an exception.
final class AddressParser {
  private static final int MAX = 20_000;
  private final String raw;
  private int at;
  private final List<Address> found = new ArrayList<>(4);
  private final StringBuilder phrase = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private String angle;
  private boolean quoted;

  private AddressParser(String raw) {
    this.raw = raw;
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

  // group = display-name ":" [group-list] ";" - only its members matter.
  private void group() {
    if (angle == null && phrase.indexOf("@") < 0) {
      phrase.setLength(0);
      comment.setLength(0);
      quoted = false;
    } else if (angle == null) {
      phrase.append(':');
    }
  }

  private void encodedWord() {
    if (raw.startsWith("=?", at)) {
      int q1 = raw.indexOf('?', at + 2);
      int q2 = q1 < 0 ? -1 : raw.indexOf('?', q1 + 1);
      int end = q2 < 0 || q2 - at > 80 ? -1 : raw.indexOf("?=", q2 + 1);
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
    if (at < n && raw.charAt(at) == '@') {
      // quoted local-part
      phrase
          .append('"')
          .append(b.toString().replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    } else {
      phrase.append(b);
      quoted = true;
    }
  }

  private void comment() {
    int depth = 0;
    int n = raw.length();
    int start = at + 1;
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
    if (comment.isEmpty() && end > start) {
      comment.append(raw, start, depth == 0 ? end - 1 : end);
    }
    phrase.append(' ');
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
    String inside = raw.substring(at + 1, end);
    at = Math.min(n, end + 1);
    // A second angle address without a comma between.
    if (angle != null && !angle.isEmpty()) {
      flush();
    }
    if (angle == null || angle.isEmpty()) {
      angle = address(inside);
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
    s = HeaderDecoder.decode(stripComments(s)).strip();
    if (s.regionMatches(true, 0, "mailto:", 0, 7)) {
      s = s.substring(7);
    }
    if (s.indexOf('"') < 0 && s.indexOf(' ') >= 0) {
      s = s.replaceAll("\\s*([@.])\\s*", "$1").strip();
    }
    return s;
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
      if (c == '"') {
        inQuotes = !inQuotes;
      }
      if (!inQuotes && c == '(') {
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
      if (bare.isEmpty()) {
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
        name = bare;
      }
    } else {
      name = text.isBlank() ? note : text;
    }
    name = visible(HeaderDecoder.decode(name));
    email = visible(email);
    if (name.isEmpty() && email.isEmpty()) {
      return;
    }
    found.add(new Address(name.equals(email) ? "" : name, email));
  }

  /// One line, no direction overrides, no run of blanks that pushes the address out of sight.
  private static String visible(String s) {
    StringBuilder b = new StringBuilder(s.length());
    boolean space = false;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c <= 32 || c == 0xA0 || Character.isSpaceChar(c)) {
        space = !b.isEmpty();
      } else if (!AttachmentNames.isBidiControl(c) && c != 0xFEFF && c != 0x200B) {
        if (space) {
          b.append(' ');
          space = false;
        }
        b.append(c);
      }
    }
    String v = b.toString();
    if (v.length() > 1 && v.startsWith("'") && v.endsWith("'")) {
      v = v.substring(1, v.length() - 1);
    }
    return v;
  }
}
