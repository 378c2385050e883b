package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of the contract. Without a command the launcher opens the window instead.
@Command(
    name = "paloma",
    description = "Your mail. Without a command it opens the window.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      AccountCommands.class,
      SyncCommand.class,
      WatchCommand.class,
      MailboxesCommand.class,
      MailboxCommands.class,
      ListCommand.class,
      SearchCommand.class,
      ShowCommand.class,
      AttachmentsCommand.class,
      FlagCommand.class,
      MoveCommand.class,
      CopyCommand.class,
      DeleteCommand.class,
      UndoCommand.class,
      SendCommand.class,
      OutboxCommands.class,
      AskCommands.Verify.class,
      AskCommands.Expand.class,
      DoctorCommand.class,
      DiscoverCommand.class,
      DnsCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      CheckCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CompactCommand.class,
      CommandLine.HelpCommand.class,
    })
public final class Paloma implements Callable<Integer> {
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

  @Spec CommandSpec spec;

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
    return Set.of(
        "account",
        "sync",
        "watch",
        "mailboxes",
        "mailbox",
        "list",
        "search",
        "show",
        "attachments",
        "flag",
        "move",
        "copy",
        "delete",
        "undo",
        "send",
        "outbox",
        "discover",
        "check",
        "backup",
        "restore",
        "compact",
        "import",
        "export",
        "verify",
        "expand",
        "doctor",
        "dns",
        "help");
  }

  /// Runs one command line and tells its exit status.
  public int run(String... arguments) {
    CommandLine line = new CommandLine(this);
    line.setOut(new PrintWriter(output.bytes(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(output.err(), true, StandardCharsets.UTF_8));
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler(this::wrongUsage);
    line.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
    try {
      return line.execute(arguments);
    } finally {
      if (services != null) {
        services.close();
      }
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }

  Session session() {
    if (session == null) {
      services = open.apply(profile, transcript);
      session = new Session(services, output, in);
    }
    return session;
  }

  Output output() {
    return output;
  }

  Path profile() {
    return profile;
  }

  private int wrongUsage(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
    output.error(
        Optional.ofNullable(failure.getMessage()).orElse("wrong usage"), command + " --help");
    return ExitStatus.USAGE;
  }

  /// Says what happened and what to do, and tells the status.
  int failed(Throwable failure) {
    if (failure instanceof CommandFailed known) {
      output.error(known.getMessage(), known.advice());
    } else {
      ErrorText.Explanation words = ErrorText.explain(failure, "", Locale.getDefault());
      String what = words.why().isBlank() ? words.what() : words.what() + " " + words.why();
      output.error(what, words.advice());
    }
    if (verbose) {
      failure.printStackTrace(output.err());
    }
    return ExitStatus.of(failure);
  }
}
