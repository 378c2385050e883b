package app.paloma.protocol.sasl;

import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// draft-murchison-sasl-login: never a standard, and all that some servers have. The prompts mean
/// nothing but their order.
final class Login implements SaslMechanism {
  private final String user;
  private final Secret<String> password;
  private int step;

  Login(String user, Secret<String> password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public String name() {
    return "LOGIN";
  }

  @Override
  public Optional<byte[]> initialResponse() {
    return Optional.empty();
  }

  @Override
  public byte[] respond(byte[] challenge) throws ProtocolBroken {
    return switch (step++) {
      case 0 -> user.getBytes(StandardCharsets.UTF_8);
      case 1 -> password.reveal().getBytes(StandardCharsets.UTF_8);
      default -> throw new ProtocolBroken("LOGIN asks a third time");
    };
  }
}
