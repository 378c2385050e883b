package app.paloma.discovery;

import app.paloma.model.*;
import java.util.List;
import java.util.function.Consumer;

/// Finds an account's servers from its address: provider data shipped with Paloma, autoconfig of
/// the domain, SRV (RFC 6186, 8314), MX to a known provider, and a guess that was tried by
/// connecting.
public final class SettingsDiscovery {
  /// @param source provider, autoconfig, srv, mx, guess
  /// @param help a provider's hint: app password needed, enable IMAP; may be empty
  public record Found(
      ServerSettings incoming,
      ServerSettings outgoing,
      String source,
      String provider,
      String help,
      boolean trusted) {}

  public record Tried(String source, String what, boolean found, String detail, long millis) {}

  public record DiscoveryResult(List<Found> found, List<Tried> tried) {}

  public SettingsDiscovery(DnsResolver dns, HttpFetcher http) {
    throw new UnsupportedOperationException();
  }

  /// Blocking, at most 15 s in all; sources run side by side; each is reported as it ends.
  public DiscoveryResult discover(String email, Consumer<Tried> progress) {
    throw new UnsupportedOperationException();
  }
}
