package app.paloma.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma copy ID… MAILBOX`.
@Command(name = "copy", description = "Copy messages to a mailbox.")
final class CopyCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "ID… MAILBOX", arity = "2..*")
  List<String> arguments;

  @Option(names = "--account", paramLabel = "EMAIL", description = "The mailbox's account.")
  String email;

  @Override
  public Integer call() {
    Session session = paloma.session();
    Target target = Target.of(session, arguments, email);
    target
        .byMailbox()
        .forEach((mailbox, ids) -> session.services().store().actions().copy(ids, mailbox));
    return ExitStatus.DONE;
  }
}
