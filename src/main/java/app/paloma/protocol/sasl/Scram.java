package app.paloma.protocol.sasl;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import com.ongres.scram.common.exception.ScramParseException;
import com.ongres.scram.common.exception.ScramServerErrorException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SCRAM (RFC 5802, 7677), with the TLS connection bound in where it can be (RFC 9266). The server
/// proves that it knows the password too; one that does not is refused even after its OK.
final class Scram implements SaslMechanism {
  /// A server that asks for more only wants to keep this computer busy.
  private static final int MOST_ITERATIONS = 5_000_000;

  private static final Pattern ITERATIONS = Pattern.compile(",i=(\\d{1,9})(?:,|$)");

  private final String name;
  private final ScramClient client;
  private int step;
  private boolean proved;

  /// @param binding the exporter's octets; given to a mechanism that does not bind, they make it
  ///   say that it could
  Scram(
      String name,
      String user,
      Secret<String> password,
      Optional<byte[]> binding,
      Optional<Supplier<String>> nonces) {
    this.name = name;
    ScramClient.FinalBuildStage stage =
        ScramClient.builder()
            .advertisedMechanisms(List.of(name))
            .username(user)
            .password(password.reveal().toCharArray());
    binding.ifPresent(octets -> stage.channelBinding("tls-exporter", octets));
    nonces.ifPresent(stage::nonceSupplier);
    client = stage.build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isProof() {
    return true;
  }

  @Override
  public Optional<byte[]> initialResponse() {
    step = 1;
    return Optional.of(octets(client.clientFirstMessage().toString()));
  }

  @Override
  public byte[] respond(byte[] challenge) throws MailException {
    String text = new String(challenge, StandardCharsets.UTF_8);
    return switch (step) {
      case 0 -> {
        step = 1;
        yield octets(client.clientFirstMessage().toString());
      }
      case 1 -> {
        step = 2;
        yield finalMessage(text);
      }
      case 2 -> {
        step = 3;
        prove(text);
        yield new byte[0];
      }
      default -> throw new ProtocolBroken("SCRAM goes on after its end");
    };
  }

  private byte[] finalMessage(String text) throws MailException {
    if (text.startsWith("e=")) {
      throw new AuthRejected(text.substring(2));
    }
    Matcher iterations = ITERATIONS.matcher(text);
    if (iterations.find() && Integer.parseInt(iterations.group(1)) > MOST_ITERATIONS) {
      throw new ProtocolBroken("SCRAM asks for " + iterations.group(1) + " iterations");
    }
    try {
      client.serverFirstMessage(text);
      return octets(client.clientFinalMessage().toString());
    } catch (ScramException | IllegalArgumentException | IllegalStateException e) {
      throw new ProtocolBroken("not a SCRAM challenge", e);
    }
  }

  private void prove(String text) throws MailException {
    try {
      client.serverFinalMessage(text);
      proved = true;
    } catch (ScramServerErrorException e) {
      throw new AuthRejected(e.getServerError(), e);
    } catch (ScramInvalidServerSignatureException e) {
      throw new AuthRejected("the server does not know the password", e);
    } catch (ScramParseException | IllegalArgumentException | IllegalStateException e) {
      throw new ProtocolBroken("not the end of a SCRAM exchange", e);
    }
  }

  @Override
  public void succeeded(byte[] data) throws MailException {
    if (!proved && data.length > 0 && step == 2) {
      prove(new String(data, StandardCharsets.UTF_8));
    }
    if (!proved) {
      throw new AuthRejected("the server did not prove that it knows the password");
    }
  }

  /// RFC 5802 §5.1.
  static String saslName(String text) {
    return text.replace("=", "=3D").replace(",", "=2C");
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
