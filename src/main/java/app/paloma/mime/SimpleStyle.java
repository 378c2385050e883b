package app.paloma.mime;

import java.util.ArrayList;
import java.util.List;

/// The style attributes that most mail has: words, numbers, colours and quoted names of fonts. They
/// need no grammar, and a message can have ten thousand that differ.
final class SimpleStyle {
  record Declaration(String property, String value, boolean important) {}

  private static final String IMPORTANT = "!important";

  private SimpleStyle() {}

  /// Null where it has anything else.
  static List<Declaration> read(String style) {
    for (int i = 0; i < style.length(); i++) {
      char c = style.charAt(i);
      if (!isPlain(c) && " \t\r\n;:!'\"".indexOf(c) < 0) {
        return null;
      }
    }
    List<Declaration> all = new ArrayList<>();
    for (String declaration : style.split(";")) {
      int colon = declaration.indexOf(':');
      if (colon < 0) {
        if (declaration.isBlank()) {
          continue;
        }
        return null;
      }
      String property = declaration.substring(0, colon).strip();
      String value = normalized(declaration.substring(colon + 1));
      boolean important = value.toLowerCase(java.util.Locale.ROOT).endsWith(IMPORTANT);
      if (important) {
        value = value.substring(0, value.length() - IMPORTANT.length()).strip();
      }
      if (!isName(property) || value.isEmpty() || !isSimple(value)) {
        return null;
      }
      all.add(new Declaration(property, value, important));
    }
    return all;
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "#.,%-_/".indexOf(c) >= 0;
  }

  private static boolean isName(String property) {
    return !property.isEmpty()
        && property.chars().allMatch(c -> c == '-' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
  }

  /// No second colon, no other exclamation mark, quotes in pairs.
  private static boolean isSimple(String value) {
    char open = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ':' || c == '!') {
        return false;
      }
      if (c == '"' || c == '\'') {
        if (open != 0 && open != c) {
          return false;
        }
        open = open == 0 ? c : 0;
      }
    }
    return open == 0;
  }

  /// One blank between words, none around commas.
  private static String normalized(String value) {
    StringBuilder out = new StringBuilder(value.length());
    boolean blank = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ') {
        blank = !out.isEmpty();
        continue;
      }
      if (blank && c != ',' && out.charAt(out.length() - 1) != ',') {
        out.append(' ');
      }
      blank = false;
      out.append(c);
    }
    return out.toString();
  }
}
