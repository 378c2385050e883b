package app.paloma.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma backup FILE`.
@Command(name = "backup", description = "Write all mail kept here to one file.")
final class BackupCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "FILE")
  Path file;

  @Override
  public Integer call() {
    paloma.session().services().store().maintenance().backup(file);
    paloma.output().progress("wrote " + file);
    return ExitStatus.DONE;
  }
}
