package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.cli.Paloma;
import app.paloma.testing.DovecotServer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs one command line in this process, as the program would, and reads what it said.
final class CommandLineRun {
  final int status;
  final byte[] octets;
  final String error;

  private CommandLineRun(int status, byte[] octets, String error) {
    this.status = status;
    this.octets = octets;
    this.error = error;
  }

  static CommandLineRun of(Path profile, String... arguments) {
    return withInput(profile, "", arguments);
  }

  static CommandLineRun withInput(Path profile, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] all = new String[arguments.length + 2];
    all[0] = "--profile";
    all[1] = profile.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    PrintStream output = new PrintStream(out, false, StandardCharsets.UTF_8);
    int status =
        new Paloma(
                (directory, transcript) ->
                    new AppContext(directory, Optional.ofNullable(transcript)),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(all);
    output.flush();
    return new CommandLineRun(status, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /// An account without a look at its servers, whose password is that of [DovecotServer]'s users;
  /// it sends nothing unless `more` says where.
  static void addAccount(Path profile, String email, String incoming, String... more) {
    List<String> all = new ArrayList<>(List.of("account", "add", "--no-check", "--password-stdin"));
    all.addAll(List.of("--email", email, "--incoming", incoming));
    if (!List.of(more).contains("--outgoing")) {
      all.addAll(List.of("--outgoing", "smtp://localhost:1?tls=none&auth=none"));
    }
    all.addAll(List.of(more));
    CommandLineRun added =
        withInput(profile, DovecotServer.PASSWORD + "\n", all.toArray(String[]::new));
    assertThat(added.status).as(added.error).isZero();
  }

  String text() {
    return new String(octets, StandardCharsets.UTF_8);
  }

  /// The JSON Lines it printed.
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : text().lines().toList()) {
      try (JsonParser parser = new JsonFactory().createParser(line)) {
        parser.nextToken();
        rows.add(object(parser));
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + line, e);
      }
    }
    return rows;
  }

  /// The last line: totals.
  Map<String, Object> last() {
    return rows().getLast();
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }
}
