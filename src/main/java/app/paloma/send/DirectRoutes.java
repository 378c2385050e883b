package app.paloma.send;

import app.paloma.model.MailRoute;
import app.paloma.protocol.transport.ConnectionFactory;
import java.io.IOException;

/// What direct delivery needs of the network.
///
/// @param connections without a check of certificates (RFC 7435)
/// @param port where mail servers listen for mail from others: 25
public record DirectRoutes(Lookup lookup, ConnectionFactory connections, int port) {
  public static final int SMTP_PORT = 25;

  /// Finds the servers of a domain.
  @FunctionalInterface
  public interface Lookup {
    MailRoute of(String domain) throws IOException;
  }
}
