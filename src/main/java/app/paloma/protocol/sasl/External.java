package app.paloma.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// RFC 4422 appendix A: who we are is proved below, by a TLS client certificate.
record External(String user) implements SaslMechanism {
  @Override
  public String name() {
    return "EXTERNAL";
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(respond(new byte[0]));
  }

  @Override
  public byte[] respond(byte[] challenge) {
    return user.getBytes(StandardCharsets.UTF_8);
  }
}
