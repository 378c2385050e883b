package app.paloma.discovery;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.model.ServerSettings;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// SRV records of a domain (RFC 6186, 8314 §5.1). A target "." says that the service is not there.
final class SrvLookup {
  private final DnsResolver dns;

  SrvLookup(DnsResolver dns) {
    this.dns = dns;
  }

  /// DNS without proof may name any host, so what points outside the domain is not trusted (RFC
  /// 6186 §6).
  Optional<SettingsDiscovery.Found> find(String domain, String email) throws IOException {
    Optional<ServerSettings> incoming =
        first(
            domain,
            email,
            List.of(
                new Service("_imaps", MailProtocol.IMAP, ConnectionSecurity.TLS),
                new Service("_imap", MailProtocol.IMAP, ConnectionSecurity.STARTTLS),
                new Service("_pop3s", MailProtocol.POP3, ConnectionSecurity.TLS),
                new Service("_pop3", MailProtocol.POP3, ConnectionSecurity.STARTTLS)));
    Optional<ServerSettings> outgoing =
        first(
            domain,
            email,
            List.of(
                new Service("_submissions", MailProtocol.SMTP, ConnectionSecurity.TLS),
                new Service("_submission", MailProtocol.SMTP, ConnectionSecurity.STARTTLS)));
    if (incoming.isEmpty() || outgoing.isEmpty()) {
      return Optional.empty();
    }
    boolean inside = within(incoming.get().host(), domain) && within(outgoing.get().host(), domain);
    return Optional.of(
        new SettingsDiscovery.Found(incoming.get(), outgoing.get(), "srv", "", "", inside));
  }

  private record Service(String label, MailProtocol protocol, ConnectionSecurity security) {}

  private Optional<ServerSettings> first(String domain, String email, List<Service> services)
      throws IOException {
    for (Service service : services) {
      Optional<DnsResolver.Srv> best =
          dns.srv(service.label() + "._tcp." + domain).stream()
              .filter(srv -> !srv.target().isEmpty() && !srv.target().equals("."))
              .min(
                  Comparator.comparingInt(DnsResolver.Srv::priority)
                      .thenComparing(Comparator.comparingInt(DnsResolver.Srv::weight).reversed()));
      if (best.isPresent()) {
        String host = best.get().target().toLowerCase(Locale.ROOT);
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return Optional.of(
            new ServerSettings(
                service.protocol(), bare, best.get().port(), service.security(), email, ""));
      }
    }
    return Optional.empty();
  }

  private static boolean within(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
