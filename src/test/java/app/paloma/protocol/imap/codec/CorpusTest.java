package app.paloma.protocol.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What real servers answered, and what other parsers are tested with.
class CorpusTest {
  private static Path corpora(String folder) {
    String place = System.getProperty("paloma.corpora", "");
    assumeTrue(!place.isEmpty(), "paloma.corpora is not set");
    Path path = Path.of(place, folder);
    assumeTrue(Files.isDirectory(path), folder + " is not among the corpora");
    return path;
  }

  @Test
  void everyRecordedAnswerParsesToItsTaggedReply() throws IOException, MailException {
    List<String> bad = new ArrayList<>();
    int responses = 0;
    List<Path> files;
    try (Stream<Path> all = Files.walk(corpora("transcripts-mailkit"))) {
      files =
          all.filter(file -> file.toString().contains("/Imap/Resources/"))
              .filter(file -> file.toString().endsWith(".txt"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      byte[] octets = withCrlf(Files.readAllBytes(file));
      List<Response> inPieces;
      try {
        inPieces = Wire.responses(octets, 1000);
      } catch (MailException e) {
        bad.add(file.getFileName() + ": " + e.getMessage());
        continue;
      }
      for (Response response : inPieces) {
        responses++;
        if (response instanceof Response.Unknown unknown && unknown.malformed()) {
          bad.add(file.getFileName() + ": " + unknown);
        }
      }
      List<Response> parsed = Wire.responses(octets, Integer.MAX_VALUE);
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      Matcher lastLine = Pattern.compile("(?m)^A[0-9#.]+ (OK|NO|BAD)").matcher(text);
      if (lastLine.find() && parsed.stream().noneMatch(Response.Tagged.class::isInstance)) {
        bad.add(file.getFileName() + ": no tagged reply");
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(responses).isGreaterThan(500);
    assertThat(bad).isEmpty();
  }

  /// The files have the line ends of a repository, the counts in them those of the wire.
  private static byte[] withCrlf(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    return Wire.octets(text.replace("\r\n", "\n").replace("\n", "\r\n"));
  }

  @Test
  void noVectorOfOtherParsersStopsTheSession() throws IOException {
    Pattern value = Pattern.compile("\"(?:bytes_latin1|s|line)\": \"((?:[^\"\\\\]++|\\\\.)*+)\"");
    int count = 0;
    try (Stream<Path> files = Files.list(corpora("imap-vectors"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Matcher matcher = value.matcher(Files.readString(file));
        while (matcher.find()) {
          byte[] octets = Wire.octets(unescape(matcher.group(1)));
          assertTimeoutPreemptively(Duration.ofSeconds(2), () -> survives(octets));
          count++;
        }
      }
    }
    assertThat(count).isGreaterThan(500);
  }

  private static void survives(byte[] octets) {
    try {
      Wire.responses(octets, 7);
    } catch (MailException e) {
      // Cut off in the middle, which a vector may be.
      assertThat(e)
          .isInstanceOfAny(MailException.ConnectFailed.class, MailException.ProtocolBroken.class);
    }
    // As one whole response the parser must take it, whatever it is.
    new ResponseParser().parse(Frame.of(octets));
  }

  private static String unescape(String json) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = json.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'u' -> {
          text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}
