package app.paloma.cli;

import app.paloma.model.MailException;

/// A server failed us, and which one it was.
final class ServerFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String server;
  private final MailException failure;

  ServerFailed(String server, MailException failure) {
    super(failure);
    this.server = server;
    this.failure = failure;
  }

  String server() {
    return server;
  }

  MailException failure() {
    return failure;
  }
}
