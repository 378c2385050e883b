package app.paloma.protocol.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The exchanges the RFCs print, and what a dishonest server gets.
class SaslTest {
  private static final Secret<String> PENCIL = Secret.of("pencil");
  private static final ServerSettings TLS = ServerSettings.parse("imaps://user@server.example.com");
  private static final byte[] BINDING = new byte[32];

  private static String text(byte[] octets) {
    return new String(octets, UTF_8);
  }

  private static String first(SaslMechanism mechanism) {
    return text(mechanism.initialResponse().orElseThrow());
  }

  @Test
  void plainOfRfc4616() {
    assertThat(first(new Plain("tim", Secret.of("tanstaaftanstaaf"))))
        .isEqualTo("\0tim\0tanstaaftanstaaf");
  }

  @Test
  void cramMd5OfRfc2195() throws Exception {
    CramMd5 mechanism = new CramMd5("tim", Secret.of("tanstaaftanstaaf"));
    assertThat(mechanism.initialResponse()).isEmpty();
    assertThat(
            text(mechanism.respond("<1896.697170952@postoffice.reston.mci.net>".getBytes(UTF_8))))
        .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
  }

  @Test
  void loginAnswersTwoPromptsWhateverTheySay() throws Exception {
    Login mechanism = new Login("tim", PENCIL);
    assertThat(mechanism.initialResponse()).isEmpty();
    assertThat(text(mechanism.respond("Benutzer?".getBytes(UTF_8)))).isEqualTo("tim");
    assertThat(text(mechanism.respond("Kennwort?".getBytes(UTF_8)))).isEqualTo("pencil");
    assertThatThrownBy(() -> mechanism.respond(new byte[0])).isInstanceOf(ProtocolBroken.class);
  }

  private static Scram scram(String name, String nonce) {
    return new Scram(name, "user", PENCIL, Optional.empty(), Optional.of(() -> nonce));
  }

  @Test
  void scramSha1OfRfc5802() throws Exception {
    Scram mechanism = scram("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
    assertThat(first(mechanism)).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
    String answer =
        text(
            mechanism.respond(
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"
                    .getBytes(UTF_8)));
    assertThat(answer)
        .isEqualTo(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
    assertThat(mechanism.respond("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=".getBytes(UTF_8))).isEmpty();
    mechanism.succeeded(new byte[0]);
  }

  @Test
  void scramSha256OfRfc7677WithTheProofBesideTheSuccess() throws Exception {
    Scram mechanism = scram("SCRAM-SHA-256", "rOprNGfwEbeRWgbNEkqO");
    first(mechanism);
    String answer =
        text(
            mechanism.respond(
                ("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
                    .getBytes(UTF_8)));
    assertThat(answer).endsWith("p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    mechanism.succeeded("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".getBytes(UTF_8));
  }

  @Test
  void aServerWithoutTheRightSignatureIsRefused() throws Exception {
    Scram wrong = scram("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
    first(wrong);
    byte[] challenge =
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096".getBytes(UTF_8);
    wrong.respond(challenge);
    assertThatThrownBy(() -> wrong.respond("v=AAAApqV8S7suAoZWja4dJRkFsKQ=".getBytes(UTF_8)))
        .isInstanceOf(AuthRejected.class);

    Scram silent = scram("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL");
    first(silent);
    silent.respond(challenge);
    assertThatThrownBy(() -> silent.succeeded(new byte[0])).isInstanceOf(AuthRejected.class);
  }

  @Test
  void aScramServerCannotKeepThisComputerBusyOrTakeAnotherNonce() {
    for (String challenge :
        List.of(
            "r=nonceAndMore,s=QSXCR+Q6sek8bf92,i=999999999",
            "r=other,s=QSXCR+Q6sek8bf92,i=4096",
            "garbage",
            "")) {
      Scram mechanism = scram("SCRAM-SHA-256", "nonce");
      first(mechanism);
      assertThatThrownBy(() -> mechanism.respond(challenge.getBytes(UTF_8)))
          .isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void scramSaysHowTheConnectionIsBound() throws Exception {
    assertThat(first(choose(true, Optional.of(BINDING), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")))
        .startsWith("p=tls-exporter,,n=user");
    assertThat(first(choose(true, Optional.of(BINDING), "SCRAM-SHA-256"))).startsWith("y,,");
    assertThat(first(choose(true, Optional.empty(), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")))
        .startsWith("n,,");
  }

  @Test
  void xoauth2KeepsTheReasonOfARefusal() throws Exception {
    Bearer mechanism = new Bearer(false, "a@b.c", Secret.of("tok"), "h", 993);
    assertThat(first(mechanism)).isEqualTo("user=a@b.c\1auth=Bearer tok\1\1");
    assertThat(mechanism.respond("{\"status\":\"401\"}".getBytes(UTF_8))).isEmpty();
    assertThat(mechanism.refusal()).contains("401");
  }

  @Test
  void oauthbearerOfRfc7628() throws Exception {
    Bearer mechanism =
        new Bearer(true, "user@example.com", Secret.of("vF9dft4qmT"), "server.example.com", 143);
    assertThat(first(mechanism))
        .isEqualTo(
            "n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer vF9dft4qmT\1\1");
    assertThat(mechanism.respond("{}".getBytes(UTF_8))).containsExactly(1);
  }

  private static SaslMechanism choose(boolean clear, Optional<byte[]> binding, String... offered) {
    return candidates(TLS, clear, binding, offered).getFirst();
  }

  private static List<SaslMechanism> candidates(
      ServerSettings settings, boolean clear, Optional<byte[]> binding, String... offered) {
    return SaslMechanisms.candidates(List.of(offered), settings, "user", PENCIL, clear, binding);
  }

  @Test
  void theStrongestComesFirst() {
    assertThat(
            candidates(
                TLS,
                true,
                Optional.of(BINDING),
                "login",
                "PLAIN",
                "XOAUTH2",
                "CRAM-MD5",
                "SCRAM-SHA-1",
                "SCRAM-SHA-256-PLUS",
                "SCRAM-SHA-256"))
        .extracting(SaslMechanism::name)
        .containsExactly(
            "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5");
  }

  @Test
  void whereOthersCanListenThePasswordIsHidden() {
    ServerSettings clear = ServerSettings.parse("pop3://user@host?tls=none");
    assertThat(candidates(clear, true, Optional.empty(), "PLAIN", "LOGIN", "CRAM-MD5"))
        .extracting(SaslMechanism::name)
        .containsExactly("CRAM-MD5", "PLAIN", "LOGIN");
  }

  @Test
  void noPasswordInTheClearWithoutTls() {
    assertThat(candidates(TLS, false, Optional.empty(), "PLAIN", "LOGIN", "XOAUTH2", "CRAM-MD5"))
        .extracting(SaslMechanism::name)
        .containsExactly("CRAM-MD5");
  }

  @Test
  void aMechanismTheUserNamedIsTheOnlyOne() {
    ServerSettings wish = ServerSettings.parse("imaps://user@host?auth=xoauth2");
    assertThat(candidates(wish, true, Optional.empty(), "PLAIN", "XOAUTH2"))
        .extracting(SaslMechanism::name)
        .containsExactly("XOAUTH2");
    assertThat(candidates(wish, true, Optional.empty(), "PLAIN")).isEmpty();
  }
}
