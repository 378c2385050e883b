package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import app.paloma.security.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// How to reach a server that was named by its URL: what was given with it, else what an account
/// with this server knows.
final class ServerAccess {
  @Option(names = "--ca", paramLabel = "FILE", description = "Trust this PEM as well.")
  Path ca;

  @ArgGroup(exclusive = true)
  PasswordSource passwordSource;

  Optional<String> caPem(Session session, ServerSettings server) {
    if (ca != null) {
      return Optional.of(pem(ca));
    }
    String service = CredentialStore.service(server);
    for (Account account : session.services().store().accounts().list()) {
      if (service.equals(CredentialStore.service(account.incoming()))
          || service.equals(CredentialStore.service(account.outgoing()))) {
        return account.caPem();
      }
    }
    return Optional.empty();
  }

  Optional<Secret<String>> password(Session session, ServerSettings server) throws IOException {
    if (!server.needsCredentials() || server.user().isEmpty()) {
      return Optional.empty();
    }
    return passwordSource != null
        ? Optional.of(passwordSource.read(session))
        : session.services().credentials().find(CredentialStore.service(server), server.user());
  }

  /// Looked at whether TLS will be used or not: what is kept is used later.
  static String pem(Path file) {
    String pem;
    try {
      pem = Files.readString(file);
    } catch (IOException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "pem", file);
    }
    try {
      TrustStore.readPem(pem);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "no_certificate", file);
    }
    return pem;
  }
}
