package app.paloma.protocol.sasl;

import app.paloma.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// RFC 4616.
record Plain(String user, Secret<String> password) implements SaslMechanism {
  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.of(message());
  }

  @Override
  public byte[] respond(byte[] challenge) {
    return message();
  }

  private byte[] message() {
    return ("\0" + user + "\0" + password.reveal()).getBytes(StandardCharsets.UTF_8);
  }
}
