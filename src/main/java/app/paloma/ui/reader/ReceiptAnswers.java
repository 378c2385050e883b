package app.paloma.ui.reader;

import app.paloma.mime.ReceiptRequest;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MessageSummary;
import app.paloma.store.Store;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// Gives or refuses read receipts, each once: `$MDNSent` (RFC 3503) says so to every program that
/// reads the mailbox.
public final class ReceiptAnswers {
  /// Queues a receipt and marks the message, both at once, unless it is marked already. Blocks.
  @FunctionalInterface
  public interface Outgoing {
    void send(MessageSummary about, List<Address> to, byte[] receipt) throws IOException;
  }

  private final Store store;
  private final Outgoing outgoing;
  private final Messages words;
  private final Clock clock;

  public ReceiptAnswers(Store store, Outgoing outgoing, Messages words, Clock clock) {
    this.store = store;
    this.outgoing = outgoing;
    this.words = words;
    this.clock = clock;
  }

  Messages words() {
    return words;
  }

  /// Blocks.
  void give(MessageSummary message, ReceiptRequest request) throws IOException {
    Address me =
        store
            .accounts()
            .get(message.account())
            .orElseThrow(() -> new IOException("the account is gone"))
            .address();
    String subject =
        message.subject().isBlank() ? words.get("receipt.noSubject") : message.subject();
    String text =
        words.get(
            "receipt.text",
            me.email(),
            subject,
            new Formats(Messages.ui(words.locale()), clock).exact(message.date()));
    outgoing.send(
        message,
        request.to(),
        request.receipt(me, words.get("receipt.subject", subject), text, clock.instant()));
  }

  /// Blocks.
  void refuse(MessageSummary message) {
    store.actions().setFlags(List.of(message.id()), Flags.of(Flags.MDN_SENT), Flags.NONE);
  }
}
