package app.paloma.ui.composer;

/// The part of the window that holds the text. UI thread only.
public interface BodyEditor {
  Body read();

  /// Puts another signature where the one is that the composer put there; does nothing where the
  /// user removed or changed it.
  void replaceSignature(String before, String now);
}
