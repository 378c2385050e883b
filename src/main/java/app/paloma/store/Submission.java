package app.paloma.store;

import app.paloma.model.AccountId;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Draft;
import app.paloma.model.DraftId;
import app.paloma.model.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What comes into the outbox, but for its octets.
///
/// @param notBefore send later, or undo send
/// @param draft what it was composed from, kept until it is sent
/// @param source what it answers or forwards
public record Submission(
    AccountId account,
    String messageId,
    String reversePath,
    List<String> recipients,
    String subject,
    Instant notBefore,
    Optional<DraftId> draft,
    Optional<MessageId> source,
    Draft.Kind kind,
    DeliveryWishes wishes) {
  public Submission {
    recipients = List.copyOf(recipients);
  }

  /// Of what was not composed here.
  public static Submission finished(
      AccountId account,
      String messageId,
      String reversePath,
      List<String> recipients,
      String subject,
      Instant notBefore,
      DeliveryWishes wishes) {
    return new Submission(
        account,
        messageId,
        reversePath,
        recipients,
        subject,
        notBefore,
        Optional.empty(),
        Optional.empty(),
        Draft.Kind.NEW,
        wishes);
  }
}
