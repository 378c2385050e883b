package app.paloma.protocol.sasl;

import app.paloma.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An OAuth 2 token: OAUTHBEARER (RFC 7628) and its forerunner XOAUTH2 (Google, Microsoft). A
/// refusal comes as a JSON challenge, which is kept and answered so that the server can end.
final class Bearer implements SaslMechanism {
  private final boolean standard;
  private final String user;
  private final Secret<String> token;
  private final String host;
  private final int port;
  private boolean sent;
  private String refusal = "";

  Bearer(boolean standard, String user, Secret<String> token, String host, int port) {
    this.standard = standard;
    this.user = user;
    this.token = token;
    this.host = host;
    this.port = port;
  }

  @Override
  public String name() {
    return standard ? "OAUTHBEARER" : "XOAUTH2";
  }

  @Override
  public Optional<byte[]> initialResponse() {
    sent = true;
    return Optional.of(message());
  }

  @Override
  public byte[] respond(byte[] challenge) {
    if (!sent && challenge.length == 0) {
      sent = true;
      return message();
    }
    refusal = new String(challenge, StandardCharsets.UTF_8);
    return standard ? new byte[] {1} : new byte[0];
  }

  @Override
  public String refusal() {
    return refusal;
  }

  private byte[] message() {
    String message =
        standard
            ? "n,a="
                + Scram.saslName(user)
                + ",\1host="
                + host
                + "\1port="
                + port
                + "\1auth=Bearer "
                + token.reveal()
                + "\1\1"
            : "user=" + user + "\1auth=Bearer " + token.reveal() + "\1\1";
    return message.getBytes(StandardCharsets.UTF_8);
  }
}
