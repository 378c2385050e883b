package app.paloma.cli;

import java.nio.file.Files;
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
    Path parent = file.toAbsolutePath().getParent();
    if (Files.exists(file) || parent == null || !Files.isWritable(parent)) {
      throw CommandFailed.of(ExitStatus.USAGE, Files.exists(file) ? "exists" : "unwritable", file);
    }
    paloma.session().services().store().maintenance().backup(file);
    paloma.output().progress(Words.get("backup_written", file));
    return ExitStatus.DONE;
  }
}
