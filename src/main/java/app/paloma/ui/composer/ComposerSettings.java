package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.ui.Preferences;
import app.paloma.ui.Preferences.QuotePosition;
import java.time.Duration;

/// The user's choices about writing.
///
/// @param undoSend how long a message waits before it leaves; zero: not at all
/// @param askReceipt whether new messages ask for a read receipt
public record ComposerSettings(
    boolean richText, Duration undoSend, QuotePosition quotePosition, boolean askReceipt) {
  public static final ComposerSettings DEFAULT =
      new ComposerSettings(true, Duration.ofSeconds(10), QuotePosition.BELOW, false);

  public static ComposerSettings of(Preferences preferences) {
    return new ComposerSettings(
        preferences.richText().get(),
        Duration.ofSeconds(preferences.undoSendSeconds().get()),
        preferences.quotePosition().get(),
        preferences.askReceipt().get());
  }

  /// Of a message that is begun.
  Draft.Asks asks() {
    return new Draft.Asks(askReceipt, false, false);
  }
}
