package app.paloma.protocol.smtp;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// AUTH (RFC 4954).
final class SmtpLogin {
  private SmtpLogin() {}

  /// @throws AuthRejected refused for good
  /// @throws MailException.CommandRejected refused for now (454)
  static void run(
      SmtpClient client,
      Connection connection,
      ServerSettings server,
      Optional<Secret<String>> password)
      throws MailException {
    if (client.keywords().authMechanisms().isEmpty()) {
      throw new AuthRejected("the server offers no way to log in");
    }
    String secret = password.map(Secret::reveal).orElse("");
    boolean plain = client.keywords().authMechanisms().contains("PLAIN");
    connection.secret(true);
    SmtpReply reply;
    try {
      if (plain) {
        reply = client.command("AUTH PLAIN " + base64("\0" + server.user() + "\0" + secret));
      } else {
        reply = client.command("AUTH LOGIN");
        for (String word : new String[] {server.user(), secret}) {
          reply = reply.isIntermediate() ? client.command(base64(word)) : reply;
        }
      }
    } finally {
      connection.secret(false);
    }
    if (reply.code() == 235) {
      return;
    }
    if (reply.isTransient()) {
      throw SmtpClient.rejected("AUTH", reply);
    }
    if (reply.isPermanent()) {
      throw new AuthRejected(reply.toString());
    }
    throw new ProtocolBroken("the server answers AUTH with " + reply);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
