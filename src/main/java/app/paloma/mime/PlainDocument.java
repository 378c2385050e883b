package app.paloma.mime;

import app.paloma.mime.HtmlCleaner.Cleaned;
import app.paloma.mime.HtmlCleaner.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plain text as a document: paragraphs with their own direction, quotes by level, links.
final class PlainDocument {
  private static final int MAX_QUOTES = 30;
  private static final int MAX_LINKS = 10_000;
  private static final Pattern LINK =
      Pattern.compile(
          "(?i)\\b(?:https?://|ftp://|mailto:|xmpp:|tel:\\+?[0-9])[^\\s<>\"\\u0000-\\u0020]{1,2000}"
              + "|\\bwww\\.[^\\s<>\"]{3,2000}"
              + "|(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,8}");

  private final boolean dark;
  private final StringBuilder out = new StringBuilder();
  private final List<Link> links = new ArrayList<>();
  private int depth;
  private boolean inParagraph;

  PlainDocument(boolean dark) {
    this.dark = dark;
  }

  Cleaned clean(String raw) {
    String text = PlainText.normalize(raw);
    out.append(PageStyle.open(false, dark, false))
        .append("</head><body><div class=\"paloma-plain\">");
    int n = text.length();
    int i = 0;
    while (i < n) {
      int eol = text.indexOf('\n', i);
      if (eol < 0) {
        eol = n;
      }
      line(text, i, eol);
      i = eol + 1;
    }
    level(0);
    endParagraph();
    out.append("</div></body></html>\n");
    return new Cleaned(out.toString(), List.of(), List.of(), List.of(), List.copyOf(links));
  }

  private void line(String text, int from, int to) {
    int quotes = 0;
    int at = from;
    while (at < to
        && (text.charAt(at) == '>'
            || text.charAt(at) == ' ' && isQuote(text, at + 1, to) && quotes > 0)) {
      if (text.charAt(at) == '>') {
        quotes++;
      }
      at++;
    }
    if (quotes > 0 && at < to && text.charAt(at) == ' ') {
      at++;
    }
    quotes = Math.min(quotes, MAX_QUOTES);
    if (quotes != depth) {
      endParagraph();
      level(quotes);
    }
    boolean blank = text.substring(at, to).isBlank();
    if (blank) {
      endParagraph();
      return;
    }
    boolean signature = to - at == 3 && text.startsWith("-- ", at);
    if (signature) {
      endParagraph();
    }
    if (!inParagraph) {
      out.append(signature ? "<p dir=\"auto\" class=\"paloma-signature\">" : "<p dir=\"auto\">");
      inParagraph = true;
    } else {
      out.append("<br>");
    }
    linkified(text.substring(at, to));
  }

  private static boolean isQuote(String text, int at, int to) {
    return at < to && text.charAt(at) == '>';
  }

  private void level(int quotes) {
    while (depth < quotes) {
      depth++;
      out.append("<blockquote class=\"paloma-q").append((depth - 1) % 4 + 1).append("\">");
    }
    while (depth > quotes) {
      depth--;
      out.append("</blockquote>");
    }
  }

  private void endParagraph() {
    if (inParagraph) {
      out.append("</p>\n");
      inParagraph = false;
    }
  }

  private void linkified(String line) {
    if (line.length() > 100_000 || !mayLink(line)) {
      HtmlEscape.text(line, out);
      return;
    }
    Matcher m = LINK.matcher(line).useTransparentBounds(true);
    int done = 0;
    while (links.size() < MAX_LINKS && m.find()) {
      String shown = trimmed(m.group());
      String target =
          shown.regionMatches(true, 0, "www.", 0, 4)
              ? "http://" + shown
              : shown.indexOf(':') < 0 && shown.indexOf('@') > 0 ? "mailto:" + shown : shown;
      HtmlEscape.text(line.substring(done, m.start()), out);
      target = LinkCheck.normalize(target);
      links.add(new Link(target, shown, LinkCheck.suspicion(target, shown)));
      out.append("<a href=\"").append(HtmlEscape.attribute(target)).append("\">");
      HtmlEscape.text(shown, out);
      out.append("</a>");
      done = m.start() + shown.length();
      m.region(done, line.length());
    }
    HtmlEscape.text(line.substring(done), out);
  }

  private static boolean mayLink(String line) {
    return line.indexOf(':') >= 0
        || line.indexOf('@') >= 0
        || line.contains("www.")
        || line.contains("WWW.");
  }

  /// Punctuation that ends the sentence, not the address.
  private static String trimmed(String link) {
    int end = link.length();
    while (end > 1) {
      char c = link.charAt(end - 1);
      boolean open =
          c == ')' && link.lastIndexOf('(', end - 1) < 0
              || c == ']' && link.lastIndexOf('[', end - 1) < 0;
      if (".,;:!?'\"*_>".indexOf(c) < 0 && !open) {
        break;
      }
      end--;
    }
    return link.substring(0, end);
  }
}
