package app.paloma.cli;

import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageSummary;
import app.paloma.store.MessageStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma list`: the messages of a mailbox, newest first.
@Command(name = "list", description = "List the messages of a mailbox, newest first.")
final class ListCommand implements Callable<Integer> {
  private static final int BLOCK = 1000;

  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "MAILBOX")
  String name;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  int limit = Integer.MAX_VALUE;

  @Option(names = "--offset", paramLabel = "N", description = "Leave out so many first.")
  int offset;

  @Option(names = "--unread", description = "Only unread messages.")
  boolean unread;

  @Option(names = "--threads", description = "One line a conversation: its newest message.")
  boolean threads;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    if (limit < 0 || offset < 0) {
      throw CommandFailed.of(ExitStatus.USAGE, "list_limit");
    }
    Session session = paloma.session();
    List<MailboxId> mailboxes = session.mailboxes(name, email).stream().map(Mailbox::id).toList();
    MessageStore.ListQuery query =
        new MessageStore.ListQuery(
            mailboxes, unread, false, false, threads, MessageStore.SortBy.DATE, true);
    Rows rows = new Rows(session);
    MessageStore messages = session.services().store().messages();
    int left = limit;
    for (int at = offset; left > 0; at += BLOCK) {
      long[] ids = messages.ids(query, at, Math.min(left, BLOCK));
      for (MessageSummary message : messages.summaries(ids)) {
        if (json) {
          session.output().json(rows.json(message));
        } else {
          session.output().row(rows.cells(message));
        }
      }
      session.output().printTable();
      if (ids.length < BLOCK) {
        break;
      }
      left -= ids.length;
    }
    return ExitStatus.DONE;
  }
}
