package app.paloma.security;

import app.paloma.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Picks the keychain where there is one that works, else the vault in the profile.
public final class Credentials {
  private Credentials() {}

  /// At most a few seconds. `PALOMA_KEYRING=off` in the environment, or the system property
  /// `paloma.keyring=off`, leaves the system's keychain alone.
  public static CredentialStore open(Path profile) {
    CredentialStore vault = new VaultCredentialStore(profile);
    if (!keychainWanted(System.getenv(), System.getProperty("paloma.keyring", ""))) {
      return vault;
    }
    return KeyringCredentialStore.open()
        .<CredentialStore>map(keyring -> new Both(keyring, vault))
        .orElse(vault);
  }

  static boolean keychainWanted(Map<String, String> environment, String property) {
    if (property.equals("off") || environment.getOrDefault("PALOMA_KEYRING", "").equals("off")) {
      return false;
    }
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows") || os.startsWith("mac")) {
      return true;
    }
    // Without a session bus the libraries would start one, or wait for it.
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return !environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isEmpty()
        || (!runtime.isEmpty() && Files.exists(Path.of(runtime, "bus")));
  }

  /// The keychain first; the vault holds what was stored when there was no keychain (a session by
  /// ssh), and takes what the keychain refuses.
  private record Both(CredentialStore keyring, CredentialStore vault) implements CredentialStore {
    @Override
    public Optional<Secret<String>> find(String service, String user) {
      Optional<Secret<String>> found;
      try {
        found = keyring.find(service, user);
      } catch (CredentialException e) {
        found = Optional.empty();
      }
      return found.isPresent() ? found : vault.find(service, user);
    }

    @Override
    public void store(String service, String user, Secret<String> secret) {
      try {
        keyring.store(service, user, secret);
      } catch (CredentialException e) {
        vault.store(service, user, secret);
        return;
      }
      vault.delete(service, user);
    }

    @Override
    public void delete(String service, String user) {
      try {
        keyring.delete(service, user);
      } finally {
        vault.delete(service, user);
      }
    }

    @Override
    public String description() {
      return keyring.description();
    }
  }
}
