package app.paloma.mime;

import java.util.List;
import java.util.function.Function;

/// HTML of a stranger to a document that runs nothing and fetches nothing: an allow-list over jsoup
/// and a CSS parser.
public final class HtmlCleaner {
  private static final int MAX_ELEMENTS = 150_000;

  /// @param showImages false: remote pictures are taken out and listed
  /// @param dark colours for a dark window
  /// @param cid resolves a Content-ID to a data: URL, or null
  public record Options(boolean showImages, boolean dark, Function<String, String> cid) {}

  /// @param html a whole document with a Content-Security-Policy, ready for the WebView
  /// @param remoteContent what was or would be fetched
  /// @param pictures those of remoteContent that are shown when images are; style sheets, scripts
  ///   and the like are never loaded
  /// @param trackers those of remoteContent that are tracking pixels, never loaded
  /// @param links all targets with the text that shows them
  public record Cleaned(
      String html,
      List<String> remoteContent,
      List<String> pictures,
      List<String> trackers,
      List<Link> links) {}

  /// @param suspicious why a click must be explained first: key of the mime bundle, or empty
  public record Link(String target, String text, String suspicious) {}

  /// A document of more elements than any person lays out would fill the memory as a tree: its
  /// words are shown.
  public Cleaned clean(String html, Options options) {
    return isTooLarge(html)
        ? plain(toText(html), options.dark())
        : new HtmlDocument(options).clean(html);
  }

  private static boolean isTooLarge(String html) {
    int elements = 0;
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      if (at + 1 < html.length() && Character.isLetter(html.charAt(at + 1))) {
        elements++;
      }
    }
    return elements > MAX_ELEMENTS;
  }

  /// Plain text to such a document: links, quotes by level, flowed paragraphs.
  public Cleaned plain(String text, boolean dark) {
    return new PlainDocument(dark).clean(text);
  }

  /// The text of an HTML document as a person would type it.
  public static String toText(String html) {
    return HtmlText.of(html);
  }

  /// Cleaned HTML without the document around it, to stand inside another one: nothing remote, no
  /// style sheets, pictures by `cid:` kept as they are.
  public static String fragment(String html) {
    return new HtmlDocument(new Options(false, false, null)).fragment(html);
  }
}
