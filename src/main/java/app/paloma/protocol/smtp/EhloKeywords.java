package app.paloma.protocol.smtp;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What a server can do, from its reply to EHLO (RFC 5321 §4.1.1.1). Nothing after HELO.
///
/// @param keywords in capitals, with their parameters as they stand
public record EhloKeywords(Map<String, List<String>> keywords) {
  public static final EhloKeywords NONE = new EhloKeywords(Map.of());

  public EhloKeywords {
    keywords = Map.copyOf(keywords);
  }

  /// ehlo-line = ehlo-keyword *( SP ehlo-param ); the first line is the greeting.
  static EhloKeywords of(SmtpReply reply) {
    HashMap<String, List<String>> keywords = new HashMap<>();
    for (String line : reply.lines().subList(1, reply.lines().size())) {
      String[] words = line.strip().split("[ \\t]+", -1);
      if (words[0].isEmpty()) {
        continue;
      }
      String keyword = words[0].toUpperCase(Locale.ROOT);
      List<String> parameters = List.of(words).subList(1, words.length);
      // AUTH=LOGIN, as servers wrote it before RFC 2554, for the clients of that time.
      if (keyword.startsWith("AUTH=")) {
        parameters = join(List.of(words[0].substring(5)), parameters);
        keyword = "AUTH";
      }
      keywords.merge(keyword, List.copyOf(parameters), EhloKeywords::join);
    }
    return new EhloKeywords(keywords);
  }

  private static List<String> join(List<String> first, List<String> second) {
    LinkedHashSet<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  public boolean has(String keyword) {
    return keywords.containsKey(keyword);
  }

  private List<String> parameters(String keyword) {
    return keywords.getOrDefault(keyword, List.of());
  }

  /// SASL mechanisms in capitals (RFC 4954 §3).
  public Set<String> authMechanisms() {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    parameters("AUTH").forEach(name -> names.add(name.toUpperCase(Locale.ROOT)));
    return names;
  }

  /// The largest message in octets (RFC 1870 §3); 0 when the server names none.
  public long maxSize() {
    return number(parameters("SIZE").stream().findFirst().orElse("0"));
  }

  /// The longest FUTURERELEASE interval in seconds (RFC 4865 §4); 0 where it is not offered.
  public long maxHoldSeconds() {
    return number(parameters("FUTURERELEASE").stream().findFirst().orElse("0"));
  }

  /// The smallest DELIVERBY time in seconds (RFC 2852 §2); 0 when the server names none.
  public long minDeliverBySeconds() {
    return number(parameters("DELIVERBY").stream().findFirst().orElse("0"));
  }

  /// RCPTMAX of LIMITS (RFC 9422 §4.2).
  public OptionalInt maxRecipients() {
    return limit("RCPTMAX");
  }

  /// MAILMAX of LIMITS (RFC 9422 §4.1): transactions on one connection.
  public OptionalInt maxTransactions() {
    return limit("MAILMAX");
  }

  /// RCPTDOMAINMAX of LIMITS (RFC 9422 §4.3): different domains in one transaction.
  public OptionalInt maxDomains() {
    return limit("RCPTDOMAINMAX");
  }

  private OptionalInt limit(String name) {
    for (String parameter : parameters("LIMITS")) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(name)) {
        long value = number(parameter.substring(equals + 1));
        return value > 0 && value <= 1_000_000 ? OptionalInt.of((int) value) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static long number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 18
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    return Long.parseLong(digits);
  }
}
