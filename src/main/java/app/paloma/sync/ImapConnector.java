package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.ImapOptions;
import app.paloma.protocol.imap.Spellings;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.security.CredentialStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Opens authenticated sessions for an account.
final class ImapConnector {
  private final ConnectionFactory connections;
  private final CredentialStore credentials;
  private final ImapOptions options;
  private final ImapOptions wary;
  private final ServerAlerts alerts;
  private final Map<AccountId, Spellings> spellings = new ConcurrentHashMap<>();

  /// @param silence how long a server may say nothing while a command is unanswered
  ImapConnector(
      ConnectionFactory connections,
      CredentialStore credentials,
      Duration silence,
      ServerAlerts alerts) {
    this.connections = connections;
    this.alerts = alerts;
    this.credentials = credentials;
    this.options = ImapOptions.DEFAULT.with(silence, silence);
    this.wary = ImapOptions.DEFAULT.with(silence, silence.dividedBy(3));
  }

  /// @throws AuthRejected also when no password is known
  Secret<String> password(Account account) throws MailException {
    ServerSettings server = account.incoming();
    if (!server.needsCredentials()) {
      return Secret.of("");
    }
    return credentials
        .find(CredentialStore.service(server), server.user())
        .orElseThrow(() -> AuthRejected.withoutPassword(server.user()));
  }

  ImapClient open(Account account) throws MailException {
    return open(account, alerts.heardFor(account.id()));
  }

  /// @param listener hears ALERT too, and calls [#alert]
  ImapClient open(Account account, ImapListener listener) throws MailException {
    return open(account, password(account), listener);
  }

  void alert(AccountId account, String text) {
    alerts.tell(account, text);
  }

  ImapClient open(Account account, Secret<String> password, ImapListener listener)
      throws MailException {
    return open(account, password, listener, options);
  }

  /// After a connection on which the server fell silent: one that lives lets the next one in soon.
  ImapClient openAfterSilence(Account account) throws MailException {
    return open(account, password(account), alerts.heardFor(account.id()), wary);
  }

  private ImapClient open(
      Account account, Secret<String> password, ImapListener listener, ImapOptions patience)
      throws MailException {
    ServerSettings server = account.incoming();
    String who = server.user().isEmpty() ? server.host() : server.user() + "@" + server.host();
    Connection connection = connections.open(server, account.caPem(), who);
    try {
      ImapClient client = ImapClient.open(connection, server, password, patience, listener);
      client.spellings(spellings.computeIfAbsent(account.id(), id -> new Spellings()));
      return client;
    } catch (MailException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
