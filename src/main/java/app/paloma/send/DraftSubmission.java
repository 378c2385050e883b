package app.paloma.send;

import app.paloma.model.WrongInput;
import app.paloma.mime.MessageComposer;
import app.paloma.model.Address;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.OutboxId;
import app.paloma.protocol.smtp.SmtpPath;
import app.paloma.store.Store;
import app.paloma.store.Submission;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draft to queued octets. Message-ID and Date are fixed here: every later attempt sends the same
/// message.
final class DraftSubmission {
  /// Drafts whose attachments are larger are composed into a file, not into memory.
  private static final long IN_MEMORY = 4 << 20;

  private final Store store;
  private final MessageComposer composer;
  private final Clock clock;

  DraftSubmission(Store store, MessageComposer composer, Clock clock) {
    this.store = store;
    this.composer = composer;
    this.clock = clock;
  }

  /// @param heldUntil until when the server is to keep it, where it does
  OutboxId enqueue(Draft draft, Instant notBefore, Instant heldUntil) {

    ArrayList<String> named = new ArrayList<>();
    for (List<Address> list : List.of(draft.to(), draft.cc(), draft.bcc())) {
      list.forEach(address -> named.add(address.email()));
    }
    List<String> recipients = SubmittedMessage.distinct(named);
    if (recipients.isEmpty()) {
      throw new WrongInput(WrongInput.Kind.NO_RECIPIENT, "");
    }
    SmtpPath.normalise(draft.from().email());
    String messageId = MessageComposer.newMessageId(draft.from());
    long attached = draft.attachments().stream().mapToLong(DraftAttachment::size).sum();
    Submission submission =
        new Submission(
            draft.account(),
            messageId,
            draft.from().email(),
            recipients,
            draft.subject(),
            notBefore,
            saved(draft),
            draft.source(),
            draft.kind(),
            DeliveryWishes.of(draft, heldUntil));
    try {
      return attached <= IN_MEMORY ? inMemory(draft, submission) : throughFile(draft, submission);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutboxId inMemory(Draft draft, Submission submission) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    composer.write(draft, submission.messageId(), clock.instant(), false, octets);
    return store.outbox().enqueue(submission, octets.toByteArray());
  }

  private OutboxId throughFile(Draft draft, Submission submission) throws IOException {
    Path file = Files.createTempFile(store.profile(), "outgoing", ".eml");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        composer.write(draft, submission.messageId(), clock.instant(), false, out);
      }
      try (InputStream octets = Files.newInputStream(file)) {
        return store.outbox().enqueue(submission, octets);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<DraftId> saved(Draft draft) {
    return draft.id().value() == 0 ? Optional.empty() : Optional.of(draft.id());
  }
}
