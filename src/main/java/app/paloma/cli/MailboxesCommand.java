package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `paloma mailboxes`: the mailboxes of all accounts with their counts.
@Command(name = "mailboxes", description = "List mailboxes.")
final class MailboxesCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    for (Account account : session.accounts(email)) {
      for (Mailbox mailbox : session.services().store().mailboxes().list(account.id())) {
        String role = mailbox.role() == MailboxRole.NONE ? "" : mailbox.role().token().substring(1);
        if (json) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("account", account.email());
          row.put("name", mailbox.name());
          row.put("role", role);
          row.put("messages", mailbox.messages());
          row.put("unread", mailbox.unread());
          row.put("uidValidity", mailbox.uidValidity());
          row.put("highestModSeq", mailbox.highestModSeq());
          row.put("subscribed", mailbox.subscribed());
          row.put("holder", mailbox.holder().name().toLowerCase(Locale.ROOT));
          row.put("readOnly", mailbox.isLocked());
          if (mailbox.rights().isKnown()) {
            row.put("rights", mailbox.rights().letters());
          }
          session.output().json(row);
        } else {
          session
              .output()
              .row(
                  account.email(),
                  mailbox.name(),
                  role,
                  Words.count("messages", mailbox.messages()),
                  mailbox.unread() == 0 ? "" : Words.get("unread", mailbox.unread()),
                  mailbox.isLocked() ? Words.get("read_only") : "");
        }
      }
    }
    session.output().printTable();
    return ExitStatus.DONE;
  }
}
