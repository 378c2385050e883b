package app.paloma.protocol.smtp;

import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import java.util.List;
import java.util.Optional;

/// Told before octets leave that change what may have happened: a durable record is written in
/// these calls.
public interface TransactionListener {
  TransactionListener NONE = new TransactionListener() {};

  /// Before the content: who will not get it by this transaction, whatever becomes of it.
  default void refused(List<RecipientReply> replies) {}

  /// Content begins to leave. Left out when all of it leaves in one write: then [#beforeFinalDot]
  /// is the only edge.
  default void beforeData() {}

  /// The end of the content (final dot, last octet of `BDAT LAST`) is about to leave: from here to
  /// the reply nobody knows whether the server has taken the message.
  default void beforeFinalDot() {}

  /// After [#beforeFinalDot]: the end has not left, and does not.
  default void heldBack() {}

  /// The message that comes next on this connection, where it is known: asked for just before
  /// [#beforeFinalDot], and only of a server that offers PIPELINING. Its envelope leaves right
  /// behind this content; the very same transaction must then be the next one sent.
  default Optional<MailTransaction> following() {
    return Optional.empty();
  }

  /// All of the content has left and the server is at work on it: what is done here costs no time.
  default void waiting() {}

  /// @param octets of the content so far
  default void sent(long octets) {}
}
