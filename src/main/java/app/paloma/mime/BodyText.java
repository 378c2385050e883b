package app.paloma.mime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/// The words of a message: the same for the index, the preview and the reader.
final class BodyText {
  /// A file found inside a text part.
  record Embedded(Part part, InlineFiles.File file, byte[] octets) {}

  private static final int SAMPLE = 4096;

  private final Octets octets;
  private final int partLimit;
  private final int charLimit;
  private final Map<Part, String> decoded = new HashMap<>();
  private Set<String> contentIds;
  final List<Embedded> embedded = new ArrayList<>(0);

  BodyText(Octets octets, int partLimit, int charLimit) {
    this.octets = octets;
    this.partLimit = partLimit;
    this.charLimit = charLimit;
  }

  /// The characters of a text part, line ends as "\n", flowed lines put together.
  String characters(Part part) {
    return decoded.computeIfAbsent(part, this::decode);
  }

  private String decode(Part part) {
    byte[] raw =
        part.encoding == TransferEncoding.BASE64
                && !TransferDecoder.isBase64(octets.encoded(part, SAMPLE))
            ? octets.encoded(part, partLimit)
            : octets.decoded(part, partLimit);
    String type = BodyStructure.effectiveType(part);
    boolean html = type.equals("text/html");
    if (!html) {
      InlineFiles.Found found = InlineFiles.find(raw);
      if (found != null) {
        for (InlineFiles.File file : found.files()) {
          embedded.add(new Embedded(part, file, raw));
        }
        raw = found.text();
      }
    }
    String charset = part.type.parameter("charset");
    if (html && charset.isEmpty()) {
      charset = metaCharset(raw);
    }
    String text = PlainText.normalize(TextDecoder.decode(raw, 0, raw.length, charset));
    if (BodyStructure.isEnriched(type)) {
      return PlainText.enriched(text, type.equals("text/richtext"));
    }
    if (!html && part.type.parameter("format").equalsIgnoreCase("flowed")) {
      return PlainText.unflow(text, part.type.parameter("delsp").equalsIgnoreCase("yes"));
    }
    return text;
  }

  /// What the document says of itself, within its first kilobyte as HTML has it.
  static String metaCharset(byte[] raw) {
    String head =
        Latin1.string(raw, 0, Math.min(raw.length, 2048)).toLowerCase(java.util.Locale.ROOT);
    int at = head.indexOf("charset=");
    if (at < 0) {
      return "";
    }
    int from = at + 8;
    while (from < head.length() && "\"' ".indexOf(head.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < head.length()
        && (Character.isLetterOrDigit(head.charAt(to)) || "-_:.".indexOf(head.charAt(to)) >= 0)) {
      to++;
    }
    String label = head.substring(from, to);
    // A document that could be read this far is not UTF-16, and UTF-7 is never taken on its word.
    return label.startsWith("utf-16") || label.contains("utf-7") ? "" : label;
  }

  String text(BodyStructure structure) {
    StringBuilder out = new StringBuilder();
    for (Part part : structure.text) {
      append(out, asText(part));
      if (out.length() > charLimit) {
        break;
      }
    }
    if (out.isEmpty() || out.toString().isBlank()) {
      out.setLength(0);
      for (Part part : structure.html) {
        append(out, asText(part));
      }
    }
    if (out.length() > charLimit) {
      out.setLength(
          Character.isHighSurrogate(out.charAt(charLimit - 1)) ? charLimit - 1 : charLimit);
    }
    return out.toString();
  }

  private String asText(Part part) {
    String characters = characters(part);
    return part.type.value().equals("text/html") ? HtmlText.of(characters, charLimit) : characters;
  }

  /// What the HTML names by `cid:` (RFC 2392), as it stands there and with its percent signs read.
  Set<String> contentIds(BodyStructure structure) {
    if (contentIds == null) {
      contentIds = new HashSet<>();
      for (Part html : structure.html) {
        if (html.type.value().equals("text/html")) {
          addContentIds(characters(html));
        }
      }
    }
    return contentIds;
  }

  private void addContentIds(String html) {
    for (int at = html.indexOf("cid:"); at >= 0; at = html.indexOf("cid:", at + 4)) {
      int end = at + 4;
      while (end < html.length()
          && end - at < 1_000
          && html.charAt(end) > 32
          && "\"'<>)".indexOf(html.charAt(end)) < 0) {
        end++;
      }
      String id = html.substring(at + 4, end);
      contentIds.add(id);
      if (id.indexOf('%') >= 0) {
        contentIds.add(ParameterValues.percentDecoded(id));
      }
      if (id.indexOf('&') >= 0) {
        contentIds.add(Parser.unescapeEntities(id, true));
      }
    }
  }

  private static void append(StringBuilder out, String text) {
    if (!out.isEmpty() && !text.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    out.append(text);
  }

  /// The HTML of a message, or null. Several parts are made whole one by one before they stand side
  /// by side, so that none can swallow its neighbour.
  String html(BodyStructure structure) {
    boolean any = structure.html.stream().anyMatch(p -> p.type.value().equals("text/html"));
    if (!any) {
      return null;
    }
    if (structure.html.size() == 1) {
      return characters(structure.html.getFirst());
    }
    StringBuilder head = new StringBuilder();
    StringBuilder body = new StringBuilder();
    for (Part part : structure.html) {
      if (part.type.value().equals("text/html")) {
        Document document = Jsoup.parse(characters(part));
        document.outputSettings().prettyPrint(false);
        document.head().select("style").forEach(s -> head.append(s.outerHtml()));
        body.append("<div>").append(document.body().html()).append("</div>\n");
      } else {
        String text = characters(part);
        if (!text.isBlank()) {
          body.append("<div style=\"white-space:pre-wrap\">")
              .append(Entities.escape(text))
              .append("</div>\n");
        }
      }
    }
    return "<html><head>" + head + "</head><body>" + body + "</body></html>";
  }
}
