package app.paloma.ui.folders;

import java.text.Normalizer;
import java.util.Locale;

/// Letters as they compare when somebody types a name.
final class FolderText {
  private FolderText() {}

  static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT)
        .strip();
  }
}
