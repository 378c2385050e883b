package app.paloma.protocol.imap.types;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeSet;

/// What a server says it can do (RFC 9051 §7.2.2); names in capitals.
public record Capabilities(List<String> names) {
  public static final Capabilities NONE = new Capabilities(List.of());

  /// What IMAP4rev2 includes (RFC 9051 appendix E).
  private static final List<String> REV2 =
      List.of(
          "NAMESPACE",
          "UNSELECT",
          "UIDPLUS",
          "ESEARCH",
          "SEARCHRES",
          "ENABLE",
          "IDLE",
          "SASL-IR",
          "LIST-EXTENDED",
          "LIST-STATUS",
          "MOVE",
          "LITERAL-",
          "SPECIAL-USE",
          "STATUS=SIZE",
          "BINARY");

  public Capabilities {
    names = List.copyOf(names);
  }

  public static Capabilities of(Collection<String> names) {
    TreeSet<String> sorted = new TreeSet<>();
    names.forEach(name -> sorted.add(name.toUpperCase(Locale.ROOT)));
    return new Capabilities(List.copyOf(sorted));
  }

  /// Whether it was named, or is a part of IMAP4rev2 and that was named alone.
  public boolean has(String name) {
    return names.contains(name)
        || (names.contains("IMAP4REV2") && !names.contains("IMAP4REV1") && REV2.contains(name));
  }

  /// SASL mechanisms in the order of their names.
  public List<String> mechanisms() {
    return valuesOf("AUTH");
  }

  /// The values of `KEY=VALUE`: `THREAD`, `SORT`, `QUOTA`, `RIGHTS`.
  public List<String> valuesOf(String key) {
    ArrayList<String> values = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(key) && name.startsWith("=", key.length())) {
        values.add(name.substring(key.length() + 1));
      }
    }
    return List.copyOf(values);
  }

  /// RFC 7889: the largest message that APPEND takes on any mailbox.
  public OptionalLong appendLimit() {
    for (String value : valuesOf("APPENDLIMIT")) {
      try {
        return OptionalLong.of(Long.parseUnsignedLong(value));
      } catch (NumberFormatException e) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  public Capabilities without(Collection<String> refused) {
    ArrayList<String> rest = new ArrayList<>(names);
    rest.removeAll(refused);
    return new Capabilities(rest);
  }
}
