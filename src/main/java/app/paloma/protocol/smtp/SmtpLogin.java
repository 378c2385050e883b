package app.paloma.protocol.smtp;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.sasl.SaslMechanism;
import app.paloma.protocol.sasl.SaslMechanisms;
import app.paloma.protocol.transport.Connection;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// AUTH (RFC 4954).
final class SmtpLogin {
  /// Longer initial responses wait for a challenge, so that the command keeps to RFC 5321's limit
  /// (RFC 4954 §4).
  private static final int COMMAND_LIMIT = 510;

  private static final int MAX_CHALLENGES = 16;

  /// What such a server answers to AUTH (RFC 4954 §6).
  private static final SmtpReply NO_TLS = SmtpReply.of(538, List.of("5.7.11"));

  private final SmtpClient client;
  private final Connection connection;

  private SmtpLogin(SmtpClient client, Connection connection) {
    this.client = client;
    this.connection = connection;
  }

  /// @throws AuthRejected refused for good
  /// @throws MailException.CommandRejected refused for now (454), or until there is TLS
  static void run(
      SmtpClient client,
      Connection connection,
      ServerSettings server,
      Optional<Secret<String>> password)
      throws MailException {
    Collection<String> offered = client.keywords().authMechanisms();
    if (offered.isEmpty() && !client.isSecure() && client.keywords().has("STARTTLS")) {
      throw SmtpClient.rejected("AUTH", NO_TLS);
    }
    if (offered.isEmpty()) {
      throw AuthRejected.withoutMechanism("the server offers no way to sign in");
    }
    Secret<String> secret = password.orElse(Secret.of(""));
    List<SaslMechanism> candidates =
        SaslMechanisms.candidates(offered, server, server.user(), secret, connection);
    if (candidates.isEmpty()) {
      SaslMechanisms.choose(offered, server, server.user(), secret, connection);
    }
    SmtpLogin login = new SmtpLogin(client, connection);
    SmtpReply last = null;
    for (SaslMechanism mechanism : candidates) {
      last = login.exchange(mechanism);
      if (last.code() == 235) {
        return;
      }
      // 504, 534, 538: this mechanism, not this password. Anything else is an answer.
      if (last.code() != 504 && last.code() != 534 && last.code() != 538) {
        last = login.another(last, SaslMechanisms.after(mechanism, candidates));
        break;
      }
    }
    if (last != null && last.code() == 235) {
      return;
    }
    if (last != null && last.isTransient()) {
      throw SmtpClient.rejected("AUTH", last);
    }
    if (last != null && (last.code() == 523 || last.code() == 530 || last.code() == 538)) {
      // Not the password: no protection (RFC 4954 §6, RFC 3207 §4).
      throw SmtpClient.rejected("AUTH", last);
    }
    throw new AuthRejected(String.valueOf(last));
  }

  /// After a refused proof, once; some servers end the connection before it.
  private SmtpReply another(SmtpReply refusal, Optional<SaslMechanism> next) throws MailException {
    if (!refusal.isPermanent() || next.isEmpty()) {
      return refusal;
    }
    try {
      SmtpReply reply = exchange(next.get());
      if (reply.code() == 235 && !next.get().isProof()) {
        connection.rememberRefusedProof();
      }
      return reply;
    } catch (ConnectFailed e) {
      throw new AuthRejected(refusal.toString(), e);
    }
  }

  private SmtpReply exchange(SaslMechanism mechanism) throws MailException {
    Optional<String> initial = mechanism.initialResponse().map(SmtpLogin::base64);
    String command = "AUTH " + mechanism.name();
    boolean together =
        initial.isPresent() && command.length() + 1 + initial.get().length() <= COMMAND_LIMIT;
    SmtpReply reply = together ? secret(command + " " + initial.get()) : client.command(command);
    if (!together && initial.isPresent() && reply.isIntermediate()) {
      reply = secret(initial.get());
    }
    for (int i = 0; reply.isIntermediate(); i++) {
      if (i == MAX_CHALLENGES) {
        throw new ProtocolBroken("more than " + MAX_CHALLENGES + " challenges");
      }
      reply = secret(Base64.getEncoder().encodeToString(answer(mechanism, reply)));
    }
    if (reply.code() == 235) {
      mechanism.succeeded(new byte[0]);
    } else if (reply.isPositive()) {
      throw new ProtocolBroken("the server answers AUTH with " + reply);
    }
    return reply;
  }

  /// The answer to a challenge; where the mechanism refuses it, the exchange is cancelled first
  /// (RFC 4954 §4).
  private byte[] answer(SaslMechanism mechanism, SmtpReply challenge) throws MailException {
    try {
      return mechanism.respond(Base64.getDecoder().decode(challenge.text()));
    } catch (IllegalArgumentException e) {
      throw new ProtocolBroken("a challenge that is not base64", e);
    } catch (AuthRejected e) {
      client.command("*");
      throw e;
    }
  }

  private SmtpReply secret(String line) throws MailException {
    connection.secret(true);
    try {
      return client.command(line);
    } finally {
      connection.secret(false);
    }
  }

  /// "=" stands for an initial response of no octets.
  private static String base64(byte[] octets) {
    return octets.length == 0 ? "=" : Base64.getEncoder().encodeToString(octets);
  }
}
