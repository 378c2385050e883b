package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/// `paloma mailbox create|delete|rename|subscribe|unsubscribe`: here at once, on the server at the
/// next sync.
@Command(name = "mailbox", description = "Create, rename, delete and subscribe mailboxes.")
final class MailboxCommands {
  @ParentCommand Paloma paloma;

  @Option(names = "--account", paramLabel = "EMAIL", scope = ScopeType.INHERIT)
  String email;

  @Command(name = "create", description = "Create a mailbox.")
  int create(@Parameters(paramLabel = "NAME") String name) {
    Session session = paloma.session();
    Account account = session.accountOrDefault(email);
    if (session.mailbox(account, name).isPresent()) {
      throw CommandFailed.of(ExitStatus.USAGE, "mailbox_exists", name);
    }
    session.services().store().actions().createMailbox(account.id(), name);
    return ExitStatus.DONE;
  }

  @Command(name = "delete", description = "Delete a mailbox and the mail in it.")
  int delete(@Parameters(paramLabel = "NAME") String name) {
    Mailbox mailbox = ordinary(name);
    paloma.session().services().store().actions().deleteMailbox(mailbox.id());
    return ExitStatus.DONE;
  }

  @Command(name = "rename", description = "Rename a mailbox.")
  int rename(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "NEW") String newName) {
    Mailbox mailbox = ordinary(name);
    paloma.session().services().store().actions().renameMailbox(mailbox.id(), newName);
    return ExitStatus.DONE;
  }

  @Command(name = "subscribe", description = "Keep a mailbox up to date here.")
  int subscribe(@Parameters(paramLabel = "NAME") String name) {
    return subscribed(name, true);
  }

  @Command(name = "unsubscribe", description = "Leave a mailbox out of sync.")
  int unsubscribe(@Parameters(paramLabel = "NAME") String name) {
    return subscribed(name, false);
  }

  private int subscribed(String name, boolean subscribed) {
    Session session = paloma.session();
    Mailbox mailbox = session.mailboxes(name, email).getFirst();
    session.services().store().actions().subscribe(mailbox.id(), subscribed);
    return ExitStatus.DONE;
  }

  private Mailbox ordinary(String name) {
    Mailbox mailbox = paloma.session().mailboxes(name, email).getFirst();
    if (mailbox.role() == MailboxRole.INBOX) {
      throw CommandFailed.of(ExitStatus.USAGE, "inbox_stays");
    }
    return mailbox;
  }
}
