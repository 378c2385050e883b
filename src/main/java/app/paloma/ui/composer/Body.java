package app.paloma.ui.composer;

import java.util.Optional;

/// What stands in the editor at one moment.
///
/// @param text plain text of all of it
/// @param html the same as rich text, empty while plain text is written
/// @param ownText what the user wrote: without quotation and signature
public record Body(String text, Optional<String> html, String ownText) {
  public static final Body EMPTY = new Body("", Optional.empty(), "");

  /// How much of the message it makes, at least.
  long octets() {
    return (long) text.length() + html.map(String::length).orElse(0);
  }

  public boolean rich() {
    return html.isPresent();
  }
}
