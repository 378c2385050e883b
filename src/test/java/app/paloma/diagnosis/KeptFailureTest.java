package app.paloma.diagnosis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is told of a failure that was kept is what was told of it when it came.
final class KeptFailureTest {
  private static Stream<MailException> failures() {
    String full = MailException.TOO_MANY_CONNECTIONS;
    return Stream.of(
        new ConnectFailed(ConnectFailed.Reason.LOST, "the connection was lost", null),
        new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, full, "421 too many", null),
        new ConnectFailed(ConnectFailed.Reason.UNKNOWN_HOST, "no such host", null),
        new TlsFailed(TlsFailed.Reason.EXPIRED, "the certificate expired", null),
        new TlsFailed(TlsFailed.Reason.HANDSHAKE, "no common protocol", null),
        new TlsFailed(TlsFailed.Reason.HANDSHAKE, "cut in the middle", new EOFException()),
        new AuthRejected("535 5.7.8 wrong password"),
        new AuthRejected("EXPIRED", "password expired", null),
        new AuthRejected(AuthRejected.REFERRAL + " mail2.example.org", "moved", null),
        AuthRejected.withoutPassword("alice"),
        new CommandRejected("CONNECT", 554, "5.7.1", "no mail from you"),
        new CommandRejected("AUTH", 454, "", "later"),
        new ProtocolBroken("not an SMTP reply: hello"),
        new ProtocolBroken(""));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isToldAsItWas(MailException failure) {
    KeptFailure kept = KeptFailure.of(failure);
    MailException read = new KeptFailure(kept.kind(), kept.text()).failure().orElseThrow();
    for (Locale language : new Locale[] {Locale.ENGLISH, Locale.of("es")}) {
      assertThat(ErrorText.explain(read, "mail.example", language))
          .isEqualTo(ErrorText.explain(failure, "mail.example", language));
    }
  }

  @Test
  void theCertificateThatWasRefusedIsKept() throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(TestCertificates.shared().caPem().getBytes(US_ASCII)));
    TlsFailed failure =
        new TlsFailed(
            TlsFailed.Reason.UNKNOWN_ISSUER,
            "issued by Paloma Test CA",
            Optional.of(certificate),
            null);
    isToldAsItWas(failure);
    assertThat(KeptFailure.of(failure).failure().orElseThrow())
        .isInstanceOfSatisfying(
            TlsFailed.class, read -> assertThat(read.certificate()).contains(certificate));
    isToldAsItWas(new KeptFailure("TLS EXPIRED bm9uZQ==", "expired").failure().orElseThrow());
  }

  @Test
  void whatIsNoFailureIsNone() {
    assertThat(KeptFailure.saying("b@example.net: 450 busy").failure()).isEmpty();
    assertThat(new KeptFailure("CONNECT TOMORROW ", "x").failure()).isEmpty();
    assertThat(new KeptFailure("COMMAND x 1 y", "x").failure()).isEmpty();
  }
}
