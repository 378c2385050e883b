package app.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// All Java files are as google-java-format writes them. `-Dpaloma.format=write` rewrites them.
class FormatTest {
  @Test
  void javaFilesAreFormatted() throws Exception {
    Formatter formatter = new Formatter();
    boolean write = "write".equals(System.getProperty("paloma.format"));
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        String formatted = formatter.formatSource(source);
        if (!formatted.equals(source)) {
          wrong.add(file.toString());
          if (write) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    if (!write) {
      assertThat(wrong).as("run: mvn test -Dtest=FormatTest -Dpaloma.format=write").isEmpty();
    }
  }
}
