package app.paloma.send;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.MessageReader;
import app.paloma.model.MessageSummary;
import app.paloma.store.Store;
import java.util.List;

/// What servers and recipients reported of a message that was sent from here. Blocks.
public final class DeliveryReports {
  private static final int MOST = 20;
  private static final int OCTETS = 1 << 20;

  private final Store store;
  private final MessageReader reader;

  public DeliveryReports(Store store, MessageReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /// Reports are in the conversation of the message they are about.
  public List<DeliveryReport> about(MessageSummary message) {
    boolean own =
        store
            .accounts()
            .get(message.account())
            .map(account -> account.email().equalsIgnoreCase(message.from().email()))
            .orElse(false);
    if (!own || message.messageId().isEmpty()) {
      return List.of();
    }
    return store.messages().thread(message.threadId()).stream()
        .filter(other ->
            other.hasAttachments()
                && !other.id().equals(message.id())
                && !other.from().email().equalsIgnoreCase(message.from().email())
                && other.bodyState() == MessageSummary.BodyState.COMPLETE
                && other.size() <= OCTETS)
        .limit(MOST)
        .flatMap(other ->
            DeliveryReport.of(reader.read(store.contents().bytes(other.id(), OCTETS))).stream())
        .filter(report -> report.originalMessageId().equals(message.messageId()))
        .toList();
  }
}
