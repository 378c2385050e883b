package app.paloma.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `paloma compact`: gives freed room back to the disk.
@Command(name = "compact", description = "Give freed room back to the disk.")
final class CompactCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Override
  public Integer call() {
    paloma.session().services().store().maintenance().compact();
    return ExitStatus.DONE;
  }
}
