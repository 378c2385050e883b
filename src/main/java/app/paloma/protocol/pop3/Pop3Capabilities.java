package app.paloma.protocol.pop3;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What CAPA told (RFC 2449).
///
/// @param tags in capitals, with their arguments
/// @param known false where the server does not know CAPA
public record Pop3Capabilities(Map<String, List<String>> tags, boolean known) {
  public static final Pop3Capabilities UNKNOWN = new Pop3Capabilities(Map.of(), false);

  public Pop3Capabilities {
    tags = Map.copyOf(tags);
  }

  static Pop3Capabilities of(List<String> lines) {
    HashMap<String, List<String>> tags = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("[ \\t]+", -1);
      if (!words[0].isEmpty()) {
        tags.putIfAbsent(
            words[0].toUpperCase(Locale.ROOT), List.of(words).subList(1, words.length));
      }
    }
    return new Pop3Capabilities(tags, true);
  }

  public boolean has(String tag) {
    return tags.containsKey(tag);
  }

  private List<String> arguments(String tag) {
    return tags.getOrDefault(tag, List.of());
  }

  /// SASL mechanisms (RFC 5034).
  public Set<String> saslMechanisms() {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    arguments("SASL").forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
    return names;
  }

  /// How many days at least the server keeps messages (RFC 2449 §6.7); 0 = what was retrieved may
  /// go with the end of the session; empty = for ever or not told.
  public OptionalInt expireDays() {
    return number("EXPIRE");
  }

  /// Whether the server promises to keep messages for ever.
  public boolean neverExpires() {
    return arguments("EXPIRE").stream().anyMatch("NEVER"::equalsIgnoreCase);
  }

  boolean differByUser() {
    return Stream.of("EXPIRE", "LOGIN-DELAY")
        .anyMatch(tag -> arguments(tag).stream().anyMatch("USER"::equalsIgnoreCase));
  }

  /// Seconds the server wants between logins (RFC 2449 §6.5).
  public OptionalInt loginDelaySeconds() {
    return number("LOGIN-DELAY");
  }

  /// The server's name and version (RFC 2449 §6.9), or empty.
  public String implementation() {
    return String.join(" ", arguments("IMPLEMENTATION"));
  }

  private OptionalInt number(String tag) {
    return arguments(tag).stream()
        .filter(word -> word.length() < 10 && word.chars().allMatch(c -> c >= '0' && c <= '9'))
        .filter(word -> !word.isEmpty())
        .mapToInt(Integer::parseInt)
        .findFirst();
  }
}
