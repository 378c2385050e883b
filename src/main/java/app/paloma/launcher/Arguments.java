package app.paloma.launcher;

import app.paloma.ui.Messages;
import java.util.Locale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the window was started with.
///
/// @param selfTest show a message, take a picture (an empty path: none), end
/// @param open `mailto:` URLs and message files
record Arguments(
    Optional<Path> profile,
    Optional<Path> transcript,
    boolean demo,
    Optional<Path> selfTest,
    List<String> open) {

  /// @throws IllegalArgumentException with a sentence about what cannot be understood
  static Arguments parse(String... arguments) {
    Optional<Path> profile = Optional.empty();
    Optional<Path> transcript = Optional.empty();
    boolean demo = false;
    Optional<Path> selfTest = Optional.empty();
    List<String> open = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      switch (name) {
        case "--demo" -> demo = true;
        case "--verbose" -> {}
        case "--self-test" -> {
          boolean named = i + 1 < arguments.length && arguments[i + 1].endsWith(".png");
          selfTest = Optional.of(Path.of(named ? arguments[++i] : ""));
        }
        case "--profile", "--transcript" -> {
          if (equals < 0 && i + 1 == arguments.length) {
            throw new IllegalArgumentException(words().get("start.path", name));
          }
          Optional<Path> path =
              Optional.of(Path.of(equals < 0 ? arguments[++i] : argument.substring(equals + 1)));
          if (name.equals("--profile")) {
            profile = path;
          } else {
            transcript = path;
          }
        }
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException(words().get("start.option", argument));
          }
          boolean message = argument.endsWith(".eml") && Path.of(argument).toFile().isFile();
          if (!message && !argument.regionMatches(true, 0, "mailto:", 0, 7)) {
            throw new IllegalArgumentException(words().get("start.nothing", argument));
          }
          open.add(message ? Path.of(argument).toAbsolutePath().toString() : argument);
        }
      }
    }
    return new Arguments(profile, transcript, demo, selfTest, List.copyOf(open));
  }

  /// The sentences of this room in the user's language.
  static Messages words() {
    return Messages.of("/app/paloma/launcher/LauncherMessages", Locale.getDefault());
  }
}
