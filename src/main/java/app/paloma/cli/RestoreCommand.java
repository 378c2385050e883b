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
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_backup_file", file);
    }
    try {
      Maintenance.restore(file, profile);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.DAMAGED) {
        throw CommandFailed.of(ExitStatus.PROFILE, "no_backup", file);
      }
      if (e.reason() == StoreException.Reason.IO && e.getCause() == null) {
        throw CommandFailed.of(ExitStatus.USAGE, "profile_in_use", profile, file);
      }
      throw e;
    }
    paloma.output().progress(Words.get("restored", profile));
    return ExitStatus.DONE;
  }
}
