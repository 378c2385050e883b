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
        throw CommandFailed.of(ExitStatus.USAGE, "not_id", id);
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
              .orElseThrow(() -> CommandFailed.of(ExitStatus.NOT_FOUND, "target", name));
      targets.computeIfAbsent(mailbox.id(), _ -> new ArrayList<>()).add(message.id());
    }
    return new Target(targets);
  }
}
