package app.paloma.ui.reader;

import app.paloma.mime.ReceiptRequest;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MessageId;
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
  /// Queues a finished message with the null reverse-path. Blocks.
  @FunctionalInterface
  public interface Outgoing {
    void send(AccountId account, List<Address> to, byte[] message) throws IOException;
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

  /// Blocks. The mark comes first: a receipt that could not be queued is not asked for again, but
  /// none is ever sent twice.
  void give(MessageSummary message, ReceiptRequest request) throws IOException {
    Address me =
        store
            .accounts()
            .get(message.account())
            .orElseThrow(() -> new IOException("the account is gone"))
            .address();
    if (!mark(message.id())) {
      return;
    }
    String subject =
        message.subject().isBlank() ? words.get("receipt.noSubject") : message.subject();
    String text =
        words.get(
            "receipt.text",
            me.email(),
            subject,
            new Formats(Messages.ui(words.locale()), clock).exact(message.date()));
    outgoing.send(
        message.account(),
        request.to(),
        request.receipt(me, words.get("receipt.subject", subject), text, clock.instant()));
  }

  /// Blocks.
  void refuse(MessageSummary message) {
    mark(message.id());
  }

  /// @return false where it was answered meanwhile
  private boolean mark(MessageId id) {
    boolean open =
        store.messages().get(id).map(now -> !now.flags().has(Flags.MDN_SENT)).orElse(false);
    if (open) {
      store.actions().setFlags(List.of(id), Flags.of(Flags.MDN_SENT), Flags.NONE);
    }
    return open;
  }
}
