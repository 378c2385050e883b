package app.paloma.cli;

import app.paloma.store.MessageActions;

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
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_undo");
    }
    String kind = Words.get("change." + undone.get().kind());
    if (undone.get().messages() == 0) {
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_undo_of", kind);
    }
    session.output().progress(Words.count("undone", undone.get().messages(), kind));
    return ExitStatus.DONE;
  }
}
