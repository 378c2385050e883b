package app.paloma.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of the NO STARTTLS attacks: what a server, or whoever sits in between, says before TLS.
///
/// @param text the table without its comments
public record AttackTable(String name, String text) {
  private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";

  /// Those of a protocol, or the test is skipped by name. Lines that the tables offer as a comment
  /// are tried too.
  public static List<AttackTable> all(String protocol) throws IOException {
    String place = System.getProperty("paloma.corpora", "");
    assumeTrue(!place.isEmpty(), "paloma.corpora is not set");
    Path folder = Path.of(place, "starttls-fake-mail-server", "testcases", protocol);
    assumeTrue(Files.isDirectory(folder), "starttls-fake-mail-server is not among the corpora");
    ArrayList<AttackTable> tables = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".ron")).sorted().toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      String raw = Files.readString(file);
      tables.add(new AttackTable(name, withoutComments(raw)));
      String more = raw.replaceAll("(?m)^\\s*//\\s*((?:stls|starttls)_\\w+:)", "$1");
      if (!more.equals(raw)) {
        tables.add(new AttackTable(name + " (more)", withoutComments(more)));
      }
    }
    return tables;
  }

  private static String withoutComments(String table) {
    return table.replaceAll("(?m)^\\s*//.*$", "");
  }

  public boolean isImplicitTls() {
    return text.contains("implicit_tls: true");
  }

  /// `key: "text"`, `key: Some("text")` or `"key": "text"`.
  public Optional<String> string(String key) {
    Matcher value =
        Pattern.compile("(?m)^\\s*\"?" + key + "\"?:\\s*(?:Some\\()?" + STRING).matcher(text);
    return value.find() ? Optional.of(unescape(value.group(1))) : Optional.empty();
  }

  public boolean isFalse(String key) {
    return text.contains(key + ": false");
  }

  /// What stands between the brackets of `key: [...]`.
  public Optional<String> list(String key) {
    Matcher list = Pattern.compile("(?s)\\b" + key + ":\\s*\\[(.*?)\\],?\\s*\\n").matcher(text);
    return list.find() ? Optional.of(list.group(1)) : Optional.empty();
  }

  /// The quoted strings of a list.
  public List<String> strings(String key) {
    Matcher items = Pattern.compile(STRING).matcher(list(key).orElse(""));
    return items.results().map(r -> unescape(r.group(1))).toList();
  }

  public static String unescape(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }
}
