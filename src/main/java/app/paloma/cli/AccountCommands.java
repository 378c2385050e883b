package app.paloma.cli;

import app.paloma.discovery.SettingsDiscovery;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MailProtocol;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma account add|list|remove`.
@Command(name = "account", description = "Add, list and remove accounts.")
final class AccountCommands {
  @ParentCommand Paloma paloma;

  @Command(name = "add", description = "Add an account; its servers are found from the address.")
  int add(
      @Option(names = "--email", required = true, paramLabel = "ADDR") String email,
      @Option(names = "--name", defaultValue = "", paramLabel = "TEXT") String name,
      @Option(names = "--incoming", paramLabel = "URL") String incoming,
      @Option(names = "--outgoing", paramLabel = "URL") String outgoing,
      @Option(
              names = "--leave-on-server",
              defaultValue = "keep",
              paramLabel = "keep|until-deleted|delete|DAYS",
              description = "POP3: what happens there to mail that is here.")
          String leaveOnServer,
      @Option(
              names = "--ca",
              paramLabel = "FILE",
              description = "Trust this PEM for this account alone.")
          Path ca,
      @ArgGroup(exclusive = true) PasswordSource passwordSource,
      @Option(names = "--no-check", description = "Store the account without asking its servers.")
          boolean noCheck)
      throws Exception {
    if (!email.matches("[^@\\s<>]+@[^@\\s<>]+")) {
      throw CommandFailed.of(ExitStatus.USAGE, "not_address", email);
    }
    LeaveOnServer leave = LeaveOnServer.parse(leaveOnServer);
    Optional<String> pem = Optional.ofNullable(ca).map(ServerAccess::pem);
    Session session = paloma.session();
    if (session.services().store().accounts().find(email).isPresent()) {
      throw CommandFailed.of(ExitStatus.USAGE, "account_exists", email);
    }
    Account account = account(session, email, name, incoming, outgoing);
    account = account.withLeaveOnServer(leave).withCaPem(pem);
    Secret<String> password = password(session, passwordSource, account);
    if (!noCheck) {
      check(session.services().sync()::check, account, account.incoming(), password);
      check(session.services().outbox()::check, account, account.outgoing(), password);
    }
    CredentialStore credentials = session.services().credentials();
    credentials.store(
        CredentialStore.service(account.incoming()), account.incoming().user(), password);
    if (account.outgoing().needsCredentials()) {
      credentials.store(
          CredentialStore.service(account.outgoing()), account.outgoing().user(), password);
    }
    session.services().store().accounts().add(account);
    session.output().progress(Words.get("account_added", email));
    return ExitStatus.DONE;
  }

  /// Signs in to one of the account's servers.
  private interface Check {
    void check(Account account, Secret<String> password) throws MailException;
  }

  private static void check(
      Check server, Account account, ServerSettings settings, Secret<String> password) {
    try {
      server.check(account, password);
    } catch (MailException e) {
      throw new ServerFailed(settings.host() + ":" + settings.port(), e);
    }
  }

  private Account account(
      Session session, String email, String name, String incoming, String outgoing) {
    if (incoming != null && outgoing != null) {
      return Account.unsaved(
          email,
          name,
          withUser(ServerSettings.parse(incoming), email),
          withUser(ServerSettings.parse(outgoing), email));
    }
    SettingsDiscovery.DiscoveryResult result =
        session
            .services()
            .discovery()
            .discover(
                email,
                tried ->
                    session
                        .output()
                        .progress(tried.source() + ": " + DiscoverCommand.words(tried)));
    if (result.found().isEmpty()) {
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_settings", email);
    }
    SettingsDiscovery.Found found = result.found().getFirst();
    ServerSettings in = incoming == null ? found.incoming() : ServerSettings.parse(incoming);
    ServerSettings out = outgoing == null ? found.outgoing() : ServerSettings.parse(outgoing);
    return Account.unsaved(email, name, withUser(in, email), withUser(out, email));
  }

  private static ServerSettings withUser(ServerSettings settings, String email) {
    return settings.user().isEmpty() && settings.needsCredentials()
        ? settings.withUser(email)
        : settings;
  }

  // JDK 25 has no console again where there is no terminal (JDK-8351435).
  @SuppressWarnings("SystemConsoleNull")
  private static Secret<String> password(Session session, PasswordSource source, Account account)
      throws IOException {
    if (source != null) {
      return source.read(session);
    }
    if (!account.incoming().needsCredentials() && !account.outgoing().needsCredentials()) {
      return Secret.of("");
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw CommandFailed.of(ExitStatus.USAGE, "no_password");
    }
    char[] typed = console.readPassword("%s", Words.get("password_of", account.email()));
    return Secret.of(typed == null ? "" : new String(typed));
  }

  @Command(name = "list", description = "List the accounts.")
  int list(@Option(names = "--json", description = "One JSON object a line.") boolean json) {
    Session session = paloma.session();
    for (Account account : session.services().store().accounts().list()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("email", account.email());
      row.put("name", account.name());
      row.put("incoming", account.incoming().toUrl());
      row.put("outgoing", account.outgoing().toUrl());
      row.put("leaveOnServer", account.leaveOnServer().toText());
      if (json) {
        session.output().json(row);
      } else {
        session
            .output()
            .row(
                account.email(),
                account.name(),
                account.incoming().toUrl(),
                account.outgoing().toUrl());
      }
    }
    session.output().printTable();
    return ExitStatus.DONE;
  }

  @Command(
      name = "limit",
      description = "How much of an account's mail is kept here; without options all of it.")
  int limit(
      @Parameters(paramLabel = "EMAIL") String email,
      @Option(names = "--headers-only", description = "No texts; each comes when it is opened.")
          boolean headersOnly,
      @Option(
              names = "--months",
              defaultValue = "0",
              paramLabel = "N",
              description = "Texts of the last N months.")
          int months,
      @Option(
              names = "--size",
              defaultValue = "0",
              paramLabel = "KILOBYTES",
              description = "Texts of messages up to this size.")
          long kilobytes) {
    if (months < 0 || kilobytes < 0) {
      throw CommandFailed.of(ExitStatus.USAGE, "limit");
    }
    Session session = paloma.session();
    Account account = session.account(email);
    if (months > 0 && account.incoming().protocol() == MailProtocol.POP3) {
      throw CommandFailed.of(ExitStatus.USAGE, "pop3_age");
    }
    OfflineLimits limits = new OfflineLimits(headersOnly, months, kilobytes * 1024);
    session.services().store().preferences().put(OfflineLimits.key(account.id()), limits.toText());
    session.services().store().mailboxes().markIncomplete(account.id());
    return ExitStatus.DONE;
  }

  @Command(name = "remove", description = "Remove an account and its mail from this computer.")
  int remove(@Parameters(paramLabel = "EMAIL") String email) {
    Session session = paloma.session();
    Account account = session.account(email);
    session.services().store().accounts().remove(account.id());
    for (ServerSettings server : new ServerSettings[] {account.incoming(), account.outgoing()}) {
      session.services().credentials().delete(CredentialStore.service(server), server.user());
    }
    session.output().progress(Words.get("account_removed", email));
    return ExitStatus.DONE;
  }
}
