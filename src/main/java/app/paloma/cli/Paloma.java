package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The command line of the contract. Without a command the launcher opens the window instead.
@Command(
    name = "paloma",
    description = "Your mail. Without a command it opens the window.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class Paloma implements Callable<Integer> {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("account", AccountCommands.class);
    COMMANDS.put("sync", SyncCommand.class);
    COMMANDS.put("watch", WatchCommand.class);
    COMMANDS.put("mailboxes", MailboxesCommand.class);
    COMMANDS.put("mailbox", MailboxCommands.class);
    COMMANDS.put("list", ListCommand.class);
    COMMANDS.put("search", SearchCommand.class);
    COMMANDS.put("show", ShowCommand.class);
    COMMANDS.put("attachments", AttachmentsCommand.class);
    COMMANDS.put("flag", FlagCommand.class);
    COMMANDS.put("move", MoveCommand.class);
    COMMANDS.put("copy", CopyCommand.class);
    COMMANDS.put("delete", DeleteCommand.class);
    COMMANDS.put("undo", UndoCommand.class);
    COMMANDS.put("send", SendCommand.class);
    COMMANDS.put("outbox", OutboxCommands.class);
    COMMANDS.put("verify", AskCommands.Verify.class);
    COMMANDS.put("expand", AskCommands.Expand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("discover", DiscoverCommand.class);
    COMMANDS.put("dns", DnsCommand.class);
    COMMANDS.put("import", ImportCommand.class);
    COMMANDS.put("export", ExportCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("backup", BackupCommand.class);
    COMMANDS.put("restore", RestoreCommand.class);
    COMMANDS.put("compact", CompactCommand.class);
    COMMANDS.put("help", CommandLine.HelpCommand.class);
  }

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Where the mail is kept.")
  Path profile;

  @Option(
      names = "--transcript",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Append the dialogue with the servers; passwords are masked.")
  Path transcript;

  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Say more when something fails.")
  boolean verbose;

  private final BiFunction<Path, Path, Services> open;
  private final Output output;
  private final InputStream in;
  private Services services;
  private Session session;

  /// @param open makes the services of a profile (null: the platform's place) and a transcript file
  ///   (null: none)
  public Paloma(
      BiFunction<Path, Path, Services> open, InputStream in, PrintStream out, PrintStream err) {
    this.open = open;
    this.in = in;
    this.output = new Output(out, err);
  }

  /// The names that make an argument a command and not something to open in the window.
  public static Set<String> commands() {
    return Collections.unmodifiableSet(COMMANDS.keySet());
  }

  /// Runs one command line and tells its exit status.
  public int run(String... arguments) {
    CommandLine line = new CommandLine(this);
    // Reading what all commands understand would take longer than most of them do.
    List<String> given = List.of(arguments);
    boolean one = COMMANDS.keySet().stream().anyMatch(given::contains) && !given.contains("help");
    COMMANDS.forEach((name, command) -> {
      if (!one || given.contains(name)) {
        line.addSubcommand(name, command);
      }
    });
    line.setOut(new PrintWriter(output.bytes(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(output.err(), true, StandardCharsets.UTF_8));
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler(this::wrongUsage);
    line.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    try {
      return line.execute(SearchCommand.arranged(arguments));
    } finally {
      if (services != null) {
        services.close();
      }
    }
  }

  @Override
  public Integer call() {
    throw CommandFailed.of(ExitStatus.USAGE, "no_command");
  }

  Session session() {
    if (session == null) {
      checkPlaces();
      services = open.apply(profile, transcript);
      session = new Session(services, output, in);
    }
    return session;
  }

  /// Places that cannot be used are wrong usage, said before anything is done.
  private void checkPlaces() {
    if (profile != null && Files.exists(profile) && !Files.isDirectory(profile)) {
      throw CommandFailed.of(ExitStatus.PROFILE, "no_folder", profile);
    }
    if (transcript == null) {
      return;
    }
    try {
      Files.newOutputStream(transcript, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
          .close();
    } catch (IOException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "transcript", transcript);
    }
  }

  Output output() {
    return output;
  }

  private int wrongUsage(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
    output.error(WrongUsage.words(failure, arguments), command + " --help");
    return ExitStatus.USAGE;
  }

  /// Says what happened and what to do, and tells the status.
  int failed(Throwable failure) {
    if (failure instanceof CommandFailed known) {
      output.error(known.getMessage(), known.advice());
    } else if (failure instanceof IllegalArgumentException && failure.getMessage() != null) {
      String what = ErrorText.explain(failure, "", Locale.getDefault()).why();
      output.error(what, Words.get("correct_it"));
    } else {
      ErrorText.Explanation words =
          failure instanceof ServerFailed named
              ? ErrorText.explain(named.failure(), named.server(), Locale.getDefault())
              : ErrorText.explain(failure, "", Locale.getDefault());
      String what = words.why().isBlank() ? words.what() : words.what() + " " + words.why();
      output.error(what, words.advice());
    }
    if (verbose) {
      failure.printStackTrace(output.err());
    }
    return ExitStatus.of(failure);
  }
}
