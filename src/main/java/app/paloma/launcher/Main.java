package app.paloma.launcher;

import app.paloma.ui.Messages;
import app.paloma.cli.Paloma;
import app.paloma.store.Store;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/// Where the program starts: with a command it does that one thing without a window, else it opens
/// the window.
public final class Main {
  private static final Set<String> GLOBAL_WITH_VALUE = Set.of("--profile", "--transcript");
  private static final Set<String> ANSWERED_BY_COMMAND_LINE =
      Set.of("--help", "-h", "--version", "-V");

  /// A system property, set by the build to make an ahead-of-time cache: `window` or `command`.
  static final String REHEARSAL = "paloma.rehearsal";

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    if (System.getProperty(REHEARSAL, "window").equals("command")) {
      silent();
      CommandRehearsal.run();
    }
    if (isCommand(arguments)) {
      System.exit(command(arguments));
    }
    WindowLog.quiet();
    try {
      Window.open(Arguments.parse(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("paloma: " + e.getMessage());
      System.err.println("  try: paloma --help");
      System.exit(2);
    } catch (UnsupportedOperationException e) {
      // What the toolkit says where there is no display.
      Messages words = Arguments.words();
      System.err.println("paloma: " + words.get("start.window", e.getMessage()));
      System.err.println("  try: " + words.get("start.desktop"));
      System.exit(1);
    }
  }

  /// Whether the first argument that is no global option is a command.
  static boolean isCommand(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (ANSWERED_BY_COMMAND_LINE.contains(argument)) {
        return true;
      }
      if (argument.equals("--demo") || argument.equals("--self-test")) {
        return false;
      }
      if (GLOBAL_WITH_VALUE.contains(argument)) {
        i++;
      } else if (!argument.startsWith("-")) {
        return Paloma.commands().contains(argument)
            || (!argument.regionMatches(true, 0, "mailto:", 0, 7) && !argument.endsWith(".eml"));
      }
    }
    return false;
  }

  /// A command has no log; without this each would spend a tenth of its start on making one.
  private static void silent() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
    System.setProperty("java.util.logging.config.class", Silence.class.getName());
  }

  /// The platform's log without anybody who writes it down, should something ask for it.
  public static final class Silence {
    public Silence() {}
  }

  private static int command(String... arguments) {
    silent();
    // Almost every command needs it, and it takes as long as reading the command line.
    Store.warmUp();
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status = new Paloma(Main::services, System.in, out, err).run(arguments);
    out.flush();
    return status;
  }

  private static AppContext services(Path profile, Path transcript) {
    return new AppContext(
        profile == null ? AppDirs.profile() : profile, Optional.ofNullable(transcript));
  }
}
