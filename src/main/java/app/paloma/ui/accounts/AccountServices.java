package app.paloma.ui.accounts;

import app.paloma.diagnosis.ErrorText;
import app.paloma.discovery.SettingsDiscovery;
import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What the account dialogs need of the rooms below. Everything here blocks: never from the UI
/// thread.
public interface AccountServices {
  SettingsDiscovery.DiscoveryResult discover(
      String email, Consumer<SettingsDiscovery.Tried> progress);

  void checkIncoming(Account account, Secret<String> password) throws MailException;

  void checkOutgoing(Account account, Secret<String> password) throws MailException;

  /// Whether there is no network at all, so that nothing can be checked now.
  boolean offline();

  boolean exists(String email);

  /// Stores the account, then its password.
  ///
  /// @return the account with its id
  Account add(Account unsaved, Secret<String> password);

  /// Takes over changed settings.
  void update(Account account);

  /// A new password of the incoming server, which is the outgoing one's too where they shared the
  /// old one.
  void keepIncoming(Account account, Secret<String> password);

  /// For this server alone: the account's other one may have a password of its own, which is good.
  void keepPassword(ServerSettings server, Secret<String> password);

  /// How much of its mail is kept on this computer.
  OfflineLimits offlineLimits(Account account);

  void limitOffline(Account account, OfflineLimits limits);

  /// Whether its mail goes to the recipients' servers without an outgoing server.
  boolean isDirect(Account account);

  void deliverDirectly(Account account, boolean direct);

  void remove(Account account);

  Optional<Secret<String>> password(ServerSettings server);

  /// The certificate a failure is about, where it is about one.
  Optional<CertificateDetails> certificate(Throwable failure, ServerSettings server);

  /// Trusts this certificate for this host and port, and nothing else.
  void trust(CertificateDetails certificate);

  /// Tries again what waited for an answer.
  void resume(Account account);

  ErrorText.Explanation explain(Throwable failure, String server, Locale locale);
}
