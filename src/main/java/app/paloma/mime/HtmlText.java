package app.paloma.mime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.parser.Parser;

/// HTML to plain text in one pass and constant depth, for the index, the preview and quoting.
/// Nothing is trusted to it: what is shown as HTML goes through the cleaner.
final class HtmlText {
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "table",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "address",
          "pre",
          "center",
          "form",
          "fieldset",
          "dl",
          "dt",
          "dd",
          "figure",
          "figcaption",
          "tr",
          "li",
          "body",
          "html",
          "head",
          "title",
          "hr",
          "blockquote",
          "nav",
          "aside",
          "caption",
          "tbody",
          "thead",
          "option",
          "details",
          "summary");
  private static final Set<String> SKIPPED =
      Set.of(
          "script",
          "style",
          "head",
          "title",
          "noscript",
          "template",
          "svg",
          "math",
          "object",
          "iframe",
          "select",
          "textarea",
          "audio",
          "video",
          "noframes",
          "noembed",
          "xml");

  private final String html;
  private final int limit;
  private final StringBuilder out;
  private int pendingBreaks;
  private boolean pendingSpace;
  private int quotes;
  private int preformatted;
  private int listDepth;
  private final Map<String, String> entities = new HashMap<>();

  private HtmlText(String html, int limit) {
    this.html = html;
    this.limit = limit;
    this.out = new StringBuilder(Math.min(html.length() / 2 + 16, 1 << 20));
  }

  static String of(String html) {
    return of(html, Integer.MAX_VALUE);
  }

  static String of(String html, int limit) {
    return new HtmlText(html, limit).text();
  }

  private String text() {
    int n = html.length();
    int i = 0;
    while (i < n && out.length() < limit) {
      char c = html.charAt(i);
      if (c == '<' && i + 1 < n) {
        char d = html.charAt(i + 1);
        if (d == '!' || d == '?') {
          i = declaration(i);
          continue;
        }
        if (isLetter(d) || d == '/') {
          i = tag(i);
          continue;
        }
      }
      if (c == '&') {
        i = entity(i);
      } else {
        character(c);
        i++;
      }
    }
    return out.toString().strip();
  }

  private int declaration(int i) {
    if (html.startsWith("<!--", i)) {
      int end = html.indexOf("-->", i + 2);
      return end < 0 ? html.length() : end + 3;
    }
    int end = html.indexOf('>', i);
    return end < 0 ? html.length() : end + 1;
  }

  private int tag(int from) {
    int n = html.length();
    boolean closing = html.charAt(from + 1) == '/';
    int start = closing ? from + 2 : from + 1;
    int i = start;
    while (i < n && isNameChar(html.charAt(i))) {
      i++;
    }
    String name = html.substring(start, Math.min(i, start + 20)).toLowerCase(Locale.ROOT);
    int attributes = i;
    char quote = 0;
    while (i < n) {
      char c = html.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        }
      } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
        quote = c;
      } else if (c == '>') {
        break;
      }
      i++;
    }
    int end = Math.min(n, i + 1);
    if (!closing && SKIPPED.contains(name)) {
      // A head that never ends: its body begins the text.
      if (i > attributes && i < n && html.charAt(i - 1) == '/' && !name.equals("script")) {
        return end;
      }
      if (name.equals("head")) {
        return end;
      }
      return skip(name, end);
    }
    element(name, closing, attributes, i);
    return end;
  }

  private int skip(String name, int from) {
    int at = from;
    while (true) {
      int close = html.indexOf("</", at);
      if (close < 0) {
        return html.length();
      }
      if (html.regionMatches(true, close + 2, name, 0, name.length())) {
        int end = html.indexOf('>', close);
        return end < 0 ? html.length() : end + 1;
      }
      at = close + 2;
    }
  }

  private void element(String name, boolean closing, int from, int to) {
    switch (name) {
      case "br" -> newLine();
      case "p", "h1", "h2", "h3", "h4", "h5", "h6" -> breaks(2);
      case "blockquote" -> {
        breaks(1);
        flushBreaks();
        quotes = Math.clamp(quotes + (closing ? -1 : 1), 0, 50);
      }
      case "pre" -> {
        breaks(1);
        preformatted = Math.max(0, preformatted + (closing ? -1 : 1));
      }
      case "li" -> {
        breaks(1);
        if (!closing) {
          begin();
          out.append("  ".repeat(Math.clamp(listDepth - 1L, 0, 10))).append("• ");
          pendingSpace = false;
        }
      }
      case "ul", "ol" -> {
        listDepth = Math.max(0, listDepth + (closing ? -1 : 1));
        breaks(1);
      }
      case "td", "th" -> pendingSpace = true;
      case "hr" -> {
        breaks(1);
        begin();
        out.append("--------");
        breaks(1);
      }
      case "img" -> {
        String alt = attribute("alt", from, to);
        if (!alt.isBlank() && alt.length() < 300) {
          for (int i = 0; i < alt.length(); i++) {
            character(alt.charAt(i));
          }
        }
      }
      default -> {
        if (BLOCKS.contains(name)) {
          breaks(1);
        }
      }
    }
  }

  private String attribute(String name, int from, int to) {
    int i = from;
    while (i < to) {
      i = html.indexOf(name, i, to);
      if (i < 0 || i >= to) {
        return "";
      }
      int e = i + name.length();
      if (html.charAt(i - 1) <= ' ' && e + 1 < to && html.charAt(e) == '=') {
        char q = html.charAt(e + 1);
        if (q == '"' || q == '\'') {
          int end = html.indexOf(q, e + 2, to);
          return end < 0 || end > to
              ? ""
              : Parser.unescapeEntities(html.substring(e + 2, end), true);
        }
      }
      i = e;
    }
    return "";
  }

  private int entity(int from) {
    int n = html.length();
    int i = from + 1;
    while (i < n
        && i - from < 32
        && (Character.isLetterOrDigit(html.charAt(i)) || html.charAt(i) == '#')) {
      i++;
    }
    if (i == from + 1) {
      character('&');
      return i;
    }
    String name = html.substring(from + 1, i);
    int end = i < n && html.charAt(i) == ';' ? i + 1 : i;
    switch (name) {
      case "nbsp", "#160", "#xa0", "#xA0" -> character('\u00A0');
      case "amp" -> character('&');
      case "lt" -> character('<');
      case "gt" -> character('>');
      case "quot" -> character('"');
      case "zwnj", "#8204", "#x200c", "zwj", "shy", "#847", "#xad", "#173" -> {}
      default -> {
        String text = entities.get(name);
        if (text == null) {
          text = Parser.unescapeEntities(html.substring(from, i) + ";", false);
          if (entities.size() < 1_000) {
            entities.put(name, text);
          }
        }
        for (int k = 0; k < text.length(); k++) {
          character(text.charAt(k));
        }
      }
    }
    return end;
  }

  private void character(char c) {
    if (c == '\u200B'
        || c == '\u200C'
        || c == '\u034F'
        || c == '\u00AD'
        || c == '\uFEFF'
        || c == 0) {
      return;
    }
    if (preformatted > 0 && (c == '\n' || c == ' ' || c == '\t')) {
      if (c == '\n') {
        newLine();
      } else {
        flushBreaks();
        begin();
        out.append(c);
      }
      return;
    }
    if (c <= ' ' || c == '\u00A0') {
      pendingSpace = true;
      return;
    }
    begin();
    if (pendingSpace) {
      if (!out.isEmpty() && !atLineStart()) {
        out.append(' ');
      }
      pendingSpace = false;
    }
    out.append(c);
  }

  private boolean atLineStart() {
    return out.isEmpty()
        || out.charAt(out.length() - 1) == '\n'
        || out.charAt(out.length() - 1) == ' ';
  }

  private void begin() {
    flushBreaks();
    if ((out.isEmpty() || out.charAt(out.length() - 1) == '\n') && quotes > 0) {
      out.append("> ".repeat(quotes));
    }
  }

  private void newLine() {
    flushBreaks();
    if (!out.isEmpty()) {
      pendingBreaks = 0;
      trimSpaces();
      // Three blank lines say no more than one.
      int m = out.length();
      if (!(m > 1 && out.charAt(m - 1) == '\n' && out.charAt(m - 2) == '\n')) {
        out.append('\n');
      }
    }
    pendingSpace = false;
  }

  private void breaks(int n) {
    pendingBreaks = Math.max(pendingBreaks, n);
    pendingSpace = false;
  }

  private void flushBreaks() {
    if (pendingBreaks == 0) {
      return;
    }
    if (!out.isEmpty()) {
      trimSpaces();
      int m = out.length();
      int have = 0;
      while (have < m && out.charAt(m - 1 - have) == '\n') {
        have++;
      }
      while (have++ < pendingBreaks) {
        if (quotes > 0 && have == 2) {
          out.append("> ".repeat(quotes).strip());
        }
        out.append('\n');
      }
    }
    pendingBreaks = 0;
  }

  private void trimSpaces() {
    int m = out.length();
    while (m > 0 && out.charAt(m - 1) == ' ') {
      m--;
    }
    out.setLength(m);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isNameChar(char c) {
    return isLetter(c) || c >= '0' && c <= '9' || c == ':' || c == '-';
  }
}
