package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageSummary;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Messages as rows of `list` and `search`: JSON objects or lines of a table.
final class Rows {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Map<AccountId, String> accounts = new HashMap<>();
  private final Map<MailboxId, String> mailboxes = new HashMap<>();
  private final ZoneId zone;

  Rows(Session session) {
    zone = session.services().zone();
    for (Account account : session.services().store().accounts().list()) {
      accounts.put(account.id(), account.email());
    }
    for (Mailbox mailbox : session.services().store().mailboxes().listAll()) {
      mailboxes.put(mailbox.id(), mailbox.name());
    }
  }

  String account(AccountId id) {
    return accounts.getOrDefault(id, "");
  }

  String mailbox(MailboxId id) {
    return mailboxes.getOrDefault(id, "");
  }

  Map<String, Object> json(MessageSummary message) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", message.id().value());
    row.put("account", account(message.account()));
    row.put("mailbox", mailbox(message.mailbox()));
    row.put("uid", message.uid());
    row.put("messageId", bracketed(message.messageId()));
    row.put("threadId", message.threadId());
    row.put("from", message.from().toString());
    row.put("to", message.to().stream().map(Address::toString).toList());
    row.put("subject", message.subject());
    row.put("date", message.date().toString());
    row.put("flags", words(message.flags()));
    row.put("size", message.size());
    row.put("attachments", message.hasAttachments());
    row.put("preview", message.preview());
    return row;
  }

  static String bracketed(String messageId) {
    return messageId.isEmpty() ? "" : "<" + messageId + ">";
  }

  /// As `flag` takes them: `seen`, `flagged`, …; keywords as they are.
  static List<String> words(Flags flags) {
    return flags.names().stream()
        .map(name -> name.startsWith("\\") ? name.substring(1).toLowerCase(Locale.ROOT) : name)
        .toList();
  }

  String[] cells(MessageSummary message) {
    String marks =
        (message.flags().isSeen() ? " " : "•")
            + (message.flags().isFlagged() ? "★" : " ")
            + (message.hasAttachments() ? "@" : " ");
    return new String[] {
      message.id().toString(),
      WHEN.format(message.date().atZone(zone)),
      marks,
      message.from().display(),
      message.subject()
    };
  }
}
