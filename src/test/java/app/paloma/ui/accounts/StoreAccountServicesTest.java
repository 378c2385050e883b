package app.paloma.ui.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import app.paloma.security.TrustStore;
import app.paloma.testing.TestCertificates;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.composer.FakeComposer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreAccountServicesTest {
  private final Account account = new FakeComposer().accounts.getFirst();
  private final Map<String, String> passwords = new HashMap<>();
  private final StoreAccountServices services =
      new StoreAccountServices(
          null, null, null, new Passwords(), TrustStore.withoutProfile(), null);

  private final class Passwords implements CredentialStore {
    @Override
    public Optional<Secret<String>> find(String service, String user) {
      return Optional.ofNullable(passwords.get(service)).map(Secret::of);
    }

    @Override
    public void store(String service, String user, Secret<String> secret) {
      passwords.put(service, secret.reveal());
    }

    @Override
    public void delete(String service, String user) {
      passwords.remove(service);
    }

    @Override
    public String description() {
      return "a map";
    }
  }

  private void put(ServerSettings server, String password) {
    if (password != null) {
      passwords.put(CredentialStore.service(server), password);
    }
  }

  private String get(ServerSettings server) {
    return passwords.get(CredentialStore.service(server));
  }

  /// It took the place of every outgoing password, of those too that were another one and good.
  @ParameterizedTest
  @CsvSource({"old, old, new", "old, own, own", ", own, own", "old, , new", ", , new"})
  void aNewIncomingPasswordSendsOnlyWhereTheOldOneDid(
      String incoming, String outgoing, String outgoingAfter) {
    put(account.incoming(), incoming);
    put(account.outgoing(), outgoing);
    services.keepIncoming(account, Secret.of("new"));
    assertThat(get(account.incoming())).isEqualTo("new");
    assertThat(get(account.outgoing())).isEqualTo(outgoingAfter);
  }

  private CertificateDetails refused(String alias) throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        TestCertificates.shared().pem(alias).getBytes(StandardCharsets.US_ASCII)));
    TlsFailed failure =
        new TlsFailed(TlsFailed.Reason.UNKNOWN_ISSUER, "nobody", Optional.of(certificate), null);
    return services
        .certificate(KeptFailure.of(failure).failure().orElseThrow(), account.outgoing())
        .orElseThrow();
  }

  /// What another run of the program came across has lost its causes.
  @Test
  void theCertificateOfAKeptFailureIsShown() throws Exception {
    CertificateDetails details = refused("self-signed");
    assertThat(details.certificate()).isNotNull();
    assertThat(details.subject()).isEqualTo("localhost");
    assertThat(details.port()).isEqualTo(account.outgoing().port());
  }

  /// Somebody may have come in between: it looked as if the server were new.
  @Test
  void anotherCertificateThanTheTrustedOneIsToldFromANewServer() throws Exception {
    CertificateDetails first = refused("self-signed");
    assertThat(first.changed()).isFalse();
    services.trust(first);
    assertThat(refused("good").changed()).isTrue();
    Toolkit.start();
    String why =
        Toolkit.onFx(() -> {
          CertificateQuestion question =
              new CertificateQuestion(
                  refused("good"), AddAccountDialog.words(Locale.ENGLISH), new Theme());
          var root = question.stage().getScene().getRoot();
          root.applyCss();
          root.layout();
          return ((Label) root.lookup("#certificate-why")).getText();
        });
    assertThat(why).contains("not the certificate you trusted");
  }
}
