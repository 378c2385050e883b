package app.paloma.mime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The way a message came, from its Received fields (RFC 5321 §4.4), first server first. Each
/// server wrote one, so all but the last could have been made up.
///
/// @param hops at most 50
public record ReceivedRoute(List<Hop> hops) {
  private static final int MOST = 50;
  private static final int LONGEST = 4_000;

  public ReceivedRoute {
    hops = List.copyOf(hops);
  }

  /// One server that took the message.
  ///
  /// @param from who gave it, as the server says: a name, or the address behind it; or empty
  /// @param by the server; or empty
  /// @param protocol how, in capitals (`ESMTPS`); or empty
  /// @param delay since the server before, or since it was written; negative where their clocks
  ///   differ
  public record Hop(
      String from, String by, String protocol, Optional<Instant> time, Optional<Duration> delay) {
    /// Whether the line it came by was encrypted, as far as the server says (RFC 3848).
    public boolean isEncrypted() {
      String plain = protocol.startsWith("UTF8") ? protocol.substring(4) : protocol;
      return plain.matches("(E?SMTP|LMTP)SA?") || protocol.equals("HTTPS");
    }
  }

  public static ReceivedRoute of(MessageContent content) {
    List<String> fields =
        content.headers().stream()
            .filter(h -> h.name().equalsIgnoreCase("Received"))
            .map(MessageContent.Header::value)
            .limit(MOST)
            .toList()
            .reversed();
    List<Hop> hops = new ArrayList<>();
    Optional<Instant> before = content.date();
    for (String field : fields) {
      Hop hop = hop(field.length() > LONGEST ? field.substring(0, LONGEST) : field, before);
      hops.add(hop);
      if (hop.time().isPresent()) {
        before = hop.time();
      }
    }
    return new ReceivedRoute(hops);
  }

  /// From the writing to the last server.
  public Optional<Duration> total(Optional<Instant> written) {
    return hops.isEmpty()
        ? Optional.empty()
        : hops.getLast().time().flatMap(end -> written.map(start -> Duration.between(start, end)));
  }

  private static Hop hop(String field, Optional<Instant> before) {
    int semicolon = field.lastIndexOf(';');
    Optional<Instant> time =
        semicolon < 0 ? Optional.empty() : DateParser.parse(field.substring(semicolon + 1));
    Optional<Duration> delay = time.flatMap(now -> before.map(then -> Duration.between(then, now)));
    String said = semicolon < 0 ? field : field.substring(0, semicolon);
    String from = "";
    String by = "";
    String with = "";
    List<String> words = words(said);
    for (int i = 0; i + 1 < words.size(); i++) {
      String word = words.get(i).toLowerCase(Locale.ROOT);
      String next = words.get(i + 1);
      if (next.startsWith("(")) {
        continue;
      }
      switch (word) {
        case "from" -> {
          if (from.isEmpty() && by.isEmpty()) {
            boolean note = i + 2 < words.size() && words.get(i + 2).startsWith("(");
            from = sender(next, note ? words.get(i + 2) : "");
          }
        }
        case "by" -> by = by.isEmpty() ? next : by;
        case "with" -> with = with.isEmpty() ? next : with;
        default -> {
          // Words of RFC 5321 that say nothing about the way: id, for, via.
        }
      }
    }
    return new Hop(from, by, with.toUpperCase(Locale.ROOT), time, delay);
  }

  /// What the server itself saw, in the comment, is worth more than what the other called itself.
  private static String sender(String called, String comment) {
    String seen = comment.replaceAll("^\\(|\\)$", "").strip();
    String name = seen.split("[\\s\\[(]", 2)[0];
    boolean host = name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+\\.?");
    if (host && !name.equalsIgnoreCase("unknown")) {
      return name.replaceAll("\\.$", "");
    }
    boolean address = called.startsWith("[") || called.contains(".");
    int open = seen.indexOf('[');
    int close = seen.indexOf(']', open + 1);
    return !address && open >= 0 && close > open
        ? called + " " + seen.substring(open, close + 1)
        : called;
  }

  /// Words, and comments whole.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c <= ' ') {
        at++;
        continue;
      }
      if (c == '(') {
        int level = 1;
        while (end < text.length() && level > 0) {
          char d = text.charAt(end++);
          level += d == '(' ? 1 : d == ')' ? -1 : 0;
        }
      } else {
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != '(') {
          end++;
        }
      }
      words.add(text.substring(at, end));
      at = end;
    }
    return words;
  }
}
