package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The window speaks both languages completely.
class WordsTest {
  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  /// The second of two would be said in both places.
  @Test
  void noKeyStandsTwiceInABundle() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("resources/app/paloma"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".properties")).toList()) {
        assertThat(
                Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replaceFirst("\\s*=.*", "")))
            .as(file.toString())
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void spanishSaysAllThatEnglishSaysWithTheSameArguments() throws IOException {
    Pattern argument = Pattern.compile("\\{\\d\\}");
    try (Stream<Path> files = Files.walk(Path.of("resources/app/paloma/ui"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Messages.properties")).toList()) {
        Properties english = read(file);
        Properties spanish =
            read(Path.of(file.toString().replace("Messages.properties", "Messages_es.properties")));
        assertThat(spanish.keySet()).as(file.toString()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames()) {
          TreeSet<String> wanted = new TreeSet<>();
          argument.matcher(english.getProperty(key)).results().forEach(m -> wanted.add(m.group()));
          TreeSet<String> got = new TreeSet<>();
          argument.matcher(spanish.getProperty(key)).results().forEach(m -> got.add(m.group()));
          assertThat(got).as(key).isEqualTo(wanted);
        }
      }
    }
  }
}
