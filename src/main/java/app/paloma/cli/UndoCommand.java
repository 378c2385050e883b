package app.paloma.cli;

import app.paloma.store.MessageActions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `paloma undo`: takes back the last flag, move, copy or delete.
@Command(name = "undo", description = "Take back the last change.")
final class UndoCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Override
  public Integer call() {
    Session session = paloma.session();
    Optional<MessageActions.Done> undone = session.services().store().actions().undo();
    if (undone.isEmpty()) {
      throw new CommandFailed(ExitStatus.NOT_FOUND, "there is nothing to take back", "");
    }
    String kind = undone.get().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (undone.get().messages() == 0) {
      throw new CommandFailed(
          ExitStatus.NOT_FOUND,
          "the last change (" + kind + ") cannot be taken back",
          "the next undo takes back the change before it");
    }
    session.output().progress("took back: " + kind + ", " + undone.get().messages() + " messages");
    return ExitStatus.DONE;
  }
}
