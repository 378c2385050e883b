package app.paloma.ui.reader;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.mime.calendar.Invitation;
import app.paloma.model.Address;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.PartialMessage;
import app.paloma.send.DeliveryReports;
import app.paloma.store.ContentStore;
import app.paloma.store.InvitationStore;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the reader reads. All methods block: workers only.
public interface ReaderSource {
  Optional<MessageSummary> summary(MessageId id);

  MessageContent content(MessageId id);

  /// The octets that are here.
  InputStream octets(MessageId id) throws IOException;

  /// Brings the rest of the message from the server.
  void fetch(MessageId id) throws MailException;

  /// Brings what is to be read of the message; perhaps all of it.
  default void fetchText(MessageId id) throws MailException {
    fetch(id);
  }

  Optional<String> quarantineReason(MessageId id);

  boolean imagesAllowed(String email);

  void allowImages(String email, boolean allowed);

  HtmlCleaner.Cleaned html(String html, HtmlCleaner.Options options);

  HtmlCleaner.Cleaned plain(String text, boolean dark);

  /// What servers reported of a message that was sent from here.
  default List<DeliveryReport> reportsAbout(MessageSummary message) {
    return List.of();
  }

  /// What servers were asked for a message that was sent from here.
  default DeliveryWishes askedFor(MessageSummary message) {
    return DeliveryWishes.NONE;
  }

  /// Whether a receipt for this message is the user's to give, and not given or refused yet.
  default boolean mayGiveReceipt(MessageSummary message) {
    return false;
  }

  /// What is known of the event a message is about, this message now among it.
  default ReceivedInvitation invitation(MessageSummary message, Invitation event) {
    return new ReceivedInvitation(event, Optional.empty(), Optional.empty());
  }

  /// The messages of its conversation, this one too, oldest first: each once, own ones that were
  /// sent too, none that was thrown away.
  default List<MessageSummary> conversation(MessageSummary message) {
    return List.of(message);
  }

  static ReaderSource of(
      Store store, MessageFetcher fetcher, MessageReader reader, HtmlCleaner cleaner) {
    return new StoredMessages(store, fetcher, new PartFiles(fetcher), reader, cleaner);
  }

  /// The real one.
  record StoredMessages(
      Store store,
      MessageFetcher fetcher,
      PartFiles files,
      MessageReader reader,
      HtmlCleaner cleaner)
      implements ReaderSource {
    private static final long IN_MEMORY = 16L << 20;

    @Override
    public List<DeliveryReport> reportsAbout(MessageSummary message) {
      return new DeliveryReports(store, reader).about(message);
    }

    @Override
    public DeliveryWishes askedFor(MessageSummary message) {
      return isOwn(message) && !message.messageId().isEmpty()
          ? store.outbox().askedFor(message.account(), message.messageId())
          : DeliveryWishes.NONE;
    }

    private boolean isOwn(MessageSummary message) {
      return store.accounts().list().stream()
          .anyMatch(account -> account.email().equalsIgnoreCase(message.from().email()));
    }

    @Override
    public List<MessageSummary> conversation(MessageSummary message) {
      Map<MailboxId, Boolean> hidden = new HashMap<>();
      Map<String, MessageSummary> each = new LinkedHashMap<>();
      for (MessageSummary other : store.messages().thread(message.threadId())) {
        boolean shown =
            other.mailbox().equals(message.mailbox())
                || !hidden.computeIfAbsent(other.mailbox(), this::isPutAway);
        String key = other.messageId().isEmpty() ? "id " + other.id() : other.messageId();
        if (other.id().equals(message.id())) {
          each.put(key, other);
        } else if (shown) {
          each.putIfAbsent(key, other);
        }
      }
      return List.copyOf(each.values());
    }

    private boolean isPutAway(MailboxId id) {
      return store
          .mailboxes()
          .get(id)
          .map(mailbox ->
              switch (mailbox.role()) {
                case DRAFTS, TRASH, JUNK -> true;
                case INBOX, SENT, ARCHIVE, ALL, FLAGGED, NONE -> false;
              })
          .orElse(true);
    }

    /// Not of one's own mail, of drafts, or of junk, whose sender would learn that the address is
    /// read.
    @Override
    public boolean mayGiveReceipt(MessageSummary message) {
      boolean incoming =
          store
              .mailboxes()
              .get(message.mailbox())
              .map(mailbox ->
                  switch (mailbox.role()) {
                    case SENT, DRAFTS, JUNK, TRASH -> false;
                    default -> true;
                  })
              .orElse(false);
      return incoming
          && !isOwn(message)
          && !message.flags().has(Flags.MDN_SENT | Flags.DRAFT | Flags.JUNK);
    }

    @Override
    public Optional<MessageSummary> summary(MessageId id) {
      // What is damaged and on the server is not here afterwards, and so is fetched again.
      store.contents().verify(id);
      return store.messages().get(id);
    }

    @Override
    public MessageContent content(MessageId id) {
      Optional<PartialMessage> partial = store.contents().partial(id);
      if (partial.isPresent()) {
        return reader.read(partial.get(), files.of(id));
      }
      MessageContent content = whole(id);
      return store.contents().verify(id) == ContentStore.Soundness.DAMAGED
          ? content.with(MessageContent.Warning.DAMAGED)
          : content;
    }

    private MessageContent whole(MessageId id) {
      long stored = store.contents().extent(id).map(ContentStore.Extent::stored).orElse(0L);
      if (stored <= IN_MEMORY) {
        return reader.read(store.contents().bytes(id, IN_MEMORY));
      }
      return reader.read(MessageReader.OctetSource.of(stored, () -> store.contents().open(id)));
    }

    @Override
    public InputStream octets(MessageId id) {
      return store.contents().open(id);
    }

    @Override
    public void fetch(MessageId id) throws MailException {
      fetcher.fetchBody(id);
    }

    @Override
    public void fetchText(MessageId id) throws MailException {
      fetcher.fetchText(id);
    }

    @Override
    public Optional<String> quarantineReason(MessageId id) {
      return store.messages().quarantineReason(id);
    }

    @Override
    public boolean imagesAllowed(String email) {
      return store.contacts().imagesAllowed(email);
    }

    @Override
    public void allowImages(String email, boolean allowed) {
      store.contacts().allowImages(email, allowed);
    }

    @Override
    public ReceivedInvitation invitation(MessageSummary message, Invitation event) {
      InvitationStore.Key key = InvitationAnswers.key(message.account(), event);
      boolean changes =
          event.method() == Invitation.Method.REQUEST || event.method() == Invitation.Method.CANCEL;
      if (changes) {
        store.invitations().seen(key, event.sequence(), event.cancelled());
      }
      Optional<Address> me =
          store
              .accounts()
              .get(message.account())
              .map(account -> new Address(account.name(), account.email()));
      return new ReceivedInvitation(event, store.invitations().get(key), me);
    }

    @Override
    public HtmlCleaner.Cleaned html(String html, HtmlCleaner.Options options) {
      return cleaner.clean(html, options);
    }

    @Override
    public HtmlCleaner.Cleaned plain(String text, boolean dark) {
      return cleaner.plain(text, dark);
    }
  }
}
