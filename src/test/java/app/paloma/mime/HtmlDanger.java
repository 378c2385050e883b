package app.paloma.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// What must never be in a cleaned document, looked for in the tree that a parser makes of it.
final class HtmlDanger {
  private static final Set<String> ELEMENTS =
      Set.of(
          "script",
          "iframe",
          "frame",
          "frameset",
          "object",
          "embed",
          "applet",
          "base",
          "link",
          "form",
          "input",
          "button",
          "select",
          "textarea",
          "svg",
          "math",
          "template",
          "noscript",
          "audio",
          "video",
          "source",
          "track",
          "portal",
          "isindex",
          "keygen",
          "xmp",
          "plaintext",
          "noembed",
          "noframes",
          "canvas",
          "dialog",
          "param",
          "picture",
          "marquee");
  private static final Set<String> URL_ATTRIBUTES =
      Set.of(
          "src",
          "background",
          "poster",
          "data",
          "action",
          "formaction",
          "srcset",
          "xlink:href",
          "ping",
          "cite",
          "longdesc",
          "lowsrc",
          "dynsrc",
          "manifest",
          "codebase",
          "archive",
          "classid",
          "profile",
          "usemap");
  private static final Pattern STYLE =
      Pattern.compile(
          "(?i)expression|javascript:|vbscript:|behaviou?r|-moz-binding|@import|@font-face|@namespace|image-set|cross-fade|position\\s*:\\s*(fixed|absolute|sticky)|\\\\|</");
  private static final Pattern URL =
      Pattern.compile("(?i)url\\(\\s*[\"']?(?!data:image/(?:png|jpe?g|gif|webp|bmp))([^)]*)");

  private HtmlDanger() {}

  /// The dangers found, none when it is safe to show without any network.
  static List<String> find(String html, boolean imagesAllowed) {
    ArrayList<String> found = new ArrayList<>();
    Document document = Jsoup.parse(html, "", Parser.htmlParser());
    boolean policy = false;
    for (Element e : document.getAllElements()) {
      String name = e.normalName();
      if (!e.tag().namespace().equals(Parser.NamespaceHtml) || ELEMENTS.contains(name)) {
        found.add("<" + name + ">");
      }
      if (name.equals("meta")) {
        String equiv = e.attr("http-equiv").toLowerCase(Locale.ROOT);
        policy |=
            equiv.equals("content-security-policy")
                && e.attr("content").startsWith("default-src 'none'");
        if (!equiv.isEmpty() && !equiv.equals("content-security-policy")) {
          found.add("meta " + equiv);
        }
      }
      if (name.equals("style")) {
        style(e.data(), imagesAllowed, found);
      }
      for (Attribute a : e.attributes()) {
        attribute(name, a.getKey().toLowerCase(Locale.ROOT), a.getValue(), imagesAllowed, found);
      }
    }
    if (!policy) {
      found.add("no policy");
    }
    return found;
  }

  private static void attribute(
      String element, String key, String value, boolean images, List<String> found) {
    String v = value.replaceAll("[\\x00-\\x20]", "").toLowerCase(Locale.ROOT);
    if (key.startsWith("on")
        || key.equals("srcdoc")
        || key.equals("is")
        || key.equals("contenteditable")
        || key.equals("autofocus")) {
      found.add(key);
    } else if (key.equals("style")) {
      style(value, images, found);
    } else if (key.equals("href")) {
      if (!element.equals("a") || !v.matches("(?s)(https?|mailto|ftp|rtsp|rtmp|tel|xmpp):.*|#.*")) {
        found.add(element + " href " + value);
      }
    } else if (URL_ATTRIBUTES.contains(key)) {
      boolean picture = v.matches("(?s)data:image/(png|jpe?g|gif|webp|bmp).*");
      boolean remote =
          images
              && (element.equals("img") && key.equals("src") || key.equals("background"))
              && v.matches("(?s)https?:.*");
      if (!picture && !remote) {
        found.add(element + " " + key + " " + value);
      }
    }
  }

  private static void style(String css, boolean images, List<String> found) {
    if (STYLE.matcher(css).find()) {
      found.add("style " + css);
    }
    var m = URL.matcher(css);
    while (m.find()) {
      if (!images || !m.group(1).toLowerCase(Locale.ROOT).startsWith("http")) {
        found.add("style url " + m.group(1));
      }
    }
  }
}
