package app.paloma.ui.composer;

import java.util.HashMap;
import java.util.Map;
import java.util.Locale;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/// The document the rich text editor lives in. Its policy lets nothing run and nothing be fetched;
/// the editor's own script is put in from outside, where the policy does not reach.
final class EditorPage {
  private static final String HEAD =
      """
      <!DOCTYPE html><html><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <style id="paloma-style">%s</style></head>
      <body contenteditable="true" spellcheck="false">%s</body></html>
      """;

  private EditorPage() {}

  static String of(String body, String css) {
    return HEAD.formatted(css, body.isBlank() ? "<div><br></div>" : body);
  }

  /// A draft's HTML as the editor may hold it: nothing that acts, and pictures of the message
  /// (`cid:`) as data that can be shown, marked so that they become `cid:` again.
  ///
  /// @param pictures from Content-ID to a data: URL, null where there is none
  static String editable(String html, Function<String, String> pictures) {
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.base);
    document
        .body()
        .select("script,style,iframe,frame,object,embed,applet,meta,base,link,form,input,button")
        .remove();
    for (Element element : document.body().getAllElements()) {
      element.attributes().asList().stream()
          .map(org.jsoup.nodes.Attribute::getKey)
          .filter(key ->
              key.regionMatches(true, 0, "on", 0, 2) || key.equalsIgnoreCase("contenteditable"))
          .toList()
          .forEach(element::removeAttr);
    }
    Map<String, String> known = new HashMap<>();
    for (Element image : document.body().select("img[src^=cid:]")) {
      String cid = image.attr("src").substring(4);
      String data = known.computeIfAbsent(cid, pictures);
      if (data != null) {
        image.attr("src", data).attr("data-cid", cid);
      }
    }
    return document.body().html();
  }

  /// Plain text as HTML: one block a line, quoted lines as quotations.
  static String ofText(String text) {
    StringBuilder html = new StringBuilder();
    int level = 0;
    for (String line : text.split("\n", -1)) {
      int depth = 0;
      String rest = line.stripTrailing();
      while (rest.startsWith(">")) {
        depth++;
        rest = rest.substring(1);
        if (rest.startsWith(" ")) {
          rest = rest.substring(1);
        }
      }
      for (; level < depth; level++) {
        html.append("<blockquote type=\"cite\">");
      }
      for (; level > depth; level--) {
        html.append("</blockquote>");
      }
      html.append("<div>").append(rest.isEmpty() ? "<br>" : escape(rest)).append("</div>");
    }
    html.append("</blockquote>".repeat(level));
    return html.toString();
  }

  static String escape(String text) {
    String escaped =
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
    return escaped.replace("  ", " &nbsp;");
  }

  static String signature(String plain) {
    if (plain.isBlank()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"paloma-signature\">-- <br>");
    html.append(String.join("<br>", plain.strip().lines().map(EditorPage::escape).toList()));
    return html.append("</div>").toString();
  }

  static String css(boolean dark, double fontSize) {
    String fg = dark ? "#e4e7ec" : "#1d2430";
    String bg = dark ? "#1f2329" : "#ffffff";
    String quote = dark ? "#a3acba" : "#566072";
    String line = dark ? "#4a5260" : "#c9d1de";
    String accent = dark ? "#8fb0ff" : "#2b56c6";
    // A style sheet has points in its numbers, whatever the user's language has.
    String sheet =
        """
        html { background: %s; height: 100%%; }
        body { margin: 0; padding: 12px 16px 24px 16px; min-height: calc(100%% - 36px); outline: none;
          font: %.1fpx system-ui, "Inter", "Segoe UI", "Noto Sans", sans-serif; line-height: 1.5;
          color: %s; background: %s; overflow-wrap: break-word; }
        blockquote { margin: 4px 0 4px 0; padding: 0 0 0 12px; border-left: 2px solid %s; color: %s; }
        .paloma-signature { color: %s; }
        img { max-width: 100%%; height: auto; }
        a { color: %s; }
        table { max-width: 100%%; }
        ul, ol { margin: 4px 0; padding-left: 28px; }
        pre { white-space: pre-wrap; }
        """;
    return String.format(Locale.ROOT, sheet, bg, fontSize, fg, bg, line, quote, quote, accent);
  }
}
