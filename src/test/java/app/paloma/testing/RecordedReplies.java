package app.paloma.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What real servers answered, from the corpora.
public final class RecordedReplies {
  private RecordedReplies() {}

  /// @param protocol `Pop3`, `Smtp`
  /// @return replies as they came, by where they are from; or the test is skipped by name
  public static Map<String, byte[]> of(String protocol) throws IOException {
    String place = System.getProperty("paloma.corpora", "");
    Path corpus = Path.of(place, "transcripts-mailkit");
    assumeTrue(!place.isEmpty() && Files.isDirectory(corpus), "no transcripts among the corpora");
    Map<String, byte[]> replies = new LinkedHashMap<>();
    Path folder = corpus.resolve("UnitTests").resolve("Net").resolve(protocol);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      replies.put(folder.relativize(file).toString(), Files.readAllBytes(file));
    }
    return replies;
  }
}
