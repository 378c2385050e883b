package app.paloma.ui.composer;

import java.time.Duration;

/// The user's choices about writing.
///
/// @param undoSend how long a message waits before it leaves; zero: not at all
public record ComposerSettings(boolean richText, Duration undoSend, QuotePosition quotePosition) {
  public static final ComposerSettings DEFAULT =
      new ComposerSettings(true, Duration.ofSeconds(10), QuotePosition.BELOW);

  /// Where the quoted message stands, seen from the answer.
  public enum QuotePosition {
    BELOW,
    ABOVE
  }
}
