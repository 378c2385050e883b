package app.paloma.security;

import app.paloma.model.WrongInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Which certificates prove a server: the platform's authorities, an account's own PEM (for that
/// account alone), and exceptions a user made for exactly one host, port and certificate.
public final class TrustStore {
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/cert.pem"));

  private record Server(String host, int port, Optional<String> caPem) {}

  private final Path file;
  private final Set<String> exceptions = ConcurrentHashMap.newKeySet();
  private final Map<Server, SSLContext> contexts = new ConcurrentHashMap<>();
  private Optional<X509ExtendedTrustManager> javaAuthorities;
  private Optional<X509ExtendedTrustManager> systemAuthorities;

  private TrustStore(Path file) {
    this.file = file;
  }

  /// Reads the exceptions in the profile; the authorities are read when they are first needed.
  public static TrustStore open(Path profile) {
    TrustStore store = new TrustStore(profile.resolve("trusted-servers.txt"));
    store.readExceptions();
    return store;
  }

  /// The authorities alone, without exceptions.
  public static TrustStore withoutProfile() {
    return new TrustStore(null);
  }

  /// For connections to that host and port; checks the host's name too (RFC 9525). A refused
  /// certificate is thrown as `CertificateRefused` inside the handshake's exception.
  ///
  /// @throws IllegalArgumentException where the PEM holds no certificate
  public SSLContext context(String host, int port, Optional<String> caPem) {
    return contexts.computeIfAbsent(new Server(normal(host), port, caPem), this::make);
  }

  public void addException(String host, int port, X509Certificate certificate) {
    String line = line(host, port, certificate);
    if (!exceptions.add(line) || file == null) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isException(String host, int port, X509Certificate certificate) {
    return exceptions.contains(line(host, port, certificate));
  }

  /// Whether the user trusted any certificate there.
  public boolean hasException(String host, int port) {
    return exceptions.stream().anyMatch(line -> line.startsWith(server(host, port)));
  }

  /// The certificate's SHA-256 as people compare it: `AB:CD:…`.
  public static String fingerprint(X509Certificate certificate) {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate));
  }

  /// The certificates of a PEM text.
  ///
  /// @throws IllegalArgumentException where there is none
  public static List<X509Certificate> readPem(String pem) {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      List<X509Certificate> found =
          all.stream().map(certificate -> (X509Certificate) certificate).toList();
      if (found.isEmpty()) {
        throw new WrongInput(WrongInput.Kind.NO_CERTIFICATE, "");
      }
      return found;
    } catch (CertificateException e) {
      throw new WrongInput(WrongInput.Kind.NO_CERTIFICATE, "", e);
    }
  }

  private SSLContext make(Server server) {
    Optional<X509ExtendedTrustManager> own = server.caPem().map(pem -> authorities(readPem(pem)));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      ServerTrust trust = new ServerTrust(this, server.host(), server.port(), own);
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// Java's own list of authorities.
  synchronized Optional<X509ExtendedTrustManager> javaAuthorities() {
    if (javaAuthorities == null) {
      javaAuthorities = Optional.of(manager(null));
    }
    return javaAuthorities;
  }

  /// The operating system's, where an administrator may have added the company's own.
  synchronized Optional<X509ExtendedTrustManager> systemAuthorities() {
    if (systemAuthorities == null) {
      systemAuthorities = readSystemAuthorities();
    }
    return systemAuthorities;
  }

  private static Optional<X509ExtendedTrustManager> readSystemAuthorities() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    try {
      if (os.startsWith("windows") || os.startsWith("mac")) {
        KeyStore keys =
            KeyStore.getInstance(os.startsWith("windows") ? "Windows-ROOT" : "KeychainStore-ROOT");
        keys.load(null, null);
        return Optional.of(manager(keys));
      }
      for (Path bundle : SYSTEM_BUNDLES) {
        if (Files.isReadable(bundle)) {
          return Optional.of(
              authorities(readPem(Files.readString(bundle, StandardCharsets.ISO_8859_1))));
        }
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // A system store that cannot be read proves nothing; Java's own list is there.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static X509ExtendedTrustManager authorities(List<X509Certificate> certificates) {
    try {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      int number = 0;
      for (X509Certificate certificate : certificates) {
        keys.setCertificateEntry("c" + number++, certificate);
      }
      return manager(keys);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no certificate store can be made", e);
    }
  }

  private static X509ExtendedTrustManager manager(KeyStore keys) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(keys);
      return Stream.of(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("this Java has no PKIX trust manager"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PKIX trust manager", e);
    }
  }

  private void readExceptions() {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      lines.map(String::strip).filter(line -> !line.isEmpty()).forEach(exceptions::add);
    } catch (IOException | UncheckedIOException e) {
      // Without the exceptions less is trusted, never more.
      exceptions.clear();
    }
  }

  private static String line(String host, int port, X509Certificate certificate) {
    return server(host, port) + HexFormat.of().formatHex(sha256(certificate));
  }

  private static String server(String host, int port) {
    return normal(host) + " " + port + " ";
  }

  private static String normal(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static byte[] sha256(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
