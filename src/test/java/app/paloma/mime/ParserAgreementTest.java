package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What other parsers read in the same messages.
class ParserAgreementTest {
  private final MessageReader reader = new MessageReader();

  @Test
  void agreesWithMailParserOnAttachmentsAndText() throws IOException {
    Path folder = Corpora.folder("mime-stalwart");
    int same = 0;
    List<String> different = new ArrayList<>();
    for (Path file : Corpora.files(folder, ".eml")) {
      for (String ending : List.of(".json", ".crlf.json")) {
        Path expected = Path.of(file.toString().replaceFirst("\\.eml$", ending));
        if (!Files.exists(expected)) {
          continue;
        }
        byte[] octets = Files.readAllBytes(file);
        if (ending.startsWith(".crlf")) {
          octets =
              new String(octets, StandardCharsets.ISO_8859_1)
                  .replace("\r\n", "\n")
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1);
        }
        String difference = difference(octets, map(Corpora.json(expected)));
        if (difference.isEmpty()) {
          same++;
        } else {
          different.add(folder.relativize(expected) + ": " + difference);
        }
      }
    }
    System.out.println("mail-parser: " + same + " alike, " + different.size() + " different");
    different.forEach(System.out::println);
    assertThat(same).isGreaterThanOrEqualTo(different.size() * 4);
  }

  private String difference(byte[] octets, Map<String, Object> expected) throws IOException {
    MessageContent content = reader.read(octets);
    List<Map<String, Object>> parts =
        list(expected.get("parts")).stream().map(ParserAgreementTest::map).toList();
    List<byte[]> ours = new ArrayList<>();
    for (MessageContent.Attachment a : content.attachments()) {
      ours.add(a.open().readAllBytes());
    }
    StringBuilder all = new StringBuilder();
    for (Object index : list(expected.get("attachments"))) {
      Map<String, Object> body = map(parts.get(((Number) index).intValue()).get("body"));
      Object value =
          body.containsKey("InlineBinary")
              ? body.get("InlineBinary")
              : body.getOrDefault("Binary", body.getOrDefault("Text", body.get("Html")));
      if (value == null) {
        continue;
      }
      byte[] bytes =
          value instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : bytes(list(value));
      // Mail-parser files a text that a broken boundary ends; a person wants to read it.
      boolean shown =
          value instanceof String t
              && (squeezed(content.text()).contains(squeezed(t))
                  || squeezed(content.html().orElse("")).contains(squeezed(t)));
      if (bytes.length > 0 && !shown && ours.stream().noneMatch(o -> alike(o, bytes))) {
        all.append(" [attachment ")
            .append(index)
            .append(" of ")
            .append(bytes.length)
            .append(" octets not found; ours ")
            .append(ours.stream().map(o -> o.length).toList())
            .append(']');
      }
    }
    String text = squeezed(content.text());
    for (Object index : list(expected.get("text_body"))) {
      Map<String, Object> body = map(parts.get(((Number) index).intValue()).get("body"));
      if (body.get("Text") instanceof String s && !text.contains(squeezed(s))) {
        all.append(" [text ")
            .append(index)
            .append(": ")
            .append(shown(s))
            .append(" | ours ")
            .append(shown(content.text()))
            .append(']');
      }
    }
    for (Object index : list(expected.get("html_body"))) {
      Map<String, Object> body = map(parts.get(((Number) index).intValue()).get("body"));
      if (body.get("Html") instanceof String s
          && !squeezed(content.html().orElse("")).contains(squeezed(s))) {
        all.append(" [html ")
            .append(index)
            .append(": ")
            .append(shown(s))
            .append(" | ours ")
            .append(shown(content.html().orElse("none")))
            .append(']');
      }
    }
    return all.toString();
  }

  private static boolean alike(byte[] ours, byte[] theirs) {
    return Arrays.equals(ours, theirs)
        || squeezed(new String(ours, StandardCharsets.ISO_8859_1))
            .equals(squeezed(new String(theirs, StandardCharsets.ISO_8859_1)))
        || squeezed(TextDecoder.decode(ours, 0, ours.length, ""))
            .equals(squeezed(new String(theirs, StandardCharsets.UTF_8)));
  }

  @Test
  void agreesWithMime4jOnDecodedParts() throws IOException {
    Path folder = Corpora.folder("mime-mime4j");
    int same = 0;
    List<String> different = new ArrayList<>();
    for (Path file : Corpora.files(folder, ".msg")) {
      String stem = file.getFileName().toString().replaceFirst("\\.msg$", "");
      MessageContent content = reader.read(Files.readAllBytes(file));
      List<byte[]> pieces = new ArrayList<>();
      addPieces(content, pieces, 0);
      StringBuilder all = new StringBuilder();
      pieces.forEach(
          p -> all.append(squeezed(new String(p, StandardCharsets.ISO_8859_1))).append('\n'));
      pieces.forEach(
          p -> all.append(squeezed(TextDecoder.decode(p, 0, p.length, ""))).append('\n'));
      try (var siblings = Files.list(file.getParent())) {
        for (Path part :
            siblings
                .filter(p ->
                    p.getFileName()
                        .toString()
                        .matches(
                            java.util.regex.Pattern.quote(stem) + "_decoded_[0-9_]+\\.(txt|bin)"))
                .sorted()
                .toList()) {
          byte[] expected = Files.readAllBytes(part);
          String latin = squeezed(new String(expected, StandardCharsets.ISO_8859_1));
          String guessed = squeezed(TextDecoder.decode(expected, 0, expected.length, ""));
          if (all.indexOf(latin) >= 0 || all.indexOf(guessed) >= 0) {
            same++;
          } else {
            different.add(part.getFileName() + " (" + expected.length + "): " + shown(guessed));
          }
        }
      }
    }
    System.out.println("mime4j: " + same + " parts alike, " + different.size() + " different");
    different.forEach(System.out::println);
    assertThat(same).isGreaterThanOrEqualTo(different.size() * 4);
  }

  /// Mime4j goes into the messages inside; Paloma opens them as messages of their own.
  private void addPieces(MessageContent content, List<byte[]> pieces, int level)
      throws IOException {
    pieces.add(content.text().getBytes(StandardCharsets.UTF_8));
    content.html().ifPresent(h -> pieces.add(h.getBytes(StandardCharsets.UTF_8)));
    for (MessageContent.Attachment a : content.attachments()) {
      byte[] octets = a.open().readAllBytes();
      pieces.add(octets);
      if (a.contentType().equals("message/rfc822") && level < 10) {
        addPieces(reader.read(octets), pieces, level + 1);
      }
    }
  }

  @Test
  void readsDatesAsMailParserDoes() throws IOException {
    Path file = Corpora.folder("mime-stalwart").resolve("resources/date.json");
    List<String> different = new ArrayList<>();
    int same = 0;
    for (Object o : list(Corpora.json(file))) {
      Map<String, Object> row = map(o);
      Map<String, Object> d = row.get("expected") == null ? null : map(row.get("expected"));
      String header = String.valueOf(row.get("header"));
      String ours =
          DateParser.parse(header.replaceAll("\\r?\\n", " ")).map(i -> i.toString()).orElse("none");
      String theirs = "none";
      if (d != null) {
        int minutes =
            (n(d, "tz_hour") * 60 + n(d, "tz_minute"))
                * (Boolean.TRUE.equals(d.get("tz_before_gmt")) ? -1 : 1);
        theirs =
            java.time.OffsetDateTime.of(
                    n(d, "year"),
                    n(d, "month"),
                    n(d, "day"),
                    n(d, "hour"),
                    n(d, "minute"),
                    n(d, "second"),
                    0,
                    java.time.ZoneOffset.ofTotalSeconds(minutes * 60))
                .toInstant()
                .toString();
      }
      if (ours.equals(theirs)) {
        same++;
      } else {
        different.add(header.strip().replaceAll("\\s+", " ") + ": " + ours + ", not " + theirs);
      }
    }
    System.out.println("dates: " + same + " alike");
    different.forEach(System.out::println);
    assertThat(different).hasSizeLessThan(8);
  }

  private static int n(Map<String, Object> map, String key) {
    return ((Number) map.get(key)).intValue();
  }

  private static String squeezed(String s) {
    return s.replaceAll("[\\s\\x00]+", "");
  }

  private static String shown(String s) {
    String one = s.replaceAll("\\s+", " ");
    return one.length() > 120 ? one.substring(0, 120) + "…" : one;
  }

  private static byte[] bytes(List<Object> numbers) {
    byte[] b = new byte[numbers.size()];
    for (int i = 0; i < b.length; i++) {
      b[i] = ((Number) numbers.get(i)).byteValue();
    }
    return b;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object o) {
    return o instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object o) {
    return o instanceof List<?> l ? (List<Object>) l : List.of();
  }
}
