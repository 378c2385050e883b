package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// Both languages of the writing windows say the same things.
class ComposeWordsTest {
  @Test
  void spanishIsComplete() throws IOException {
    for (String room :
        List.of(
            "composer/ComposerMessages",
            "accounts/AccountsMessages",
            "settings/SettingsMessages",
            "outbox/OutboxMessages")) {
      Properties english = read("/app/paloma/ui/" + room + ".properties");
      Properties spanish = read("/app/paloma/ui/" + room + "_es.properties");
      assertThat(spanish.stringPropertyNames()).as(room).isEqualTo(english.stringPropertyNames());
      for (String key : english.stringPropertyNames()) {
        assertThat(places(spanish.getProperty(key)))
            .as(key)
            .isEqualTo(places(english.getProperty(key)));
      }
    }
  }

  private static List<String> places(String text) {
    return java.util.regex.Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(java.util.regex.MatchResult::group)
        .sorted()
        .distinct()
        .toList();
  }

  private static Properties read(String name) throws IOException {
    try (InputStream in = ComposeWordsTest.class.getResourceAsStream(name)) {
      Properties words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return words;
    }
  }
}
