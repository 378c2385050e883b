package app.paloma.cli;

import app.paloma.store.Maintenance;
import app.paloma.store.StoreException;
import java.nio.file.Files;
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
    Path profile = paloma.session().services().profile();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new CommandFailed(
          ExitStatus.NOT_FOUND, "there is no file " + file, "give a file that backup wrote");
    }
    try {
      Maintenance.restore(file, profile);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.DAMAGED) {
        throw new CommandFailed(
            ExitStatus.PROFILE,
            file + " is no backup of Paloma, or it is damaged",
            "give a file that paloma backup wrote");
      }
      if (e.reason() == StoreException.Reason.IO && e.getCause() == null) {
        throw new CommandFailed(
            ExitStatus.USAGE, e.getMessage(), "paloma --profile NEW-FOLDER restore " + file);
      }
      throw e;
    }
    paloma.output().progress("restored into " + profile);
    return ExitStatus.DONE;
  }
}
