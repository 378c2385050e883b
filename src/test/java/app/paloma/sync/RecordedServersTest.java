package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.testing.RecordedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two synchronizations of a small account as real servers answered them. Between the two one
/// message was flagged, one moved and one written here, while on the server one got a flag, one was
/// deleted and one arrived.
class RecordedServersTest {
  @TempDir Path profile;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "cyrus, INBOX., INBOX.Trabajo.Año 2026, true",
    "courier, INBOX., INBOX.Trabajo.Año 2026, true",
    "goimap, '', Trabajo/Año 2026, true",
    "hoodiecrow, '', Trabajo/Año 2026, true",
    // Files of mbox: no mailbox in another, no keywords, header fields of its own in each message;
    // and its COPY leaves the flags behind.
    "mailutils, '', Año 2026, false",
  })
  void aPersonSeesWhatIsThere(String server, String prefix, String year, boolean keywords)
      throws Exception {
    String two = keywords ? "Two $Forwarded \\Flagged custom" : "Two \\Flagged";
    try (RecordedServer recorded = new RecordedServer(recording(server));
        SyncBench bench = new SyncBench(profile, recorded.port())) {
      bench.syncWell();
      assertThat(names(bench))
          .contains(
              "INBOX as inbox",
              prefix + "Sent as sent",
              prefix + "Trash as trash",
              prefix + "Trabajo as none",
              year + " as none",
              prefix + "a&b as none");
      assertThat(seen(bench, "INBOX"))
          .containsExactly("One \\Seen", two, "Three", "Four \\Answered \\Seen", "Five");
      assertThat(seen(bench, year)).containsExactly("Six");
      assertThat(new String(bench.octets(message(bench, "One")), StandardCharsets.UTF_8))
          .endsWith("\r\n\r\nText 1.\r\n");

      bench.store.actions().setFlags(List.of(message(bench, "One")), FLAGGED, Flags.NONE);
      Mailbox sent = bench.mailbox(prefix + "Sent");
      bench.store.actions().move(List.of(message(bench, "Two")), sent.id());
      byte[] written = octets("Seven");
      bench
          .store
          .messages()
          .append(
              sent.id(),
              Flags.NONE,
              Instant.parse("2026-11-01T10:00:07Z"),
              new MessageReader().index(written, true),
              written);
      bench.syncWell();

      assertThat(seen(bench, "INBOX"))
          .containsExactly("One \\Flagged \\Seen", "Three \\Answered", "Five", "Eight \\Seen");
      assertThat(seen(bench, prefix + "Sent"))
          .containsExactlyInAnyOrder(keywords ? two : "Two", "Seven");
      assertThat(bench.messages(prefix + "Sent"))
          .as("what was put there is known by its UID, and not fetched again")
          .allMatch(message -> message.uid() > 0);
      assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
      assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
      assertThat(recorded.unanswered()).isEmpty();
    }
  }

  private static final Flags FLAGGED = Flags.of(Flags.FLAGGED);

  private static byte[] octets(String subject) {
    String text =
        """
        From: Ana <ana@example.test>
        To: alice@example.test
        Subject: %s
        Date: Sun, 1 Nov 2026 10:00:07 +0000
        Message-ID: <m7@example.test>

        Text 7.
        """
            .formatted(subject);
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String recording(String server) throws IOException {
    try (InputStream in =
        RecordedServersTest.class.getResourceAsStream("recorded-" + server + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> names(SyncBench bench) {
    return bench.store.mailboxes().list(bench.account.id()).stream()
        .map(m -> m.name() + m.role().token().replaceFirst("@", " as "))
        .toList();
  }

  private static MessageId message(SyncBench bench, String subject) {
    return bench.messages("INBOX").stream()
        .filter(m -> m.subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /// Subjects and flags, in the order of the UIDs.
  private static List<String> seen(SyncBench bench, String mailbox) {
    return bench.messages(mailbox).stream()
        .sorted(Comparator.comparingLong(MessageSummary::uid))
        .map(m ->
            m.flags().names().stream()
                .sorted()
                .map(flag -> " " + flag)
                .collect(Collectors.joining("", m.subject(), "")))
        .toList();
  }
}
