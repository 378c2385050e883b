package app.paloma.ui.accounts;

import app.paloma.diagnosis.ErrorText;
import app.paloma.discovery.SettingsDiscovery.DiscoveryResult;
import app.paloma.discovery.SettingsDiscovery.Found;
import app.paloma.discovery.SettingsDiscovery.Tried;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Servers that accept or refuse as told.
public final class FakeAccounts implements AccountServices {
  public final List<Account> stored = new ArrayList<>();
  public final List<CertificateDetails> trusted = new ArrayList<>();
  public final Map<String, String> kept = new HashMap<>();
  public MailException incomingFails;
  public MailException outgoingFails;
  public String checkedOutgoing;
  public boolean offline;
  public OfflineLimits limits = OfflineLimits.NONE;
  public DiscoveryResult result =
      new DiscoveryResult(
          List.of(
              new Found(
                  new ServerSettings(
                      MailProtocol.IMAP, "imap.ejemplo.cl", 993, ConnectionSecurity.TLS, "", ""),
                  new ServerSettings(
                      MailProtocol.SMTP, "smtp.ejemplo.cl", 465, ConnectionSecurity.TLS, "", ""),
                  "autoconfig",
                  "Ejemplo Chile",
                  "",
                  true)),
          List.of(
              new Tried("provider", "ejemplo.cl", false, "", 1),
              new Tried("autoconfig", "autoconfig.ejemplo.cl", true, "", 230),
              new Tried("srv", "_imaps._tcp.ejemplo.cl", false, "NXDOMAIN", 40)));

  @Override
  public DiscoveryResult discover(String email, Consumer<Tried> progress) {
    result.tried().forEach(progress);
    return result;
  }

  @Override
  public void checkIncoming(Account account, Secret<String> password) throws MailException {
    if (incomingFails != null) {
      throw incomingFails;
    }
  }

  @Override
  public void checkOutgoing(Account account, Secret<String> password) throws MailException {
    if (outgoingFails != null) {
      throw outgoingFails;
    }
    checkedOutgoing = password.reveal();
  }

  @Override
  public boolean offline() {
    return offline;
  }

  @Override
  public boolean exists(String email) {
    return stored.stream().anyMatch(a -> a.email().equalsIgnoreCase(email));
  }

  @Override
  public Account add(Account unsaved, Secret<String> password) {
    Account added = unsaved.withId(new AccountId(stored.size() + 1L));
    stored.add(added);
    return added;
  }

  @Override
  public void update(Account account) {
    stored.replaceAll(a -> a.id().equals(account.id()) ? account : a);
  }

  @Override
  public void keepIncoming(Account account, Secret<String> password) {
    kept.put(account.incoming().host(), password.reveal());
  }

  @Override
  public void keepPassword(ServerSettings server, Secret<String> password) {
    kept.put(server.host(), password.reveal());
  }

  @Override
  public boolean isDirect(Account account) {
    return false;
  }

  @Override
  public void deliverDirectly(Account account, boolean direct) {}

  @Override
  public OfflineLimits offlineLimits(Account account) {
    return limits;
  }

  @Override
  public void limitOffline(Account account, OfflineLimits chosen) {
    limits = chosen;
  }

  @Override
  public void remove(Account account) {
    stored.removeIf(a -> a.id().equals(account.id()));
  }

  @Override
  public Optional<Secret<String>> password(ServerSettings server) {
    return Optional.of(Secret.of(kept.getOrDefault(server.host(), "known")));
  }

  @Override
  public Optional<CertificateDetails> certificate(Throwable failure, ServerSettings server) {
    return failure instanceof TlsFailed tls
        ? Optional.of(details(server.host(), server.port(), tls.reason()))
        : Optional.empty();
  }

  /// A certificate as a home server has it.
  public static CertificateDetails details(String host, int port, TlsFailed.Reason reason) {
    return new CertificateDetails(
        host,
        port,
        reason,
        false,
        host,
        "Debian Snake Oil CA",
        Instant.parse("2025-03-01T00:00:00Z"),
        Instant.parse("2035-02-27T00:00:00Z"),
        "5B:0A:9C:41:77:EE:01:93:2F:D8:66:1C:AB:40:52:9E:"
            + "08:7D:F3:14:C2:6B:95:30:EA:51:7F:88:0D:24:B9:63",
        null);
  }

  @Override
  public void trust(CertificateDetails certificate) {
    trusted.add(certificate);
  }

  @Override
  public void resume(Account account) {}

  @Override
  public ErrorText.Explanation explain(Throwable failure, String server, Locale locale) {
    return ErrorText.explain(failure, server, locale);
  }
}
