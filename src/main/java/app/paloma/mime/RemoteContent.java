package app.paloma.mime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/// What a document would fetch by itself if it were let, for the person to know.
final class RemoteContent {
  private static final int MAX = 10_000;
  private static final Pattern STYLE_URL =
      Pattern.compile("(?i)(?:url\\(\\s*[\"']?|[\"'])((?:https?:)?//[^\\s\"'()<>;]+)");

  private static final Pattern CSS_ESCAPE =
      Pattern.compile("\\\\(?:([0-9a-fA-F]{1,6})\\s?|(.))", Pattern.DOTALL);
  private static final Pattern REFRESH = Pattern.compile("(?i)url\\s*=\\s*[\"']?([^\"']+)");
  private static final List<String> FETCHING =
      List.of(
          "src",
          "poster",
          "data",
          "href",
          "xlink:href",
          "background",
          "code",
          "archive",
          "lowsrc",
          "dynsrc",
          "manifest");

  private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x20]");

  final Set<String> urls = new LinkedHashSet<>();

  static boolean isRemote(String lower) {
    return lower.startsWith("http:") || lower.startsWith("https:") || lower.startsWith("//");
  }

  static String absolute(String url) {
    String clean = CONTROLS.matcher(url).replaceAll("");
    return clean.startsWith("//") ? "https:" + clean : clean;
  }

  private void note(String url) {
    String trimmed = url.strip();
    if (isRemote(trimmed.toLowerCase(Locale.ROOT)) && urls.size() < MAX) {
      urls.add(absolute(trimmed));
    }
  }

  /// Also what the CSS cleaner does not let through: fonts, imports, whole properties.
  void noteStyle(String style) {
    if (style.contains("//")) {
      Matcher m = STYLE_URL.matcher(style.indexOf('\\') < 0 ? style : unescapedCss(style));
      while (m.find()) {
        note(m.group(1));
      }
    }
  }

  /// CSS Syntax 3 §4.3.7: a backslash, one to six hex digits and a space, or any other character.
  private static String unescapedCss(String css) {
    return CSS_ESCAPE
        .matcher(css)
        .replaceAll(m -> {
          if (m.group(1) == null) {
            return Matcher.quoteReplacement(m.group(2));
          }
          int c = Integer.parseInt(m.group(1), 16);
          return c > 0 && Character.isValidCodePoint(c)
              ? Matcher.quoteReplacement(Character.toString(c))
              : "\uFFFD";
        });
  }

  void noteSet(String srcset) {
    if (srcset.isEmpty()) {
      return;
    }
    for (String candidate : srcset.split(",\\s")) {
      note(candidate.strip().split("\\s+", 2)[0]);
    }
  }

  /// What an element that is taken out would have fetched.
  void noteInside(Element silent) {
    NodeTraversor.filter(
        (node, depth) -> {
          if (node instanceof Element e) {
            noteElement(e);
          }
          return NodeFilter.FilterResult.CONTINUE;
        },
        silent);
  }

  private void noteElement(Element e) {
    String name = e.normalName();
    if (name.equals("base")) {
      return;
    }
    for (String key : FETCHING) {
      if (!(key.equals("href") && name.equals("a"))) {
        note(e.attr(key));
      }
    }
    noteSet(e.attr("srcset"));
    noteSet(e.attr("imagesrcset"));
    noteStyle(e.attr("style"));
    if (name.equals("style")) {
      noteStyle(e.data());
    } else if (name.equals("meta")) {
      Matcher m = REFRESH.matcher(e.attr("content"));
      if (e.attr("http-equiv").strip().equalsIgnoreCase("refresh") && m.find()) {
        note(m.group(1));
      }
    }
  }
}
