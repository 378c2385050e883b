package app.paloma.discovery;

import app.paloma.discovery.DnsResolver.Mx;
import app.paloma.model.MailRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/// Finds the servers that take a domain's mail (RFC 5321 §5.1): MX by preference, equal ones in any
/// order; without MX the domain's own address; none where the null MX says so (RFC 7505).
public final class MailRouting {
  /// Of one domain; more is not tried anyway before the sender gives up.
  private static final int MOST = 20;

  private final DnsResolver dns;
  private final RandomGenerator random;

  public MailRouting(DnsResolver dns, RandomGenerator random) {
    this.dns = dns;
    this.random = random;
  }

  /// Blocks.
  ///
  /// @throws IOException DNS does not answer
  public MailRoute route(String domain) throws IOException {
    if (domain.startsWith("[") && domain.endsWith("]")) {
      String literal = domain.substring(1, domain.length() - 1);
      return new MailRoute.Servers(List.of(literal.replaceFirst("(?i)^IPv6:", "")));
    }
    record Placed(Mx mx, int place) {}
    List<Mx> exchangers = dns.mx(domain);
    List<Placed> ordered = new ArrayList<>();
    for (Mx mx : exchangers) {
      if (!isNull(mx)) {
        ordered.add(new Placed(mx, random.nextInt()));
      }
    }
    if (ordered.isEmpty() && !exchangers.isEmpty()) {
      return new MailRoute.NoMail();
    }
    if (ordered.isEmpty()) {
      List<String> own = dns.addresses(domain);
      return own.isEmpty() ? new MailRoute.NoDomain() : new MailRoute.Servers(own);
    }
    ordered.sort(
        Comparator.comparingInt((Placed placed) -> placed.mx().preference())
            .thenComparingInt(Placed::place));
    LinkedHashSet<String> addresses = new LinkedHashSet<>();
    IOException silent = null;
    for (Placed placed : ordered.subList(0, Math.min(MOST, ordered.size()))) {
      try {
        addresses.addAll(dns.addresses(placed.mx().host()));
      } catch (IOException e) {
        silent = e;
      }
    }
    if (addresses.isEmpty()) {
      throw silent != null
          ? silent
          : new IOException("none of the mail servers of " + domain + " has an address");
    }
    return new MailRoute.Servers(List.copyOf(addresses));
  }

  private static boolean isNull(Mx mx) {
    return mx.host().isEmpty() || mx.host().equals(".");
  }
}
