package app.paloma.ui.composer;

import app.paloma.ui.Preferences;
import app.paloma.ui.Preferences.QuotePosition;
import java.time.Duration;

/// The user's choices about writing.
///
/// @param undoSend how long a message waits before it leaves; zero: not at all
public record ComposerSettings(boolean richText, Duration undoSend, QuotePosition quotePosition) {
  public static final ComposerSettings DEFAULT =
      new ComposerSettings(true, Duration.ofSeconds(10), QuotePosition.BELOW);

  public static ComposerSettings of(Preferences preferences) {
    return new ComposerSettings(
        preferences.richText().get(),
        Duration.ofSeconds(preferences.undoSendSeconds().get()),
        preferences.quotePosition().get());
  }
}
