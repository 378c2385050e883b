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

/// The window and the command line speak both languages completely.
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
    try (Stream<Path> files = Files.walk(Path.of("resources/app/paloma"))) {
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

  /// A sentence that nothing says is often one that somebody waits for.
  @Test
  void eachSentenceIsSaidSomewhere() throws IOException {
    StringBuilder program = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        program.append(Files.readString(file));
      }
    }
    TreeSet<String> unsaid = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("resources/app/paloma"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Messages.properties")).toList()) {
        if (!file.toString().contains("discovery")) {
          read(file).stringPropertyNames().stream()
              .filter(key -> !isNamed(key, program))
              .forEach(unsaid::add);
        }
      }
    }
    assertThat(unsaid).isEmpty();
  }

  /// Whole, without its last part, or by what it begins with: `status.` and a state.
  private static boolean isNamed(String key, StringBuilder program) {
    if (program.indexOf('"' + key + '"') >= 0) {
      return true;
    }
    String shorter = key.replaceFirst("\\.(one|other|what|why|do)$", "");
    if (program.indexOf('"' + shorter + '"') >= 0) {
      return true;
    }
    for (int dot = shorter.lastIndexOf('.'); dot > 0; dot = shorter.lastIndexOf('.', dot - 1)) {
      if (program.indexOf('"' + shorter.substring(0, dot + 1) + '"') >= 0) {
        return true;
      }
    }
    return false;
  }
}
