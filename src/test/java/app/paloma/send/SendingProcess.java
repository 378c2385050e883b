package app.paloma.send;

import java.nio.file.Path;
import java.util.Optional;

/// Queues one message and delivers it, in a process of its own.
final class SendingProcess {
  static final String FROM_TO = "From: alice@example.test\nTo: bob@example.net\n";

  private SendingProcess() {}

  /// @param arguments profile, URL of the outgoing server, lines of the message
  public static void main(String[] arguments) throws Exception {
    String message =
        FROM_TO
            + "Subject: doomed\n\n"
            + "A line of 39 octets, and a line end.\n".repeat(Integer.parseInt(arguments[2]));
    try (OutboxFixture fixture = OutboxFixture.plain(Path.of(arguments[0]), arguments[1])) {
      fixture.outbox.deliver(fixture.enqueue(message));
    }
  }

  static Optional<SendResult> result(OutboxFixture fixture) {
    return fixture.store.outbox().list().stream().findFirst().map(SendResult::of);
  }
}
