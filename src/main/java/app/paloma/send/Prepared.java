package app.paloma.send;

import app.paloma.model.DeliveryWishes;
import app.paloma.protocol.smtp.MailTransaction;
import app.paloma.protocol.smtp.MailTransaction.DeliverBy;
import app.paloma.protocol.smtp.MailTransaction.Hold;
import app.paloma.store.OutboxStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A claimed message, ready for the server it goes to.
///
/// @param recipients those for this attempt marked
/// @param transaction the first; what a server leaves over goes into others
record Prepared(
    Entry entry, Recipients recipients, OutboundContent content, MailTransaction transaction) {

  static Prepared of(Entry entry, Recipients recipients, OutboundContent content, Instant now) {
    MailTransaction plain = transaction(entry, recipients.open(), content);
    MailTransaction first = entry.wishes().arePromises() ? promised(plain, entry, now) : plain;
    return new Prepared(entry, recipients, content, first);
  }

  private static MailTransaction promised(MailTransaction plain, Entry entry, Instant now) {
    DeliveryWishes wishes = entry.wishes();
    Optional<DeliverBy> by =
        wishes
            .within()
            .map(whole -> whole.minus(Duration.between(entry.queuedAt(), now)).plusMillis(1))
            .map(left -> left.isPositive() ? left : Duration.ofSeconds(1))
            .map(left -> new DeliverBy(left, wishes.orReturn(), false));
    Optional<Hold> hold =
        Optional.of(wishes.heldUntil()).filter(until -> until.isAfter(now)).map(Hold::new);
    return plain.promised(by, hold, wishes.requireTls());
  }

  /// For those whom the first transaction left over.
  MailTransaction rest(List<String> open) {
    return transaction(entry, open, content)
        .promised(transaction.deliverBy(), transaction.hold(), transaction.requireTls());
  }

  private static MailTransaction transaction(
      Entry entry, List<String> open, OutboundContent content) {
    MailTransaction plain =
        MailTransaction.of(entry.reversePath(), open, content.size(), content.body());
    // The same ENVID at each attempt (RFC 3461 §4.4), so that a report names the message.
    return entry.wishes().report() ? plain.reported(entry.messageId()) : plain;
  }
}
