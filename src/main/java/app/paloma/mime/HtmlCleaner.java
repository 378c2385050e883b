package app.paloma.mime;

import java.util.List;
import java.util.function.Function;

/// HTML of a stranger to a document that runs nothing and fetches nothing: an allow-list over jsoup
/// and a CSS parser.
public final class HtmlCleaner {
  /// @param showImages false: remote pictures are taken out and listed
  /// @param cid resolves a Content-ID to a data: URL, or null
  /// @param dark colours for a dark window
  public record Options(boolean showImages, boolean dark, Function<String, String> cid) {}

  /// @param html a whole document with a Content-Security-Policy, ready for the WebView
  /// @param remoteContent what was or would be fetched
  /// @param trackers those of remoteContent that are tracking pixels, never loaded
  /// @param links all targets with the text that shows them
  public record Cleaned(
      String html, List<String> remoteContent, List<String> trackers, List<Link> links) {}

  /// @param suspicious why a click must be explained first: key of the mime bundle, or empty
  public record Link(String target, String text, String suspicious) {}

  public Cleaned clean(String html, Options options) {
    throw new UnsupportedOperationException();
  }

  /// Plain text to such a document: links, quotes by level, flowed paragraphs.
  public Cleaned plain(String text, boolean dark) {
    throw new UnsupportedOperationException();
  }

  /// The text of an HTML document as a person would type it.
  public static String toText(String html) {
    throw new UnsupportedOperationException();
  }
}
