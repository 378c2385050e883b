package app.paloma.discovery;

import app.paloma.model.WrongInput;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.model.ServerSettings;
import java.io.IOException;
import java.net.IDN;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Finds an account's servers from its address: provider data shipped with Paloma, autoconfig of
/// the domain, SRV (RFC 6186, 8314), MX to a known provider, and a guess that was tried by
/// connecting. The password takes no part in it, and of the address only the domain is told to
/// anybody.
public final class SettingsDiscovery {
  private static final Duration LIMIT = Duration.ofSeconds(14);

  private final DnsResolver dns;
  private final HttpFetcher http;
  private final ServerProbe probe;
  private final List<Provider> providers;

  /// @param source provider, autoconfig, srv, mx, guess
  /// @param help a provider's hint: app password needed, enable IMAP; may be empty
  /// @param trusted whether it came from Paloma itself or over a proven connection; what is not so
  ///   should be shown to the user before a password is sent there
  public record Found(
      ServerSettings incoming,
      ServerSettings outgoing,
      String source,
      String provider,
      String help,
      boolean trusted) {}

  /// @param detail the servers found, or why none
  public record Tried(
      String source,
      String what,
      boolean found,
      String detail,
      long millis,
      Optional<NothingTold> why) {
    public Tried(String source, String what, boolean found, String detail, long millis) {
      this(source, what, found, detail, millis, Optional.empty());
    }
  }

  public record DiscoveryResult(List<Found> found, List<Tried> tried) {}

  private record Source(String name, String what, Search search) {}

  @FunctionalInterface
  private interface Search {
    Optional<Found> run() throws IOException;
  }

  public SettingsDiscovery(DnsResolver dns, HttpFetcher http) {
    this(dns, http, ServerProbe.connecting(), Provider.shipped());
  }

  SettingsDiscovery(
      DnsResolver dns, HttpFetcher http, ServerProbe probe, List<Provider> providers) {
    this.dns = dns;
    this.http = http;
    this.probe = probe;
    this.providers = providers;
  }

  /// Blocking, at most 15 s in all; sources run side by side; each is reported as it ends. What was
  /// found is in the order in which it should be offered.
  ///
  /// @throws IllegalArgumentException where it is no address
  public DiscoveryResult discover(String email, Consumer<Tried> progress) {
    String domain = domain(email);
    Optional<Provider> known = Provider.ofDomain(providers, domain);
    Locale locale = Locale.getDefault();
    List<Source> sources = new ArrayList<>();
    sources.add(
        new Source(
            "provider",
            domain,
            () -> known.map(provider -> provider.found(email, "provider", locale))));
    if (known.isEmpty()) {
      String autoconfig = "autoconfig." + domain + "/mail/config-v1.1.xml";
      String wellKnown = domain + "/.well-known/autoconfig/mail/config-v1.1.xml";
      sources.add(autoconfig("https://" + autoconfig, email, true));
      sources.add(autoconfig("https://" + wellKnown, email, true));
      sources.add(new Source("srv", domain, () -> new SrvLookup(dns).find(domain, email)));
      sources.add(new Source("mx", domain, () -> byMx(domain, email, locale)));
      sources.add(autoconfig("http://" + autoconfig, email, false));
      sources.add(new Source("guess", domain, () -> guess(domain, email)));
    }
    return run(sources, progress);
  }

  private static String domain(String email) {
    int at = email.lastIndexOf('@');
    if (at < 1 || at == email.length() - 1) {
      throw new WrongInput(WrongInput.Kind.ADDRESS, email);
    }
    try {
      String domain = IDN.toASCII(email.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
      return domain.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new WrongInput(WrongInput.Kind.ADDRESS, email, e);
    }
  }

  private static DiscoveryResult run(List<Source> sources, Consumer<Tried> progress) {
    record Outcome(Optional<Found> found, Tried tried) {}
    List<FutureTask<Outcome>> running = new ArrayList<>();
    Object turn = new Object();
    for (Source source : sources) {
      FutureTask<Outcome> task =
          new FutureTask<>(() -> {
            long began = System.nanoTime();
            Optional<Found> found = Optional.empty();
            Tried tried;
            try {
              found = source.search().run();
              String servers = found.map(SettingsDiscovery::describe).orElse("");
              tried = tried(source, found.isPresent(), servers, began);
            } catch (IOException | RuntimeException e) {
              tried = inVain(source, NothingTold.of(e), began);
            }
            synchronized (turn) {
              if (!Thread.currentThread().isInterrupted()) {
                progress.accept(tried);
              }
            }
            return new Outcome(found, tried);
          });
      Thread.ofVirtual().name("discover " + source.name()).start(task);
      running.add(task);
    }
    long began = System.nanoTime();
    long deadline = began + LIMIT.toNanos();
    List<Found> found = new ArrayList<>();
    List<Tried> tried = new ArrayList<>();
    for (int i = 0; i < running.size(); i++) {
      try {
        Outcome outcome =
            running.get(i).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        outcome.found().ifPresent(found::add);
        tried.add(outcome.tried());
      } catch (TimeoutException e) {
        running.get(i).cancel(true);
        Tried late = inVain(sources.get(i), new NothingTold(NothingTold.Kind.LATE), began);
        synchronized (turn) {
          progress.accept(late);
        }
        tried.add(late);
      } catch (ExecutionException e) {
        tried.add(tried(sources.get(i), false, String.valueOf(e.getCause()), began));
      } catch (InterruptedException e) {
        running.forEach(task -> task.cancel(true));
        Thread.currentThread().interrupt();
        break;
      }
    }
    return new DiscoveryResult(ordered(found), List.copyOf(tried));
  }

  /// Trusted ones first, else by source; the same servers once.
  private static List<Found> ordered(List<Found> found) {
    List<Found> all = new ArrayList<>(found);
    all.sort(Comparator.comparing(one -> !one.trusted()));
    List<Found> once = new ArrayList<>();
    for (Found one : all) {
      boolean there =
          once.stream()
              .anyMatch(other ->
                  other.incoming().equals(one.incoming())
                      && other.outgoing().equals(one.outgoing()));
      if (!there) {
        once.add(one);
      }
    }
    return List.copyOf(once);
  }

  private static Tried tried(Source source, boolean found, String detail, long began) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    return new Tried(source.name(), source.what(), found, detail, millis);
  }

