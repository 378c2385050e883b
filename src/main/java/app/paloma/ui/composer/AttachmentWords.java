package app.paloma.ui.composer;

import java.util.regex.Pattern;

/// Notices that a text speaks of an attachment, in English and in Spanish, whatever the window's
/// language is: people write in both.
public final class AttachmentWords {
  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(attach(ed|ing|ment|ments)?|enclosed|enclosure|"
              + "adjunt(o|a|os|as|ar|é|e|amos|ado|ada|ados|adas|ando)|anex(o|a|os|as|ado|ada))\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern QUOTED = Pattern.compile("(?m)^\\s*>.*$");

  private AttachmentWords() {}

  /// @param ownText what the user wrote, without signature; lines quoted with `>` do not count
  public static boolean mentionedIn(String ownText) {
    return WORDS.matcher(QUOTED.matcher(ownText).replaceAll("")).find();
  }
}
