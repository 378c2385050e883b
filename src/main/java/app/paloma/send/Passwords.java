package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import java.util.Optional;

/// Finds the secret for an account's outgoing server.
final class Passwords {
  private final CredentialStore credentials;

  Passwords(CredentialStore credentials) {
    this.credentials = credentials;
  }

  /// The outgoing server's own, else the incoming server's where the login name is the same.
  Optional<Secret<String>> outgoing(Account account) throws AuthRejected {
    ServerSettings server = account.outgoing();
    if (!server.needsCredentials() || server.user().isEmpty()) {
      return Optional.empty();
    }
    Optional<Secret<String>> own = find(server);
    if (own.isEmpty() && account.incoming().user().equals(server.user())) {
      own = find(account.incoming());
    }
    if (own.isEmpty()) {
      throw AuthRejected.withoutPassword(server.user());
    }
    return own;
  }

  private Optional<Secret<String>> find(ServerSettings server) {
    return credentials.find(CredentialStore.service(server), server.user());
  }
}
