package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `ID… MAILBOX`: messages and where they go. Without an account named, each message goes to that
/// mailbox of its own account.
record Target(Map<MailboxId, List<MessageId>> byMailbox) {
  static Target of(Session session, List<String> arguments, String email) {
    String name = arguments.getLast();
    List<MessageSummary> messages = new ArrayList<>();
    for (String id : arguments.subList(0, arguments.size() - 1)) {
      try {
        messages.add(session.message(Long.parseLong(id)));
      } catch (NumberFormatException e) {
        throw new CommandFailed(
            ExitStatus.USAGE, "not a message id: " + id, "paloma list INBOX shows the ids");
      }
    }
    Map<MailboxId, List<MessageId>> targets = new LinkedHashMap<>();
    for (MessageSummary message : messages) {
      Account account =
          email != null
              ? session.account(email)
              : session.services().store().accounts().get(message.account()).orElseThrow();
      Mailbox mailbox =
          session
              .mailbox(account, name)
              .orElseThrow(() ->
                  new CommandFailed(
                      ExitStatus.NOT_FOUND,
                      "there is no mailbox " + name,
                      "paloma mailboxes, or paloma mailbox create " + name));
      targets.computeIfAbsent(mailbox.id(), _ -> new ArrayList<>()).add(message.id());
    }
    return new Target(targets);
  }
}
