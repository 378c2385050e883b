package app.paloma.security;

import app.paloma.model.*;
import java.util.Optional;

/// Where passwords are: the system's keychain, or a vault file that is encrypted with a key of this
/// computer's user.
public interface CredentialStore {
  Optional<Secret<String>> find(String service, String user);

  void store(String service, String user, Secret<String> secret);

  void delete(String service, String user);

  /// For the settings dialog and `doctor`: which kind it is.
  String description();

  /// The key for an account's server: `imaps://host:993`.
  static String service(ServerSettings settings) {
    return settings.withUser("").toUrl();
  }
}
