package app.paloma.protocol.smtp;

import java.util.List;
import java.util.Optional;

/// What became of one transaction, by recipient.
///
/// @param mail the reply to MAIL
/// @param data the last reply to the content (after the final dot or `BDAT LAST`), or to DATA when
///   that was refused; empty when it never came to that
public record TransactionResult(
    SmtpReply mail, List<RecipientReply> recipients, Optional<SmtpReply> data) {
  public TransactionResult {
    recipients = List.copyOf(recipients);
  }

  /// @param reply the one that decided: to MAIL, to RCPT, or to the content
  public record RecipientReply(String address, Outcome outcome, SmtpReply reply) {}

  /// Whose turn it is.
  public enum Outcome {
    /// The server has taken responsibility.
    ACCEPTED,
    /// 4yz: later.
    DEFERRED,
    /// 4yz only because there were too many recipients in one transaction: at once, in the next.
    NEXT_TRANSACTION,
    /// 5yz.
    REJECTED
  }

  /// True when the server has taken the message for at least one recipient.
  public boolean accepted() {
    return recipients.stream().anyMatch(r -> r.outcome() == Outcome.ACCEPTED);
  }
}
