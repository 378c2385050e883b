package app.paloma.protocol.smtp;

import java.util.List;
import java.util.Locale;
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
  public record RecipientReply(String address, Outcome outcome, SmtpReply reply) {
    /// @param acceptedBefore how many of the same transaction
    /// @param before all of the same transaction
    static RecipientReply of(
        String address, SmtpReply given, int acceptedBefore, List<RecipientReply> before) {
      // MAIL was refused, though a reply too many before it seemed to take it: what came then, to
      // the first recipient, says why.
      boolean follows = given.saysBadSequence() && acceptedBefore == 0 && !before.isEmpty();
      SmtpReply reply = follows ? before.getFirst().reply() : given;
      boolean said = saysTooMany(reply);
      if (acceptedBefore > 0 && (said || mayMeanTooMany(reply))) {
        return new RecipientReply(address, Outcome.NEXT_TRANSACTION, reply);
      }
      SmtpReply meant = said ? reply.asTransient() : reply;
      Outcome outcome =
          meant.isPositive()
              ? Outcome.ACCEPTED
              : meant.isTransient() ? Outcome.DEFERRED : Outcome.REJECTED;
      return new RecipientReply(address, outcome, meant);
    }

    /// RFC 5321 §4.5.3.1.10: 452, and 552 from older servers, both to be taken as "in the next
    /// transaction". A full mailbox (X.2.2) has the same codes; OpenSMTPD says 451 4.5.3.
    private static boolean saysTooMany(SmtpReply reply) {
      if (!reply.isTransient() && reply.code() != 552) {
        return false;
      }
      return reply.enhanced().endsWith(".5.3")
          || mayMeanTooMany(reply) && reply.text().toLowerCase(Locale.ROOT).contains("too many");
    }

    /// Asked alone, the server decides it.
    private static boolean mayMeanTooMany(SmtpReply reply) {
      return reply.enhanced().isEmpty() && (reply.code() == 452 || reply.code() == 552);
    }
  }

  /// Whose turn it is.
  public enum Outcome {
    /// The server has taken responsibility.
    ACCEPTED,
    /// 4yz: later.
    DEFERRED,
    /// 4yz only because there were too many recipients in one transaction, or the server ended the
    /// connection over another: at once, in the next.
    NEXT_TRANSACTION,
    /// 5yz.
    REJECTED
  }

  /// True when the server has taken the message for at least one recipient.
  public boolean accepted() {
    return recipients.stream().anyMatch(r -> r.outcome() == Outcome.ACCEPTED);
  }
}
