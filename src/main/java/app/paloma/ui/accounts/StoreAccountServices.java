package app.paloma.ui.accounts;

import app.paloma.diagnosis.ErrorText;
import app.paloma.discovery.SettingsDiscovery;
import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import app.paloma.security.TrustStore;
import app.paloma.send.Outbox;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// The account dialogs' services over the profile and the engines.
public final class StoreAccountServices implements AccountServices {
  private final Store store;
  private final SyncEngine sync;
  private final Outbox outbox;
  private final CredentialStore credentials;
  private final TrustStore trust;
  private final Supplier<SettingsDiscovery> discovery;

  public StoreAccountServices(
      Store store,
      SyncEngine sync,
      Outbox outbox,
      CredentialStore credentials,
      TrustStore trust,
      Supplier<SettingsDiscovery> discovery) {
    this.store = store;
    this.sync = sync;
    this.outbox = outbox;
    this.credentials = credentials;
    this.trust = trust;
    this.discovery = discovery;
  }

  @Override
  public SettingsDiscovery.DiscoveryResult discover(
      String email, Consumer<SettingsDiscovery.Tried> progress) {
    return discovery.get().discover(email, progress);
  }

  @Override
  public void checkIncoming(Account account, Secret<String> password) throws MailException {
    sync.check(account, password);
  }

  @Override
  public void checkOutgoing(Account account, Secret<String> password) throws MailException {
    outbox.check(account, password);
  }

  @Override
  public boolean offline() {
    if (!sync.isOnline()) {
      return true;
    }
    try {
      Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
      while (all != null && all.hasMoreElements()) {
        NetworkInterface one = all.nextElement();
        if (one.isUp() && !one.isLoopback()) {
          return false;
        }
      }
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public boolean exists(String email) {
    return store.accounts().find(email).isPresent();
  }

  /// The passwords first: the engine begins with the account as soon as it is stored.
  @Override
  public Account add(Account unsaved, Secret<String> password) {
    keepPassword(unsaved.incoming(), password);
    keepPassword(unsaved.outgoing(), password);
    Account added = store.accounts().add(unsaved);
    sync.syncSoon(added.id());
    return added;
  }

  @Override
  public void update(Account account) {
    store.accounts().update(account);
  }

  @Override
  public OfflineLimits offlineLimits(Account account) {
    return OfflineLimits.parse(store.preferences().get(OfflineLimits.key(account.id())));
  }

  @Override
  public void limitOffline(Account account, OfflineLimits limits) {
    store.preferences().put(OfflineLimits.key(account.id()), limits.toText());
    store.mailboxes().markIncomplete(account.id());
    sync.syncSoon(account.id());
  }

  @Override
  public boolean isDirect(Account account) {
    return outbox.isDirect(account.id());
  }

  @Override
  public void deliverDirectly(Account account, boolean direct) {
    outbox.deliverDirectly(account.id(), direct);
  }

  @Override
  public void keepIncoming(Account account, Secret<String> password) {
    Optional<Secret<String>> before = password(account.incoming());
    Optional<Secret<String>> outgoing = password(account.outgoing());
    keepPassword(account.incoming(), password);
    if (outgoing.isEmpty() || outgoing.equals(before)) {
      keepPassword(account.outgoing(), password);
    }
  }

  @Override
  public void keepPassword(ServerSettings server, Secret<String> password) {
    if (server.needsCredentials() && !password.reveal().isEmpty()) {
      credentials.store(CredentialStore.service(server), server.user(), password);
    }
  }

  @Override
  public void remove(Account account) {
    sync.cancel(account.id());
    store.accounts().remove(account.id());
    for (ServerSettings server : new ServerSettings[] {account.incoming(), account.outgoing()}) {
      if (server.needsCredentials()) {
        credentials.delete(CredentialStore.service(server), server.user());
      }
    }
  }

  @Override
  public Optional<Secret<String>> password(ServerSettings server) {
    return credentials.find(CredentialStore.service(server), server.user());
  }

  @Override
  public Optional<CertificateDetails> certificate(Throwable failure, ServerSettings server) {
    return failure instanceof TlsFailed refused
        ? refused
            .certificate()
            .map(certificate ->
                new CertificateDetails(
                    server.host(),
                    server.port(),
                    refused.reason(),
                    trust.hasException(server.host(), server.port()),
                    name(certificate.getSubjectX500Principal().getName()),
                    name(certificate.getIssuerX500Principal().getName()),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    TrustStore.fingerprint(certificate),
                    certificate))
        : Optional.empty();
  }

  /// The common name, or all of it where there is none.
  private static String name(String distinguished) {
    try {
      for (Rdn part : new LdapName(distinguished).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      return distinguished;
    }
    return distinguished;
  }

  @Override
  public void trust(CertificateDetails certificate) {
    trust.addException(certificate.host(), certificate.port(), certificate.certificate());
  }

  @Override
  public void resume(Account account) {
    sync.syncSoon(account.id());
    outbox.resume(account.id());
  }

  @Override
  public ErrorText.Explanation explain(Throwable failure, String server, Locale locale) {
    return ErrorText.explain(failure, server, locale);
  }
}
