package app.paloma.ui.outbox;

import app.paloma.diagnosis.ErrorText;
import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailProtocol;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.send.Outbox;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import app.paloma.store.StoreChange;
import app.paloma.ui.composer.StoreComposerServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The waiting messages over the profile's store and outbox.
public final class StoreOutboxServices implements OutboxServices {
  private static final long LARGEST_EDITED = 100_000_000;

  /// Asks an account's server for what it has filed; what is not here yet comes with its header.
  @FunctionalInterface
  public interface ServerSearch {
    void bring(AccountId account, SearchQuery query) throws MailException;
  }

  private final Store store;
  private final Outbox outbox;
  private final MessageReader reader;
  private final Clock clock;
  private final ServerSearch server;
  private final StoreComposerServices drafts;

  public StoreOutboxServices(
      Store store, Outbox outbox, MessageReader reader, ServerSearch server, Clock clock) {
    this.store = store;
    this.outbox = outbox;
    this.reader = reader;
    this.server = server;
    this.clock = clock;
    this.drafts = new StoreComposerServices(store, outbox, reader, clock);
  }

  @Override
  public List<Entry> list() {
    return store.outbox().list().stream()
        .filter(e -> e.state() != State.SAVED && e.state() != State.CANCELLED)
        .toList();
  }

  @Override
  public AutoCloseable subscribe(Runnable changed) {
    return store.subscribe(change -> {
      if (change instanceof StoreChange.Outbox || change instanceof StoreChange.External) {
        changed.run();
      }
    });
  }

  @Override
  public void retry(Entry entry) {
    outbox.retry(entry.id());
  }

  /// What is taken back is in Drafts afterwards, wherever it was written.
  @Override
  public boolean cancel(Entry entry) {
    Optional<Draft> draft = edit(entry);
    draft.filter(d -> d.serverCopy().isEmpty()).ifPresent(drafts::file);
    return draft.isPresent();
  }

  @Override
  public boolean giveUpRest(Entry entry) {
    return outbox.cancel(entry.id());
  }

  @Override
  public void resolve(Entry entry, boolean sent) {
    outbox.resolve(entry.id(), sent);
  }

  @Override
  public boolean lookInSent(Entry entry) throws MailException {
    LocalDate since = LocalDate.ofInstant(entry.queuedAt(), ZoneOffset.UTC).minusDays(1);
    server.bring(
        entry.account(),
        new SearchQuery.And(List.of(new SearchQuery.In("@sent"), new SearchQuery.After(since))));
    outbox.reviewUncertain(entry.account());
    return store.outbox().get(entry.id()).map(now -> now.state() != State.UNCERTAIN).orElse(true);
  }

  @Override
  public boolean hasSentOnServer(Entry entry) {
    return store
        .accounts()
        .get(entry.account())
        .map(account -> account.incoming().protocol() == MailProtocol.IMAP)
        .orElse(false);
  }

  /// The same octets to the other address; the refused one keeps its answer but not the offer.
  @Override
  public void useSuggestion(Entry entry, Recipient moved) {
    if (outbox.sendInstead(entry.id(), moved)) {
      store.contacts().moved(moved.address(), moved.tryInstead());
    }
  }

  @Override
  public void dismiss(Entry entry) {
    if (entry.state() == State.PARTIAL) {
      store.outbox().advance(entry.id(), State.SAVED);
    } else {
      cancel(entry);
    }
  }

  @Override
  public Optional<Draft> edit(Entry entry) {
    Optional<Draft> draft = entry.draft().flatMap(store.drafts()::get);
    Optional<Draft> made =
        draft.isPresent() ? draft : fromOctets(entry, addresses(entry), _ -> true);
    if (outbox.cancel(entry.id())) {
      return made;
    }
    if (draft.isEmpty()) {
      made.ifPresent(unneeded -> store.drafts().delete(unneeded.id()));
    }
    return Optional.empty();
  }

  @Override
  public boolean isOnline() {
    return outbox.isOnline();
  }

  private static List<String> addresses(Entry entry) {
    return entry.recipients().stream().map(Recipient::address).toList();
  }

