package app.paloma.ui.composer;

import app.paloma.mime.AbsentParts;
import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.PartialMessage;
import app.paloma.store.ContentStore;
import app.paloma.store.OutboxStore;
import app.paloma.store.Store;
import app.paloma.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// All ways into a composer: a new message, an answer, a forward, a draft, a `mailto:` link. What a
/// message needs is loaded on a worker; then `open` gets the draft on the UI thread.
public final class ComposeActions {
  /// Brings the rest of a message that is not all here. Blocks.
  @FunctionalInterface
  public interface BodyFetcher {
    void fetch(MessageId id) throws MailException;
  }

  private final Store store;
  private final MessageReader reader;
  private final BodyFetcher fetcher;
  private final ComposerEnvironment environment;
  private final LongSupplier defaultAccount;
  private final Consumer<Draft> open;

  /// @param defaultAccount the id of the account new messages are from, 0 the first
  public ComposeActions(
      Store store,
      MessageReader reader,
      BodyFetcher fetcher,
      ComposerEnvironment environment,
      LongSupplier defaultAccount,
      Consumer<Draft> open) {
    this.store = store;
    this.reader = reader;
    this.fetcher = fetcher;
    this.environment = environment;
    this.defaultAccount = defaultAccount;
    this.open = open;
  }

  public void newMessage(Optional<AccountId> account) {
    ComposerSettings settings = environment.settings().get();
    long usual = defaultAccount.getAsLong();
    begin(() -> {
      Account from = account.flatMap(store.accounts()::get).orElseGet(() -> usual(usual));
      return DraftParts.placed(empty(from), from.signature(), settings);
    });
  }

  public void mailto(String url) {
    ComposerSettings settings = environment.settings().get();
    long usual = defaultAccount.getAsLong();
    begin(() -> {
      Account from = usual(usual);
      Draft draft = MessageComposer.ofMailto(url, unsigned(from));
      return DraftParts.begun(draft, from.signature(), settings);
    });
  }

  public void reply(MessageId id, boolean all) {
    ComposerSettings settings = environment.settings().get();
    begin(() -> {
      Original original = text(id);
      return answered(original, reply(original, all), settings);
    });
  }

  /// To the mailing list the message came by (RFC 2369 List-Post); to all where it came by none.
  public void replyToList(MessageId id) {
    ComposerSettings settings = environment.settings().get();
    begin(() -> {
      Original original = text(id);
      Draft draft = reply(original, true);
      Optional<Address> list = list(original.content());
      if (list.isPresent()) {
        draft = DraftParts.withRecipients(draft, List.of(list.get()), List.of());
      }
      return answered(original, draft, settings);
    });
  }

  public void forward(MessageId id) {
    ComposerSettings settings = environment.settings().get();
    begin(() -> {
      Original original = original(id);
      Draft draft =
          MessageComposer.forward(
              original.content(),
              original.summary(),
              unsigned(original.account()),
              environment.locale(),
              environment.clock().getZone());
      return withFiles(
          DraftParts.placed(draft, original.account().signature(), settings),
          original.content().attachments());
    });
  }

  /// Goes on with a message of a Drafts mailbox, whoever put it there.
  public void editDraft(MessageId id) {
    begin(() -> {
      Optional<Draft> known = store.drafts().byServerCopy(id);
      if (known.isPresent()) {
        return known.get();
      }
      Original original = original(id);
      Draft draft =
          MessageComposer.edit(original.content(), original.summary(), original.account());
      return withFiles(draft, original.content().attachments());
    });
  }

  /// After a crash: drafts that never reached the Drafts mailbox are put there, where they are
  /// found. On a worker.
  public static void fileForgotten(Store store, ComposerServices services) {
    for (Draft draft : store.drafts().list()) {
      boolean leaving =
          store.outbox().list().stream()
              .anyMatch(e ->
                  e.state() != OutboxStore.State.CANCELLED
                      && e.draft().equals(Optional.of(draft.id())));
      if (draft.serverCopy().isEmpty() && !leaving && !draft.modified().equals(Instant.EPOCH)) {
        services.file(draft);
      }
    }
  }

  private record Original(MessageSummary summary, MessageContent content, Account account) {}

