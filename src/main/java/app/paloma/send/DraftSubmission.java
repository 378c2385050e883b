package app.paloma.send;

import app.paloma.mime.MessageComposer;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.OutboxId;
import app.paloma.protocol.smtp.SmtpPath;
import app.paloma.store.Store;
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

  OutboxId enqueue(Draft draft, Instant notBefore) {
    ArrayList<String> named = new ArrayList<>();
    for (List<Address> list : List.of(draft.to(), draft.cc(), draft.bcc())) {
      list.forEach(address -> named.add(address.email()));
    }
    List<String> recipients = SubmittedMessage.distinct(named);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("the message has no recipient");
    }
    SmtpPath.normalise(draft.from().email());
    String messageId = MessageComposer.newMessageId(draft.from());
    long attached = draft.attachments().stream().mapToLong(DraftAttachment::size).sum();
    try {
      return attached <= IN_MEMORY
          ? inMemory(draft, messageId, recipients, notBefore)
          : throughFile(draft, messageId, recipients, notBefore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OutboxId inMemory(
      Draft draft, String messageId, List<String> recipients, Instant notBefore)
      throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    composer.write(draft, messageId, clock.instant(), false, octets);
    return store
        .outbox()
        .enqueue(
            draft.account(),
            messageId,
            draft.from().email(),
            recipients,
            draft.subject(),
            octets.toByteArray(),
            notBefore,
            saved(draft),
            draft.source(),
            draft.kind());
  }

  private OutboxId throughFile(
      Draft draft, String messageId, List<String> recipients, Instant notBefore)
      throws IOException {
    Path file = Files.createTempFile(store.profile(), "outgoing", ".eml");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        composer.write(draft, messageId, clock.instant(), false, out);
      }
      try (InputStream octets = Files.newInputStream(file)) {
        return store
            .outbox()
            .enqueue(
                draft.account(),
                messageId,
                draft.from().email(),
                recipients,
                draft.subject(),
                octets,
                notBefore,
                saved(draft),
                draft.source(),
                draft.kind());
      }
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<DraftId> saved(Draft draft) {
    return draft.id().value() == 0 ? Optional.empty() : Optional.of(draft.id());
  }
}
