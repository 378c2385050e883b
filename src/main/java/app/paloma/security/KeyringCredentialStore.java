package app.paloma.security;

import app.paloma.model.Secret;
import app.paloma.security.CredentialException.Reason;
import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The operating system's keychain: Secret Service or KWallet, macOS Keychain, Windows Credential
/// Manager. It may wait for a person behind a dialog, so each call has a limit.
final class KeyringCredentialStore implements CredentialStore {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /// The library tells of each signal on the bus; held here, or its level would be forgotten.
  private static final Logger CHATTER = Logger.getLogger("org.freedesktop");

  static {
    CHATTER.setLevel(Level.SEVERE);
  }

  private final Keyring keyring;

  private KeyringCredentialStore(Keyring keyring) {
    this.keyring = keyring;
  }

  /// Empty where there is none that works.
  static Optional<KeyringCredentialStore> open() {
    try {
      Keyring keyring = limited(Keyring::create);
      KeyringCredentialStore store = new KeyringCredentialStore(keyring);
      // A locked keychain is found out here, not when the first password is needed.
      store.find("paloma-probe", "paloma-probe");
      return Optional.of(store);
    } catch (CredentialException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Secret<String>> find(String service, String user) {
    return limited(() -> {
      try {
        return Optional.ofNullable(keyring.getPassword(service, user)).map(Secret::of);
      } catch (PasswordAccessException e) {
        // The library says so for "there is none" too.
        return Optional.empty();
      }
    });
  }

  @Override
  public void store(String service, String user, Secret<String> secret) {
    limited(() -> {
      keyring.setPassword(service, user, secret.reveal());
      return true;
    });
  }

  @Override
  public void delete(String service, String user) {
    limited(() -> {
      try {
        keyring.deletePassword(service, user);
      } catch (PasswordAccessException e) {
        // It was not there.
        return false;
      }
      return true;
    });
  }

  @Override
  public String description() {
    return "keyring: " + keyring.getKeyringStorageType();
  }

  /// On a daemon thread of its own: native code cannot be interrupted, only left behind.
  private static <T> T limited(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofPlatform().daemon().name("keychain").start(task);
    try {
      return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(e);
    } catch (TimeoutException e) {
      throw refused(e);
    } catch (ExecutionException e) {
      throw refused(
          e.getCause() instanceof BackendNotSupportedException backend ? backend : e.getCause());
    }
  }

  private static CredentialException refused(Throwable cause) {
    return new CredentialException(
        Reason.KEYRING_REFUSED, "the system's keychain does not answer", cause);
  }
}
