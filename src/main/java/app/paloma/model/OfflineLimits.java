package app.paloma.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How much of an account's mail is kept here. Headers always are; what is left out comes when it
/// is opened.
///
/// @param headersOnly no texts at all
/// @param months texts of messages that are not older; 0: of all
/// @param octets texts of messages that are not longer; 0: of all
public record OfflineLimits(boolean headersOnly, int months, long octets) {
  public static final OfflineLimits NONE = new OfflineLimits(false, 0, 0);

  public OfflineLimits {
    if (months < 0 || octets < 0) {
      throw new IllegalArgumentException("a limit below zero");
    }
  }

  /// Where this choice for an account is kept among the user's others.
  public static String key(AccountId account) {
    return "account." + account.value() + ".offline";
  }

  /// As `toText` wrote it; none where that is missing or odd.
  public static OfflineLimits parse(Optional<String> text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.orElse("").split(" ", -1)) {
      int cut = field.indexOf('=');
      if (cut > 0) {
        fields.put(field.substring(0, cut), field.substring(cut + 1));
      }
    }
    try {
      return new OfflineLimits(
          Boolean.parseBoolean(fields.get("headers")),
          Integer.parseInt(fields.getOrDefault("months", "0")),
          Long.parseLong(fields.getOrDefault("octets", "0")));
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  public String toText() {
    return "headers=" + headersOnly + " months=" + months + " octets=" + octets;
  }

  /// Messages before it are not kept whole; empty where none is too old.
  public Optional<Instant> oldest(Instant now) {
    return months == 0
        ? Optional.empty()
        : Optional.of(now.atZone(ZoneOffset.UTC).minusMonths(months).toInstant());
  }

  /// Whether the text of such a message is kept.
  public boolean keeps(Instant date, long size, Instant now) {
    return !headersOnly
        && (octets == 0 || size <= octets)
        && oldest(now).map(oldest -> !date.isBefore(oldest)).orElse(true);
  }
}
