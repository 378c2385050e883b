package app.paloma.ui.composer;

import app.paloma.diagnosis.ErrorText;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.SubmissionOffer;
import app.paloma.send.Outbox;
import app.paloma.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The composer's services over the profile's store and outbox.
public final class StoreComposerServices implements ComposerServices {
  /// A draft larger than this stays on this computer until it is sent.
  private static final long LARGEST_FILED = 50_000_000;

  private final Store store;
  private final Outbox outbox;
  private final MessageReader reader;
  private final MessageComposer composer;
  private final Clock clock;

  public StoreComposerServices(Store store, Outbox outbox, MessageReader reader, Clock clock) {
    this.store = store;
    this.outbox = outbox;
    this.reader = reader;
    this.clock = clock;
    this.composer = new MessageComposer(file -> store.drafts().open(file));
  }

  @Override
  public List<Account> accounts() {
    return store.accounts().list();
  }

  @Override
  public List<Address> complete(String prefix, int limit) {
    return store.contacts().complete(prefix, limit);
  }

  @Override
  public Draft save(Draft draft) {
    return store.drafts().save(withText(draft));
  }

  /// The new copy first, then the pointer to it, then the old copy away: a crash in between leaves
  /// one too many, never one too few.
  @Override
  public Draft file(Draft draft) {
    Draft saved = save(draft);
    if (saved.attachments().stream().mapToLong(DraftAttachment::size).sum() > LARGEST_FILED) {
      return saved;
    }
    Mailbox drafts = draftsMailbox(saved.account());
    Instant now = clock.instant();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      composer.write(saved, MessageComposer.newMessageId(saved.from()), now, true, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] octets = out.toByteArray();
    MessageId copy =
        store
            .messages()
            .append(
                drafts.id(),
                Flags.of(Flags.DRAFT | Flags.SEEN),
                now,
                reader.index(octets, true),
                octets);
    Draft filed =
        store
            .drafts()
            .save(DraftParts.withIdentity(saved, saved.id(), Optional.of(copy), saved.modified()));
    saved.serverCopy().ifPresent(this::removeCopy);
    return filed;
  }

  private Mailbox draftsMailbox(AccountId account) {
    return store
        .mailboxes()
        .byRole(account, MailboxRole.DRAFTS)
        .orElseGet(() -> {
          Mailbox made = store.actions().createMailbox(account, "Drafts");
          store.mailboxes().setRole(made.id(), MailboxRole.DRAFTS);
          return made;
        });
  }

  private void removeCopy(MessageId copy) {
    if (store.messages().get(copy).isPresent()) {
      store.actions().deletePermanently(List.of(copy));
    }
  }

  @Override
  public void discard(Draft draft) {
    draft.serverCopy().ifPresent(this::removeCopy);
    store.drafts().delete(draft.id());
  }

  @Override
  public DraftAttachment attach(
      DraftId draft,
      String name,
      String contentType,
      InputStream octets,
      boolean inline,
      String contentId) {
    return store.drafts().attach(draft, name, contentType, octets, inline, contentId);
  }

  @Override
  public InputStream open(DraftAttachment attachment) {
    return store.drafts().open(attachment);
  }

  @Override
  public void detach(DraftId draft, DraftAttachment attachment) {
    store.drafts().detach(draft, attachment);
  }

  @Override
  public OutboxId send(Draft draft, Instant notBefore, Instant heldUntil) {
    Draft saved = save(draft);
    OutboxId id = outbox.enqueue(saved, notBefore, heldUntil);
    saved
        .serverCopy()
        .ifPresent(copy -> {
          store
              .drafts()
              .save(DraftParts.withIdentity(saved, saved.id(), Optional.empty(), saved.modified()));
          removeCopy(copy);
        });
    List<Address> recipients = new ArrayList<>(saved.to());
    recipients.addAll(saved.cc());
    recipients.addAll(saved.bcc());
    store.contacts().wroteTo(recipients);
    return id;
  }

  @Override
  public boolean takeBack(OutboxId id) {
    return outbox.cancel(id);
  }

  @Override
  public OptionalLong sizeLimit(AccountId account) {
    return outbox.sizeLimit(account);
  }

  @Override
  public Set<SubmissionOffer> offers(AccountId account) {
    return outbox.offers(account);
  }

  @Override
  public String clean(String html) {
    return HtmlCleaner.fragment(html);
  }

  @Override
  public String toText(String html) {
    return HtmlCleaner.toText(html);
  }

  @Override
  public ErrorText.Explanation explain(Throwable failure, Locale locale) {
    return ErrorText.explain(failure, "", locale);
  }

  /// The plain text beside rich text, as a person would have typed it.
  private Draft withText(Draft draft) {
    return draft
        .html()
        .map(html -> DraftParts.withBody(draft, toText(html), draft.html()))
        .orElse(draft);
  }
}
