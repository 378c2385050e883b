package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final Messages english = Messages.ui(Locale.ENGLISH);
  private final Messages spanish = Messages.ui(Locale.of("es", "CL"));

  @Test
  void speaksTheLanguageOfTheLocale() {
    assertThat(english.get("cancel")).isEqualTo("Cancel");
    assertThat(spanish.get("cancel")).isEqualTo("Cancelar");
  }

  @Test
  void fallsBackToEnglishAndNotToTheComputersLanguage() {
    assertThat(Messages.ui(Locale.JAPANESE).get("cancel")).isEqualTo("Cancel");
  }

  @Test
  void choosesPluralFormsAndWritesNumbersByLocale() {
    assertThat(english.count("size.bytes", 1)).isEqualTo("1 byte");
    assertThat(english.count("size.bytes", 0)).isEqualTo("0 bytes");
    assertThat(english.count("size.bytes", 12345)).isEqualTo("12,345 bytes");
    assertThat(Messages.ui(Locale.of("es", "ES")).count("size.bytes", 12345))
        .isEqualTo("12.345 bytes");
  }
}