  private static Tried inVain(Source source, NothingTold why, long began) {
    Tried tried = tried(source, false, why.getMessage(), began);
    return new Tried(
        tried.source(), tried.what(), false, tried.detail(), tried.millis(), Optional.of(why));
  }

  private static String describe(Found found) {
    return found.incoming().withUser("").toUrl() + " " + found.outgoing().withUser("").toUrl();
  }

  private Source autoconfig(String url, String email, boolean trusted) {
    return new Source(
        "autoconfig",
        url,
        () -> {
          AutoconfigParser.Config config = AutoconfigParser.parse(http.get(URI.create(url)), email);
          return Optional.of(
              new Found(
                  config.incoming(),
                  config.outgoing(),
                  "autoconfig",
                  config.provider(),
                  "",
                  trusted));
        });
  }

  private Optional<Found> byMx(String domain, String email, Locale locale) throws IOException {
    for (DnsResolver.Mx mx :
        dns.mx(domain).stream()
            .sorted(Comparator.comparingInt(DnsResolver.Mx::preference))
            .toList()) {
      String host = mx.host().toLowerCase(Locale.ROOT);
      Optional<Provider> provider = Provider.ofMx(providers, host);
      if (provider.isPresent()) {
        // The servers are Paloma's own data; DNS only picks among them.
        return provider.map(known -> known.found(email, "mx", locale));
      }
    }
    return Optional.empty();
  }

  private Optional<Found> guess(String domain, String email) {
    List<FutureTask<Optional<ServerSettings>>> incoming = new ArrayList<>();
    List<FutureTask<Optional<ServerSettings>>> outgoing = new ArrayList<>();
    for (ConnectionSecurity security :
        List.of(ConnectionSecurity.TLS, ConnectionSecurity.STARTTLS)) {
      for (String prefix : List.of("imap.", "mail.", "")) {
        incoming.add(ask(MailProtocol.IMAP, prefix + domain, security, email));
      }
      for (String prefix : List.of("smtp.", "mail.", "")) {
        outgoing.add(ask(MailProtocol.SMTP, prefix + domain, security, email));
      }
    }
    for (String prefix : List.of("pop.", "pop3.", "mail.")) {
      incoming.add(ask(MailProtocol.POP3, prefix + domain, ConnectionSecurity.TLS, email));
    }
    Optional<ServerSettings> first = first(incoming);
    Optional<ServerSettings> second = first.isEmpty() ? Optional.empty() : first(outgoing);
    return second.map(server -> new Found(first.orElseThrow(), server, "guess", "", "", false));
  }

  private FutureTask<Optional<ServerSettings>> ask(
      MailProtocol protocol, String host, ConnectionSecurity security, String email) {
    ServerSettings server =
        new ServerSettings(protocol, host, protocol.defaultPort(security), security, email, "");
    FutureTask<Optional<ServerSettings>> task =
        new FutureTask<>(
            () -> probe.answers(server) ? Optional.of(server) : Optional.<ServerSettings>empty());
    Thread.ofVirtual().name("probe " + host).start(task);
    return task;
  }

  private static Optional<ServerSettings> first(List<FutureTask<Optional<ServerSettings>>> tasks) {
    for (FutureTask<Optional<ServerSettings>> task : tasks) {
      try {
        Optional<ServerSettings> server = task.get();
        if (server.isPresent()) {
          return server;
        }
      } catch (ExecutionException e) {
        // A probe that failed is a server that is not there.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
