package app.paloma.mime;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a message says of the mailing list it came by (RFC 2369, 2919, 8058).
///
/// @param name of the list for people, may be empty
/// @param post `mailto:` URL to write to all
/// @param oneClick `https:` address that takes one off the list by a POST alone
/// @param unsubscribePage web page where one can leave
/// @param unsubscribeMail `mailto:` URL that takes one off the list
public record MailingList(
    String name,
    Optional<String> post,
    Optional<URI> archive,
    Optional<URI> help,
    Optional<URI> oneClick,
    Optional<URI> unsubscribePage,
    Optional<String> unsubscribeMail) {
  private static final int MAX_FIELD = 8_000;
  private static final int MAX_URLS = 10;
  private static final int MAX_URL = 2_000;

  /// Empty where the message names no list and no way off it.
  public static Optional<MailingList> of(MessageContent content) {
    List<String> unsubscribe = urls(content.header("List-Unsubscribe"));
    Optional<URI> page = web(unsubscribe);
    Optional<URI> oneClick =
        content
                .header("List-Unsubscribe-Post")
                .strip()
                .equalsIgnoreCase("List-Unsubscribe=One-Click")
            ? page.filter(MailingList::mayBePosted)
            : Optional.empty();
    MailingList list =
        new MailingList(
            name(content.header("List-Id")),
            mail(urls(content.header("List-Post"))),
            web(urls(content.header("List-Archive"))),
            web(urls(content.header("List-Help"))),
            oneClick,
            page,
            mail(unsubscribe));
    boolean empty =
        list.name().isEmpty()
            && list.post().isEmpty()
            && page.isEmpty()
            && list.unsubscribeMail().isEmpty();
    return empty ? Optional.empty() : Optional.of(list);
  }

  public boolean canBeLeft() {
    return unsubscribePage.isPresent() || unsubscribeMail.isPresent();
  }

  /// RFC 8058 §3.1 wants https. A stranger's message must not make us talk to a machine of this
  /// network, either: the host is a public name.
  private static boolean mayBePosted(URI url) {
    String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    return "https".equalsIgnoreCase(url.getScheme())
        && url.getUserInfo() == null
        && host.contains(".")
        && !host.matches("[0-9.]+|.*\\.(local|localhost|internal|home|lan|arpa)\\.?")
        && !host.startsWith("[");
  }

  // RFC 2369 §2: a list of URLs in angle brackets, comments between them.
  private static List<String> urls(String field) {
    List<String> urls = new ArrayList<>();
    String text = field.length() > MAX_FIELD ? field.substring(0, MAX_FIELD) : field;
    int from = text.indexOf('<');
    while (from >= 0 && urls.size() < MAX_URLS) {
      int to = text.indexOf('>', from);
      if (to < 0) {
        break;
      }
      String url = text.substring(from + 1, to).replaceAll("\\s", "");
      if (url.length() <= MAX_URL) {
        urls.add(url);
      }
      from = text.indexOf('<', to);
    }
    return urls;
  }

  private static Optional<String> mail(List<String> urls) {
    return urls.stream()
        .filter(url -> url.regionMatches(true, 0, "mailto:", 0, 7) && url.indexOf('@') > 0)
        .findFirst();
  }

  private static Optional<URI> web(List<String> urls) {
    Optional<URI> plain = Optional.empty();
    for (String url : urls) {
      try {
        URI uri = new URI(url);
        if (uri.getHost() == null) {
          continue;
        }
        if ("https".equalsIgnoreCase(uri.getScheme())) {
          return Optional.of(uri);
        }
        if ("http".equalsIgnoreCase(uri.getScheme()) && plain.isEmpty()) {
          plain = Optional.of(uri);
        }
      } catch (URISyntaxException e) {
        // Not an address: the next one may be.
      }
    }
    return plain;
  }

  // RFC 2919 §3: an optional phrase, then the id in angle brackets.
  private static String name(String listId) {
    int bracket = listId.lastIndexOf('<');
    String phrase = bracket >= 0 ? listId.substring(0, bracket).strip() : "";
    phrase = phrase.replaceAll("^\"|\"$", "").strip();
    String id = bracket >= 0 ? listId.substring(bracket + 1).replaceAll(">.*", "") : listId;
    String name = phrase.isEmpty() ? id.strip() : phrase;
    return HeaderWriter.oneLine(name.length() > 120 ? name.substring(0, 120) : name).strip();
  }
}
