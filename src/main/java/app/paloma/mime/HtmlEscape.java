package app.paloma.mime;

/// Text and attribute values as every HTML parser reads them alike.
final class HtmlEscape {
  private HtmlEscape() {}

  static void text(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\u00A0' -> out.append("&nbsp;");
        case '\0' -> {}
        default -> out.append(c);
      }
    }
  }

  static void attribute(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        // Old engines end an attribute there.
        case '`' -> out.append("&#96;");
        case '\0' -> {}
        default -> out.append(c);
      }
    }
  }

  static String text(String text) {
    StringBuilder b = new StringBuilder(text.length() + 16);
    text(text, b);
    return b.toString();
  }

  static String attribute(String value) {
    StringBuilder b = new StringBuilder(value.length() + 16);
    attribute(value, b);
    return b.toString();
  }
}
