package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class EditorPageTest {
  @Test
  void theStyleSheetIsTheSameInALanguageThatWritesNumbersOtherwise() {
    String english = EditorPage.css(false, 15.4);
    Locale before = Locale.getDefault();
    try {
      for (String language : new String[] {"es-ES", "ar-EG"}) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(EditorPage.css(false, 15.4)).isEqualTo(english).contains("font: 15.4px");
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
