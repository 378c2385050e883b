package app.paloma.ui.composer;

import java.time.Duration;

/// Runs something on the UI thread after a while.
@FunctionalInterface
public interface Delays {
  /// @return takes it back, as long as it has not begun
  Runnable after(Duration delay, Runnable work);
}
