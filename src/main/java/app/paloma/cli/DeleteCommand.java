package app.paloma.cli;

import app.paloma.model.MessageId;
import app.paloma.store.MessageActions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma delete`: to the Trash, or for good.
@Command(name = "delete", description = "Delete messages: to the Trash, or for good.")
final class DeleteCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "ID", arity = "1..*")
  List<Long> ids;

  @Option(names = "--permanently", description = "Not to the Trash; nothing brings them back.")
  boolean permanently;

  @Override
  public Integer call() {
    Session session = paloma.session();
    List<MessageId> messages = session.messages(ids);
    MessageActions actions = session.services().store().actions();
    if (permanently) {
      actions.deletePermanently(messages);
    } else {
      actions.delete(messages);
    }
    return ExitStatus.DONE;
  }
}
