package app.paloma.protocol.sasl;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which mechanisms to try with a server, best first.
public final class SaslMechanisms {
  private static final List<String> SCRAM =
      List.of(
          "SCRAM-SHA-512-PLUS",
          "SCRAM-SHA-256-PLUS",
          "SCRAM-SHA-1-PLUS",
          "SCRAM-SHA-512",
          "SCRAM-SHA-256",
          "SCRAM-SHA-1");

  private static final List<String> IN_THE_CLEAR = List.of("CRAM-MD5", "PLAIN", "LOGIN");

  /// CRAM-MD5 hides the password from those who listen, and from nobody else. Servers list it
  /// without having the password that could answer it (Courier, Sendmail): there each session would
  /// begin with a refusal, some seconds late, and look like a break-in.
  private static final List<String> OVER_TLS = List.of("PLAIN", "LOGIN", "CRAM-MD5");

  private SaslMechanisms() {}

  /// The best of the mechanisms offered.
  ///
  /// @param offered names as the server lists them, without `AUTH=`
  /// @param password the password, or the access token for XOAUTH2 and OAUTHBEARER
  /// @throws AuthRejected where none of them can be used
  public static SaslMechanism choose(
      Collection<String> offered,
      ServerSettings settings,
      String user,
      Secret<String> password,
      Connection connection)
      throws AuthRejected {
    List<SaslMechanism> all = candidates(offered, settings, user, password, connection);
    if (all.isEmpty()) {
      throw AuthRejected.withoutMechanism(
          settings.auth().isEmpty()
              ? "no common way to sign in; the server offers: " + String.join(" ", offered)
              : "the server does not offer "
                  + settings.auth()
                  + ", but: "
                  + String.join(" ", offered));
    }
    return all.getFirst();
  }

  /// All that can be used, best first: when one is refused for its own sake (not the password's),
  /// the next may be tried. Passwords go in the clear only over TLS, or where the user chose a
  /// connection without any.
  public static List<SaslMechanism> candidates(
      Collection<String> offered,
      ServerSettings settings,
      String user,
      Secret<String> password,
      Connection connection) {
    boolean clearAllowed = connection.isSecure() || settings.security() == ConnectionSecurity.NONE;
    List<SaslMechanism> all =
        candidates(offered, settings, user, password, clearAllowed, connection.tlsExporter());
    List<SaslMechanism> others = all.stream().filter(mechanism -> !mechanism.isProof()).toList();
    return connection.proofsAreRefused() && !others.isEmpty() ? others : all;
  }

  /// One more way after a refused proof: the password itself, else another proof. There is no
  /// third: that could lock the user out.
  ///
  /// @param refused one of the candidates
  public static Optional<SaslMechanism> after(
      SaslMechanism refused, List<SaslMechanism> candidates) {
    if (!refused.isProof()) {
      return Optional.empty();
    }
    List<SaslMechanism> rest =
        candidates.subList(candidates.indexOf(refused) + 1, candidates.size());
    return rest.stream()
        .filter(mechanism -> !mechanism.isProof())
        .findFirst()
        .or(() -> rest.stream().findFirst());
  }

  static List<SaslMechanism> candidates(
      Collection<String> offered,
      ServerSettings settings,
      String user,
      Secret<String> password,
      boolean clearAllowed,
      Optional<byte[]> binding) {
    List<String> names =
        offered.stream().map(name -> name.strip().toUpperCase(Locale.ROOT)).distinct().toList();
    List<String> order = new ArrayList<>();
    String wish = settings.auth();
    if (wish.isEmpty()) {
      order.addAll(SCRAM);
      order.addAll(
          clearAllowed && settings.security() != ConnectionSecurity.NONE ? OVER_TLS : IN_THE_CLEAR);
      order.retainAll(names);
    } else if (names.contains(wish)) {
      order.add(wish);
    }
    List<SaslMechanism> mechanisms = new ArrayList<>();
    for (String name : order) {
      make(name, names, settings, user, password, clearAllowed, binding).ifPresent(mechanisms::add);
    }
    return mechanisms;
  }

  private static Optional<SaslMechanism> make(
      String name,
      List<String> offered,
      ServerSettings settings,
      String user,
      Secret<String> password,
      boolean clearAllowed,
      Optional<byte[]> binding) {
    return switch (name) {
      case "PLAIN" -> clearAllowed ? Optional.of(new Plain(user, password)) : Optional.empty();
      case "LOGIN" -> clearAllowed ? Optional.of(new Login(user, password)) : Optional.empty();
      case "XOAUTH2", "OAUTHBEARER" ->
          clearAllowed
              ? Optional.of(
                  new Bearer(
                      name.equals("OAUTHBEARER"), user, password, settings.host(), settings.port()))
              : Optional.empty();
      case "CRAM-MD5" -> Optional.of(new CramMd5(user, password));
      case "EXTERNAL" -> Optional.of(new External(user));
      default -> scram(name, offered, user, password, binding);
    };
  }

  private static Optional<SaslMechanism> scram(
      String name,
      List<String> offered,
      String user,
      Secret<String> password,
      Optional<byte[]> binding) {
    boolean plus = name.endsWith("-PLUS");
    if (!SCRAM.contains(name) || (plus && binding.isEmpty()) || password.reveal().isEmpty()) {
      return Optional.empty();
    }
    // Given what could be bound to a mechanism that does not bind, the library says "y" (RFC 5802
    // §7): we would, had the server offered it. Where it did offer it, that would be refused.
    boolean noneBinds = offered.stream().noneMatch(other -> other.endsWith("-PLUS"));
    Optional<byte[]> told = plus || noneBinds ? binding : Optional.empty();
    return Optional.of(new Scram(name, user, password, told, Optional.empty()));
  }
}
