package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Breaks delivery at each edge, tries again, and writes down what came of it: each message arrives
/// exactly once, or is visibly uncertain. The table is part of the documentation.
final class DeliveryGuaranteesTest {
  private static final Path DOCUMENT = Path.of("src/docs/delivery-guarantees.md");
  private static final String MESSAGE = "From: alice@example.test\nTo: bob@example.net\n\nhi\n";

  @TempDir Path directory;

  @Test
  void aConnectionThatIsCut() throws Exception {
    StringBuilder table = head();
    for (Edge edge : Edge.values()) {
      if (edge == Edge.NEVER) {
        continue;
      }
      try (FaultySmtpServer server = new FaultySmtpServer(edge);
          OutboxFixture fixture = fixture(edge, server)) {
        OutboxId id = fixture.enqueue(MESSAGE);
        fixture.outbox.deliver(id);
        SendResult first = fixture.result(id);
        table.append(row(edge, first, fixture, server, id));
      }
    }
    check("cut", table);
  }

  private Path profile(Edge edge) throws IOException {
    return Files.createDirectories(directory.resolve(edge.name()));
  }

  private OutboxFixture fixture(Edge edge, FaultySmtpServer server) throws IOException {
    return new OutboxFixture(
        profile(edge), "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  private static StringBuilder head() {
    return new StringBuilder(
        """
        | broken at | shown then | shown after the next try | copies at the recipient | copies in Sent |
        |---|---|---|---|---|
        """);
  }

  private static String row(
      Edge edge, SendResult first, OutboxFixture fixture, FaultySmtpServer server, OutboxId id) {
    fixture.outbox.flush(e -> {});
    fixture.outbox.flush(e -> {});
    SendResult last = fixture.result(id);
    long copies = server.copies("bob@example.net");
    if (last == SendResult.SENT) {
      assertThat(copies).as(edge + ": sent").isOne();
      assertThat(fixture.inSent()).as(edge + ": filed").isOne();
    } else {
      assertThat(last).as(edge.name()).isEqualTo(SendResult.UNCERTAIN);
      assertThat(copies).as(edge + ": uncertain").isLessThanOrEqualTo(1);
    }
    return "| %s | %s | %s | %d | %d |\n"
        .formatted(
            edge.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            first.word(),
            last.word(),
            copies,
            fixture.inSent());
  }

  private static void check(String name, StringBuilder table) throws IOException {
    Path made = Path.of("target", "delivery-guarantees-" + name + ".md");
    Files.createDirectories(made.getParent());
    Files.writeString(made, table);
    assertThat(Files.readString(DOCUMENT)).as("see " + made).contains(table);
  }
}
