package app.paloma.launcher;

import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// What the window writes to its standard error.
final class WindowLog {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger DEMO = Logger.getLogger("com.icegreen");

  private WindowLog() {}

  /// Libraries write to a log nobody reads; what matters to a person is shown in the window. The
  /// demo's server even says of each closed connection that it is closed.
  static void quiet() {
    ROOT.setLevel(Level.WARNING);
    DEMO.setLevel(Level.OFF);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      boolean demo =
          Stream.of(failure.getStackTrace())
              .anyMatch(frame -> frame.getClassName().startsWith("com.icegreen."));
      if (!demo) {
        ROOT.log(Level.WARNING, thread.getName(), failure);
      }
    });
  }
}
