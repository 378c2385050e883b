package app.paloma.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// The flags of a message: the system flags (RFC 9051 §2.3.2) and the common keywords as bits, all
/// other keywords by name (sorted, case kept, compared without case).
public record Flags(int bits, List<String> keywords) {
  public static final int SEEN = 1;
  public static final int ANSWERED = 1 << 1;
  public static final int FLAGGED = 1 << 2;
  public static final int DELETED = 1 << 3;
  public static final int DRAFT = 1 << 4;
  public static final int FORWARDED = 1 << 5;
  public static final int JUNK = 1 << 6;
  public static final int NOT_JUNK = 1 << 7;
  public static final int MDN_SENT = 1 << 8;

  private static final List<String> NAMES =
      List.of(
          "\\Seen",
          "\\Answered",
          "\\Flagged",
          "\\Deleted",
          "\\Draft",
          "$Forwarded",
          "$Junk",
          "$NotJunk",
          "$MDNSent");

  public static final Flags NONE = new Flags(0, List.of());

  public Flags {
    keywords = List.copyOf(keywords);
  }

  public static Flags of(int bits) {
    return new Flags(bits, List.of());
  }

  /// Reads names as IMAP writes them (`\Seen`, `$Forwarded`, `work`); `\Recent` and `\*` are
  /// dropped.
  public static Flags ofNames(Collection<String> names) {
    int bits = 0;
    TreeSet<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : names) {
      int bit = bitOf(name);
      if (bit != 0) {
        bits |= bit;
      } else if (!name.startsWith("\\") && !name.isBlank()) {
        keywords.add(name);
      }
    }
    return new Flags(bits, List.copyOf(keywords));
  }

  /// Reads a name as a person writes it on the command line: `seen`, `flagged`, `answered`, `draft`
  /// or a keyword.
  public static Flags ofWord(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "seen", "read" -> of(SEEN);
      case "answered" -> of(ANSWERED);
      case "flagged" -> of(FLAGGED);
      case "draft" -> of(DRAFT);
      case "deleted" -> of(DELETED);
      case "forwarded" -> of(FORWARDED);
      case "junk" -> of(JUNK);
      default -> ofNames(List.of(word));
    };
  }

  /// The bit of a flag's IMAP name, or 0 where it is a keyword of its own.
  public static int bitOf(String name) {
    for (int i = 0; i < NAMES.size(); i++) {
      if (NAMES.get(i).equalsIgnoreCase(name)) {
        return 1 << i;
      }
    }
    return 0;
  }

  public boolean has(int bit) {
    return (bits & bit) != 0;
  }

  public boolean isSeen() {
    return has(SEEN);
  }

  public boolean isFlagged() {
    return has(FLAGGED);
  }

  public boolean isEmpty() {
    return bits == 0 && keywords.isEmpty();
  }

  public boolean hasKeyword(String keyword) {
    return keywords.stream().anyMatch(keyword::equalsIgnoreCase);
  }

  public Flags plus(Flags other) {
    TreeSet<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(keywords);
    all.addAll(other.keywords);
    return new Flags(bits | other.bits, List.copyOf(all));
  }

  public Flags minus(Flags other) {
    TreeSet<String> rest = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    rest.addAll(keywords);
    other.keywords.forEach(rest::remove);
    return new Flags(bits & ~other.bits, List.copyOf(rest));
  }

  /// All names as IMAP writes them, system flags first.
  public List<String> names() {
    ArrayList<String> names = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (has(1 << i)) {
        names.add(NAMES.get(i));
      }
    }
    names.addAll(keywords);
    return List.copyOf(names);
  }
}
