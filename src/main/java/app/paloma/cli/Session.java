package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of the command line: its services (opened on first use), its streams, and what the
/// commands share: naming accounts, mailboxes and messages.
final class Session {
  private final Services services;
  private final Output output;
  private final InputStream in;

  Session(Services services, Output output, InputStream in) {
    this.services = services;
    this.output = output;
    this.in = in;
  }

  Services services() {
    return services;
  }

  Output output() {
    return output;
  }

  InputStream in() {
    return in;
  }

  Account account(String email) {
    return services
        .store()
        .accounts()
        .find(email)
        .orElseThrow(() -> CommandFailed.of(ExitStatus.NOT_FOUND, "account", email));
  }

  /// The account named, or the only one, or the first.
  Account accountOrDefault(String email) {
    if (email != null) {
      return account(email);
    }
    List<Account> accounts = services.store().accounts().list();
    if (accounts.isEmpty()) {
      throw noAccount();
    }
    return accounts.getFirst();
  }

  List<Account> accounts(String email) {
    if (email != null) {
      return List.of(account(email));
    }
    List<Account> accounts = services.store().accounts().list();
    if (accounts.isEmpty()) {
      throw noAccount();
    }
    return accounts;
  }

  private static CommandFailed noAccount() {
    return CommandFailed.of(ExitStatus.NOT_FOUND, "no_account");
  }

  /// A full name or a role, in the accounts given.
  List<Mailbox> mailboxes(String name, String email) {
    List<Mailbox> found = new ArrayList<>();
    for (Account account : accounts(email)) {
      mailbox(account, name).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "mailbox", name);
    }
    return found;
  }

  Optional<Mailbox> mailbox(Account account, String name) {
    Optional<MailboxRole> role = MailboxRole.ofToken(name);
    if (role.isPresent()) {
      return services.store().mailboxes().byRole(account.id(), role.get());
    }
    String full = name.equalsIgnoreCase("INBOX") ? "INBOX" : name;
    return services
        .store()
        .mailboxes()
        .find(account.id(), full)
        // Where all names begin with INBOX (Courier, Cyrus), people leave that out.
        .or(() ->
            services
                .store()
                .mailboxes()
                .byRole(account.id(), MailboxRole.INBOX)
                .flatMap(inbox ->
                    services
                        .store()
                        .mailboxes()
                        .find(account.id(), "INBOX" + inbox.delimiter() + full)));
  }

  /// The folder, made where it is not there.
  static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "folder", folder);
    }
  }

  MessageSummary message(long id) {
    return services
        .store()
        .messages()
        .get(new MessageId(id))
        .orElseThrow(() -> CommandFailed.of(ExitStatus.NOT_FOUND, "message", id));
  }

  /// The messages named; all must be there, so that a slip of the finger changes nothing.
  List<MessageId> messages(List<Long> ids) {
    return ids.stream().map(id -> message(id).id()).toList();
  }
}