  /// For an answer, which needs no files: where the text was fetched by itself it will do.
  private Original text(MessageId id) throws MailException {
    Optional<PartialMessage> partial = store.contents().partial(id);
    if (partial.isEmpty()) {
      return original(id);
    }
    MessageSummary summary = store.messages().get(id).orElseThrow(ComposeActions::gone);
    Account account = store.accounts().get(summary.account()).orElseThrow(ComposeActions::gone);
    return new Original(summary, reader.read(partial.get(), AbsentParts.NONE), account);
  }

  private Original original(MessageId id) throws MailException {
    MessageSummary summary = store.messages().get(id).orElseThrow(ComposeActions::gone);
    store.contents().verify(id);
    boolean complete = store.contents().extent(id).map(ContentStore.Extent::complete).orElse(false);
    if (!complete) {
      fetcher.fetch(id);
    }
    long size = store.contents().extent(id).map(ContentStore.Extent::stored).orElse(0L);
    MessageContent content =
        reader.read(MessageReader.OctetSource.of(size, () -> store.contents().open(id)));
    Account account = store.accounts().get(summary.account()).orElseThrow(ComposeActions::gone);
    return new Original(summary, content, account);
  }

  private static StoreException gone() {
    return new StoreException(StoreException.Reason.NOT_FOUND, "the message is gone", null);
  }

  private Draft reply(Original original, boolean all) {
    return MessageComposer.reply(
        original.content(),
        original.summary(),
        unsigned(original.account()),
        all,
        environment.locale(),
        environment.clock().getZone());
  }

  /// With the pictures that the quoted text shows, and no other file.
  private Draft answered(Original original, Draft draft, ComposerSettings settings)
      throws IOException {
    Draft placed = DraftParts.placed(draft, original.account().signature(), settings);
    String html = placed.html().orElse("");
    return withFiles(
        placed,
        original.content().attachments().stream()
            .filter(a ->
                a.isHere() && !a.contentId().isEmpty() && html.contains("cid:" + a.contentId()))
            .toList());
  }

  private Draft withFiles(Draft draft, List<MessageContent.Attachment> files) throws IOException {
    if (files.isEmpty()) {
      return draft;
    }
    Draft saved = store.drafts().save(draft);
    List<DraftAttachment> attached = new ArrayList<>();
    for (MessageContent.Attachment file : files) {
      try (InputStream in = file.open()) {
        attached.add(
            store
                .drafts()
                .attach(
                    saved.id(),
                    file.name(),
                    file.contentType(),
                    in,
                    file.inline(),
                    file.contentId()));
      }
    }
    return DraftParts.withFiles(saved, draft.modified(), attached);
  }

  /// The composer puts the signature itself, where the user wants it.
  private static Account unsigned(Account a) {
    return new Account(
        a.id(),
        a.email(),
        a.name(),
        a.incoming(),
        a.outgoing(),
        a.leaveOnServer(),
        a.caPem(),
        a.sentCopy(),
        "");
  }

  private Account usual(long id) {
    List<Account> all = store.accounts().list();
    return all.stream()
        .filter(a -> a.id().value() == id)
        .findFirst()
        .or(() -> all.stream().findFirst())
        .orElseThrow(ComposeActions::gone);
  }

  private static Draft empty(Account from) {
    return new Draft(
        new DraftId(0),
        from.id(),
        from.address(),
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        Optional.empty(),
        List.of(),
        "",
        List.of(),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }

  private static Optional<Address> list(MessageContent content) {
    String post = content.header("List-Post");
    int from = post.toLowerCase(Locale.ROOT).indexOf("<mailto:");
    int to = post.indexOf('>', Math.max(0, from));
    if (from < 0 || to < 0) {
      return Optional.empty();
    }
    String address = post.substring(from + 8, to);
    int query = address.indexOf('?');
    Address list = Address.of(query < 0 ? address : address.substring(0, query));
    return AddressText.problem(list.email()).isEmpty() ? Optional.of(list) : Optional.empty();
  }

  private void begin(Callable<Draft> work) {
    environment.executor().load(work, open, this::failed);
  }

  private void failed(Exception failure) {
    var e = environment.services().explain(failure, environment.locale());
    environment.host().toast((e.what() + " " + e.advice()).strip(), "", () -> {});
  }
}
