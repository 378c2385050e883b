package app.paloma.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority of the test's own and server certificates of it, made with keytool.
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static TestCertificates shared;

  private final Path keyStoreFile;
  private final KeyStore keyStore;

  private TestCertificates(Path directory) throws IOException, GeneralSecurityException {
    keyStoreFile = directory.resolve("test.p12");
    generate("ca", "CN=Paloma Test CA", List.of("-ext", "bc:c"), List.of());
    generate("good", "CN=localhost", san("dns:localhost,ip:127.0.0.1,ip:::1"), signed());
    generate("wrong-host", "CN=mail.example.org", san("dns:mail.example.org"), signed());
    generate(
        "expired",
        "CN=localhost",
        san("dns:localhost,ip:127.0.0.1"),
        List.of("-signer", "ca", "-startdate", "-30d", "-validity", "10"));
    generate(
        "not-yet-valid",
        "CN=localhost",
        san("dns:localhost,ip:127.0.0.1"),
        List.of("-signer", "ca", "-startdate", "+30d", "-validity", "10"));
    generate("self-signed", "CN=localhost", san("dns:localhost,ip:127.0.0.1"), List.of());
    keyStore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStoreFile)) {
      keyStore.load(in, PASSWORD);
    }
  }

  /// The certificates of this test run; made once, in about two seconds.
  public static synchronized TestCertificates shared() {
    if (shared == null) {
      try {
        shared = new TestCertificates(Files.createTempDirectory("paloma-certificates"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return shared;
  }

  private static List<String> san(String names) {
    return List.of("-ext", "san=" + names);
  }

  private static List<String> signed() {
    return List.of("-signer", "ca");
  }

  private void generate(String alias, String name, List<String> extensions, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC"));
    command.addAll(List.of("-keystore", keyStoreFile.toString(), "-storepass", "changeit"));
    command.addAll(extensions);
    command.addAll(more);
    if (!more.contains("-validity")) {
      command.addAll(List.of("-validity", "30"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// The authority's certificate as PEM: what `--ca` takes.
  public String caPem() {
    return pem("ca");
  }

  /// The certificate chain of `good`, `wrong-host`, `expired`, `not-yet-valid` or `self-signed`.
  public String pem(String alias) {
    try {
      Certificate[] chain = keyStore.getCertificateChain(alias);
      StringBuilder pem = new StringBuilder();
      for (Certificate certificate : chain) {
        pem.append(armor("CERTIFICATE", certificate.getEncoded()));
      }
      return pem.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String privateKeyPem(String alias) {
    try {
      return armor("PRIVATE KEY", keyStore.getKey(alias, PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A server's side of TLS with that certificate.
  public SSLContext server(String alias) {
    try {
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, PASSWORD);
      one.setKeyEntry(
          alias, keyStore.getKey(alias, PASSWORD), PASSWORD, keyStore.getCertificateChain(alias));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(one, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String armor(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
