package app.paloma.mime;

import app.paloma.mime.HtmlCleaner.Cleaned;
import app.paloma.mime.HtmlCleaner.Link;
import app.paloma.mime.HtmlCleaner.Options;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/// One cleaning of one document: the tree that jsoup read is walked, and only what is known is
/// written anew, in a form that no parser reads in two ways.
final class HtmlDocument {
  private static final int MAX_DEPTH = 400;
  private static final int MAX_LINKS = 10_000;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int MAX_INPUT = 40 << 20;

  private static final Set<String> ELEMENTS =
      words(
          "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite"
              + " code col colgroup dd del details dfn dir div dl dt em figcaption figure font"
              + " footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark menu nav ol p pre q"
              + " rp rt ruby s samp section small span strike strong sub summary sup table tbody td"
              + " tfoot th thead time tr tt u ul var wbr");
  private static final Set<String> VOID = words("br hr img col wbr");
  // Gone with all that is inside.
  private static final Set<String> SILENT =
      words(
          "script style template noscript noembed noframes iframe frame frameset object embed"
              + " applet param svg math audio video track source canvas select textarea datalist"
              + " title link meta base input keygen isindex xml portal fencedframe xmp plaintext"
              + " listing head");
  private static final Set<String> ATTRIBUTES =
      words(
          "class id dir lang title align valign width height border cellpadding cellspacing bgcolor"
              + " color face size colspan rowspan nowrap start type value alt name hspace vspace"
              + " clear span scope headers datetime summary role open");

  private final Options options;
  private final CssCleaner css;
  private final RemoteContent remote = new RemoteContent();
  private final Set<String> pictures = new LinkedHashSet<>();
  private final Set<String> trackers = new LinkedHashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final boolean keepCid;
  private boolean dropInk;

  HtmlDocument(Options options) {
    this.options = options;
    this.keepCid = options.cid() == null;
    this.css = new CssCleaner(this::styleUrl, options.dark());
  }

  private static Set<String> words(String words) {
    return Set.of(words.split(" "));
  }

  Cleaned clean(String html) {
    Document document = parse(html);
    TextDirection.settle(document);
    boolean designed = isDesigned(document);
    if (options.dark() && !designed) {
      dropInk = true;
      css.dropColors();
    }
    String sheets = sheets(document);
    body(document);
    String page =
        PageStyle.open(options.showImages(), options.dark(), designed)
            + (sheets.isEmpty() ? "" : "<style>\n" + sheets + "</style>")
            + "</head>"
            + out
            + "</html>\n";
    return new Cleaned(
        page,
        List.copyOf(remote.urls),
        List.copyOf(pictures),
        List.copyOf(trackers),
        List.copyOf(links));
  }

  String fragment(String html) {
    Document document = parse(html);
    body(document);
    String body = out.toString();
    int from = body.indexOf('>') + 1;
    return body.substring(from, body.length() - "</body>".length());
  }

  private static Document parse(String html) {
    String bounded = html.length() > MAX_INPUT ? html.substring(0, MAX_INPUT) : html;
    Parser parser = Parser.htmlParser().setMaxDepth(MAX_DEPTH);
    return Jsoup.parse(bounded, "", parser);
  }

  /// Whether the sender painted a background: then it is shown on paper, as designed, also in a
  /// dark window.
  private static boolean isDesigned(Document document) {
    return document.stream().limit(20_000).anyMatch(HtmlDocument::paints);
  }

  private static boolean paints(Element e) {
    if (e.hasAttr("bgcolor") && !isWhite(e.attr("bgcolor")) || e.hasAttr("background")) {
      return true;
    }
    String style = e.attr("style");
    int at = style.indexOf("background");
    if (at >= 0
        && !isWhite(style.substring(Math.min(style.length(), style.indexOf(':', at) + 1)))) {
      return true;
    }
    return e.normalName().equals("style")
        && !e.hasAttr("data-paloma")
        && e.data().contains("background");
  }

  private static boolean isWhite(String color) {
    String c = color.strip().toLowerCase(Locale.ROOT);
    return c.isEmpty()
        || c.startsWith("white")
        || c.startsWith("#fff")
        || c.startsWith("transparent")
        || c.startsWith("none")
        || c.startsWith("inherit")
        || c.startsWith("rgb(255, 255, 255)")
        || c.startsWith("rgb(255,255,255)");
  }

  private String sheets(Document document) {
    StringBuilder all = new StringBuilder();
    for (Element style : document.getElementsByTag("style")) {
      if (style.hasAttr("data-paloma") || insideSilent(style)) {
        continue;
      }
      if (style.parent() != document.head()) {
        remote.noteStyle(style.data());
      }
      String sheet = css.sheet(style.data());
      String media = style.attr("media").strip().toLowerCase(Locale.ROOT);
      if (!sheet.isEmpty()
          && (media.isEmpty() || media.equals("all") || media.contains("screen"))) {
        all.append(sheet);
      }
    }
    return all.toString();
  }

  private static boolean insideSilent(Element style) {
    for (Element p = style.parent(); p != null; p = p.parent()) {
      if (!p.normalName().equals("head") && SILENT.contains(p.normalName())) {
        return true;
      }
    }
    return false;
  }

  private void body(Document document) {
    remote.noteInside(document.head());
    Element body = document.body();
    if (body.normalName().equals("body")) {
      NodeTraversor.filter(new Writer(), body);
    } else {
      // A frameset stands in for the body.
      remote.noteInside(body);
      out.append("<body></body>");
    }
  }

