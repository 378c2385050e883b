package app.paloma.ui.composer;

import app.paloma.model.Draft;

/// What a composer asks of the window behind it, which outlives it. UI thread only.
public interface ComposerHost {
  /// A note for some seconds.
  ///
  /// @param action the button's word, empty for none
  void toast(String text, String action, Runnable onAction);

  /// Opens a composer on a draft again, after undo.
  void reopen(Draft draft);

  /// For programs without a main window, and tests.
  ComposerHost NONE =
      new ComposerHost() {
        @Override
        public void toast(String text, String action, Runnable onAction) {}

        @Override
        public void reopen(Draft draft) {}
      };
}
