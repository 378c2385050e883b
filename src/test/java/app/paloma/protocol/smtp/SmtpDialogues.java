package app.paloma.protocol.smtp;

import app.paloma.model.MailException;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the tests of the client share: servers' beginnings, a client, one message.
final class SmtpDialogues {
  private SmtpDialogues() {}

  static final String HELLO =
      """
      S: 220 mx.example ESMTP
      C: EHLO [127.0.0.1]
      """;

  static final String PLAIN_SERVER = HELLO + "S: 250 mx.example\n";

  static final String PIPELINING =
      HELLO
          + """
          S: 250-mx.example
          S: 250-PIPELINING
          S: 250-SIZE 1000
          S: 250-DSN
          S: 250-8BITMIME
          S: 250 ENHANCEDSTATUSCODES
          """;

  /// The envelope of [#yo], as one group.
  static String group(String... recipients) {
    StringBuilder group = new StringBuilder("C: MAIL FROM:<me@example.org> SIZE=4\n");
    for (String recipient : recipients) {
      group.append("C: RCPT TO:<").append(recipient).append(">\n");
    }
    return group.append("C: DATA\n").toString();
  }

  /// A message to one recipient without PIPELINING, and what the server says to it in the end.
  static String stepByStep(String recipient, String reply) {
    return """
    C: MAIL FROM:<me@example.org>
    S: 250 ok
    C: RCPT TO:<%s>
    S: 250 ok
    C: DATA
    S: 354 go
    C* .
    S: %s
    """
        .formatted(recipient, reply);
  }

  static ServerSettings settings(ScriptedServer server, String query) {
    return ServerSettings.parse("smtp://localhost:" + server.port() + query);
  }

  static SmtpClient connect(ScriptedServer server) throws MailException {
    return connect(server, "?tls=none&auth=none");
  }

  static SmtpClient connect(ScriptedServer server, String query) throws MailException {
    return connect(LoopbackConnections.open(), server, query);
  }

  static SmtpClient connect(ConnectionFactory connections, ScriptedServer server, String query)
      throws MailException {
    return SmtpClient.connect(
        connections,
        settings(server, query).withUser(query.contains("auth=none") ? "" : "alice"),
        Optional.empty(),
        "alice",
        query.contains("auth=none") ? Optional.empty() : Optional.of(Secret.of("sesame")),
        SmtpTimeouts.INTERACTIVE);
  }

  static TransactionResult send(SmtpClient client, String text, String... recipients)
      throws MailException, IOException {
    return client.send(
        MailTransaction.of("me@example.org", List.of(recipients), text.length(), Body.SEVEN_BIT),
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        TransactionListener.NONE);
  }

  static List<Outcome> outcomes(TransactionResult result) {
    return result.recipients().stream().map(RecipientReply::outcome).toList();
  }

  static TransactionResult send(SmtpClient client, MailTransaction transaction)
      throws MailException, IOException {
    return send(client, transaction, TransactionListener.NONE);
  }

  /// "yo" and its CRLF.
  static TransactionResult send(
      SmtpClient client, MailTransaction transaction, TransactionListener listener)
      throws MailException, IOException {
    return client.send(
        transaction, () -> new ByteArrayInputStream(new byte[] {'y', 'o', '\r', '\n'}), listener);
  }

  static MailTransaction yo(String... recipients) {
    return MailTransaction.of("me@example.org", List.of(recipients), 4, Body.SEVEN_BIT);
  }
}
