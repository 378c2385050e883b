package app.paloma.ui.messages;

import java.util.Locale;

/// A keyword of IMAP as people see it.
///
/// @param keyword as the server keeps it: an atom of RFC 9051
/// @param colour of [#COLOURS] colours, by number
public record Tag(String keyword, String name, int colour) {
  /// How many colours the style sheets name (`tag-0` …).
  public static final int COLOURS = 8;

  public Tag {
    colour = Math.floorMod(colour, COLOURS);
  }

  String styleClass() {
    return "tag-" + colour;
  }

  /// RFC 9051 §9 flag-keyword = atom: what a server takes; other characters become `_`.
  public static String keywordFor(String name) {
    StringBuilder atom = new StringBuilder();
    java.text.Normalizer.normalize(name.strip(), java.text.Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .limit(60)
        .forEach(c -> {
          boolean plain = c > 32 && c < 127 && "(){%*\"\\]".indexOf(c) < 0;
          atom.append(plain ? (char) c : '_');
        });
    String keyword = atom.toString().toLowerCase(Locale.ROOT);
    return keyword.replaceAll("_", "").isEmpty() || keyword.startsWith("$")
        ? "tag_" + Integer.toHexString(name.strip().hashCode())
        : keyword;
  }
}