  @Override
  public Optional<Draft> editForRefused(Entry entry) {
    List<String> refused =
        entry.recipients().stream()
            .filter(r -> r.status() == RecipientStatus.REJECTED && r.sentInstead().isEmpty())
            .map(Recipient::address)
            .toList();
    Optional<Draft> made = fromOctets(entry, refused, a -> isAmong(refused, a));
    made.ifPresent(_ -> store.outbox().advance(entry.id(), State.SAVED));
    return made;
  }

  private static boolean isAmong(List<String> addresses, Address one) {
    return addresses.stream().anyMatch(one.email()::equalsIgnoreCase);
  }

  /// A message that was not written here (the command line's), or whose draft is gone: read back
  /// into a draft. Those of the recipients whom it does not name are not named in it then either.
  private Optional<Draft> fromOctets(
      Entry entry, List<String> recipients, Predicate<Address> named) {
    Optional<Account> account = store.accounts().get(entry.account());
    if (account.isEmpty() || entry.size() > LARGEST_EDITED) {
      return Optional.empty();
    }
    try (InputStream in = store.outbox().open(entry.id())) {
      MessageContent content = reader.read(in.readAllBytes());
      Draft read = MessageComposer.edit(content, summary(entry, content), account.get());
      List<Address> told = Stream.concat(read.to().stream(), read.cc().stream()).toList();
      List<Address> hidden =
          recipients.stream()
              .filter(r -> told.stream().noneMatch(a -> a.email().equalsIgnoreCase(r)))
              .map(Address::of)
              .toList();
      Draft saved =
          store
              .drafts()
              .save(
                  new Draft(
                      read.id(),
                      read.account(),
                      read.from(),
                      read.to().stream().filter(named).toList(),
                      read.cc().stream().filter(named).toList(),
                      hidden,
                      read.subject(),
                      read.text(),
                      read.html(),
                      List.of(),
                      read.inReplyTo(),
                      read.references(),
                      read.kind(),
                      Optional.empty(),
                      Optional.empty(),
                      clock.instant(),
                      new Draft.Asks(
                          read.asks().readReceipt(),
                          entry.wishes().report(),
                          entry.wishes().requireTls())));
      for (MessageContent.Attachment file : content.attachments()) {
        try (InputStream octets = file.open()) {
          store
              .drafts()
              .attach(
                  saved.id(),
                  file.name(),
                  file.contentType(),
                  octets,
                  file.inline(),
                  file.contentId());
        }
      }
      return store.drafts().get(saved.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageSummary summary(Entry entry, MessageContent content) {
    return new MessageSummary(
        new MessageId(0),
        entry.account(),
        new MailboxId(0),
        0,
        entry.messageId(),
        0,
        content.from(),
        content.to(),
        content.subject(),
        entry.queuedAt(),
        Flags.NONE,
        entry.size(),
        !content.attachments().isEmpty(),
        "",
        MessageSummary.BodyState.COMPLETE);
  }

  @Override
  public Optional<Obstacle> obstacle(Entry entry, Locale locale) {
    if (entry.notBefore().isAfter(clock.instant())) {
      return Optional.empty();
    }
    String server = store.accounts().get(entry.account()).map(a -> a.outgoing().host()).orElse("");
    return outbox
        .lastFailure(entry.account())
        .filter(failure -> entry.attempts() > 0 || stopsAll(failure))
        .or(entry.why()::failure)
        .map(failure -> new Obstacle(failure, ErrorText.explain(failure, server, locale)));
  }

  /// Other failures may be about one message alone.
  private static boolean stopsAll(MailException failure) {
    return switch (failure) {
      case MailException.AuthRejected _, MailException.TlsFailed _, MailException.ConnectFailed _ ->
          true;
      case MailException.CommandRejected _, MailException.ProtocolBroken _ -> false;
    };
  }

  @Override
  public ErrorText.Explanation explainReply(Recipient r, Locale locale) {
    return ErrorText.explainReply(
        r.code(), r.enhanced(), r.text(), r.own(), r.status() == RecipientStatus.REJECTED, locale);
  }
}