  private final class Writer implements NodeFilter {
    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode text && !(node instanceof org.jsoup.nodes.CDataNode)) {
        HtmlEscape.text(text.getWholeText(), out);
        return FilterResult.CONTINUE;
      }
      if (!(node instanceof Element element)) {
        return FilterResult.SKIP_ENTIRELY;
      }
      String name = element.normalName();
      if (!element.tag().namespace().equals(Parser.NamespaceHtml) || SILENT.contains(name)) {
        remote.noteInside(element);
        return FilterResult.SKIP_ENTIRELY;
      }
      if (name.equals("body")) {
        out.append("<body");
        attributes(element);
        out.append('>');
      } else if (name.equals("img")) {
        image(element);
        return FilterResult.SKIP_ENTIRELY;
      } else if (ELEMENTS.contains(name)) {
        out.append('<').append(name);
        if (name.equals("a")) {
          link(element);
        }
        attributes(element);
        out.append('>');
        // A parser drops the first line end of a pre.
        if (name.equals("pre")) {
          out.append('\n');
        }
      }
      return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        String name = element.normalName();
        if (name.equals("body") || ELEMENTS.contains(name) && !VOID.contains(name)) {
          out.append("</").append(name).append('>');
        }
      }
      return FilterResult.CONTINUE;
    }
  }

  private void attributes(Element element) {
    for (Attribute attribute : element.attributes()) {
      String key = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue();
      if (key.equals("style")) {
        remote.noteStyle(value);
        String style = css.attribute(value);
        if (!style.isEmpty()) {
          write("style", style);
        }
      } else if (key.equals("background")) {
        String url = styleUrl(value);
        if (url != null) {
          write("background", url);
        }
      } else if (ATTRIBUTES.contains(key) && !(key.equals("color") && dropInk)) {
        // A name or id that a script could look up is harmless: there is none.
        write(key, value);
      }
    }
  }

  private void write(String name, String value) {
    out.append(' ').append(name).append("=\"");
    HtmlEscape.attribute(value, out);
    out.append('"');
  }

  private void link(Element element) {
    if (!element.hasAttr("href")) {
      return;
    }
    String target = LinkCheck.normalize(element.attr("href"));
    if (target.startsWith("#")) {
      write("href", target);
      return;
    }
    // A link that is not in the list could be clicked without a warning: beyond it there are none.
    if (target.isEmpty() || links.size() == MAX_LINKS) {
      return;
    }
    String text = shownText(element);
    links.add(new Link(target, text, LinkCheck.suspicion(target, text)));
    if (LinkCheck.isFollowed(target)) {
      write("href", target);
    }
  }

  private static String shownText(Element element) {
    StringBuilder b = new StringBuilder();
    NodeTraversor.filter(
        (node, depth) -> {
          if (node instanceof TextNode t) {
            b.append(t.getWholeText(), 0, Math.min(300, t.getWholeText().length()));
          }
          return b.length() > 300 ? NodeFilter.FilterResult.STOP : NodeFilter.FilterResult.CONTINUE;
        },
        element);
    return BLANKS.matcher(b.toString().strip()).replaceAll(" ");
  }

  private void image(Element element) {
    String src = element.attr("src").strip();
    remote.noteSet(element.attr("srcset"));
    String shown = null;
    String lower = src.toLowerCase(Locale.ROOT);
    boolean blocked = false;
    if (lower.startsWith("cid:")) {
      shown = keepCid ? src : resolved(src.substring(4));
    } else if (isPictureData(lower)) {
      shown = src;
    } else if (RemoteContent.isRemote(lower)) {
      String url = RemoteContent.absolute(src);
      remote.urls.add(url);
      if (Trackers.isTracker(url, element)) {
        trackers.add(url);
        return;
      }
      pictures.add(url);
      shown = options.showImages() ? url : null;
      blocked = shown == null;
    }
    out.append("<img");
    if (shown != null) {
      write("src", shown);
    }
    if (blocked) {
      write("class", "paloma-blocked");
      element.removeAttr("class");
    }
    attributes(element);
    out.append('>');
  }

  private String resolved(String id) {
    String decoded = id;
    try {
      decoded =
          java.net.URLDecoder.decode(
              id.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoded after all.
    }
    String url = options.cid().apply(decoded);
    return url != null
            && isPictureData(url.substring(0, Math.min(40, url.length())).toLowerCase(Locale.ROOT))
        ? url
        : null;
  }

  // SVG is a document that can fetch; the others are only pictures.
  private static boolean isPictureData(String lower) {
    return lower.startsWith("data:image/png")
        || lower.startsWith("data:image/jpeg")
        || lower.startsWith("data:image/jpg")
        || lower.startsWith("data:image/gif")
        || lower.startsWith("data:image/webp")
        || lower.startsWith("data:image/bmp");
  }

  private String styleUrl(String url) {
    String trimmed = url.strip();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    if (isPictureData(lower)) {
      return trimmed;
    }
    if (lower.startsWith("cid:")) {
      return keepCid ? null : resolved(trimmed.substring(4));
    }
    if (RemoteContent.isRemote(lower)) {
      String absolute = RemoteContent.absolute(trimmed);
      remote.urls.add(absolute);
      if (Trackers.isKnownHost(absolute)) {
        return null;
      }
      pictures.add(absolute);
      return options.showImages() ? absolute : null;
    }
    return null;
  }
}
