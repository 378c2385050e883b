package app.paloma.cli;

import app.paloma.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/// Where a password is read from; never from an argument, which others on the computer can see.
final class PasswordSource {
  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  boolean stdin;

  @Option(
      names = "--password-env",
      paramLabel = "VAR",
      description = "Read the password from this environment variable.")
  String variable;

  Secret<String> read(Session session) throws IOException {
    if (variable != null) {
      String value = System.getenv(variable);
      if (value == null) {
        throw CommandFailed.of(ExitStatus.USAGE, "no_variable", variable);
      }
      return Secret.of(value);
    }
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(session.in(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    return Secret.of(line == null ? "" : line);
  }
}
