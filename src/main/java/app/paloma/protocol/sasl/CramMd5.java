package app.paloma.protocol.sasl;

import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// RFC 2195.
record CramMd5(String user, Secret<String> password) implements SaslMechanism {
  @Override
  public String name() {
    return "CRAM-MD5";
  }

  @Override
  public boolean isProof() {
    return true;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.empty();
  }

  @Override
  public byte[] respond(byte[] challenge) throws ProtocolBroken {
    try {
      byte[] key = password.reveal().getBytes(StandardCharsets.UTF_8);
      Mac mac = Mac.getInstance("HmacMD5");
      // HMAC pads a key with zeros, so one zero octet is the empty key, which Java refuses.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacMD5"));
      String digest = HexFormat.of().formatHex(mac.doFinal(challenge));
      return (user + " " + digest).getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new ProtocolBroken("this Java has no MD5 for CRAM-MD5", e);
    }
  }
}
