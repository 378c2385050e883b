package app.paloma.send;

import java.nio.file.Path;
import java.util.Optional;

/// Queues messages and delivers them, in a process of its own.
final class SendingProcess {
  static final String FROM_TO = "From: alice@example.test\nTo: bob@example.net\n";

  private SendingProcess() {}

  /// @param arguments profile, URL of the outgoing server, lines of the message, how many messages
  ///   (each to a recipient of its own, where there are several)
  public static void main(String[] arguments) throws Exception {
    String message =
        FROM_TO
            + "Subject: doomed\n\n"
            + "A line of 39 octets, and a line end.\n".repeat(Integer.parseInt(arguments[2]));
    try (OutboxFixture fixture = OutboxFixture.plain(Path.of(arguments[0]), arguments[1])) {
      if (arguments.length == 3) {
        fixture.outbox.deliver(fixture.enqueue(message));
        return;
      }
      for (int i = 1; i <= Integer.parseInt(arguments[3]); i++) {
        fixture.enqueue(message, recipient(i));
      }
      fixture.outbox.flush(e -> {});
    }
  }

  static String recipient(int number) {
    return "bob" + number + "@example.net";
  }

  static Optional<SendResult> result(OutboxFixture fixture) {
    return fixture.store.outbox().list().stream().findFirst().map(SendResult::of);
  }
}
