package app.paloma.cli;

import app.paloma.store.Maintenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma restore FILE`: into an empty profile.
@Command(name = "restore", description = "Read a backup into an empty profile.")
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "FILE")
  Path file;

  @Override
  public Integer call() {
    if (paloma.profile() == null) {
      throw new CommandFailed(
          ExitStatus.USAGE,
          "name the empty profile to restore into",
          "paloma --profile DIR restore FILE");
    }
    Maintenance.restore(file, paloma.profile());
    paloma.output().progress("restored into " + paloma.profile());
    return ExitStatus.DONE;
  }
}
