package app.paloma.send;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.IndexedContent;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailProtocol;
import app.paloma.model.SentCopy;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/// The copy in Sent: exactly once, whoever files it.
final class SentFiling {
  /// Submission servers that put a copy in Sent by themselves.
  private static final List<String> SELF_FILING =
      List.of(
          "gmail.com",
          "googlemail.com",
          "google.com",
          "office365.com",
          "outlook.com",
          "hotmail.com",
          "live.com");

  private final Store store;
  private final MessageReader reader;

  SentFiling(Store store, MessageReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /// Files the copy of an accepted message, once; deferred recipients are queued again, refused
  /// ones stay visible.
  void file(Account account, Entry entry, Recipients recipients) {
    file(account, entry, recipients, filesCopy(account, entry));
  }

  void file(Account account, Entry entry, Recipients recipients, boolean fileCopy) {
    store.outbox().saved(entry.id(), fileCopy, index(entry));
    boolean partial =
        store.outbox().get(entry.id()).map(now -> now.state() == State.PARTIAL).orElse(false);
    if (partial) {
      store.outbox().fail(entry.id(), State.PARTIAL, KeptFailure.saying(recipients.reason()));
    }
  }

  /// Several that all their recipients have.
  ///
  /// @return what they are now
  List<Entry> file(Account account, List<FilingBatch.Taken> all) {
    boolean files = filesCopy(account);
    return store
        .outbox()
        .saved(
            all.stream()
                .map(taken ->
                    new OutboxStore.Saved(
                        taken.entry().id(),
                        files && hasCopy(taken.entry()),
                        withBcc(
                            taken.entry(),
                            taken
                                .octets()
                                .map(octets -> reader.index(octets, true))
                                .orElseGet(() -> indexStored(taken.entry()))),
                        taken.entry().recipients()))
                .toList());
  }

  boolean filesCopy(Account account, Entry entry) {
    return hasCopy(entry) && filesCopy(account);
  }

  /// Not what a program said in its user's name: a null reverse-path.
  private static boolean hasCopy(Entry entry) {
    return !entry.reversePath().isEmpty();
  }

  private boolean filesCopy(Account account) {
    return switch (account.sentCopy()) {
      case PALOMA -> true;
      case SERVER, NOBODY -> false;
      case DETECT ->
          // What a server files is not to be had by POP3.
          account.incoming().protocol() == MailProtocol.POP3
              || !isSelfFiling(account.outgoing().host())
                  && store.preferences().get(SentCopy.seenKey(account.id())).isEmpty();
    };
  }

  private static boolean isSelfFiling(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return SELF_FILING.stream().anyMatch(d -> name.equals(d) || name.endsWith("." + d));
  }

  private IndexedContent index(Entry entry) {
    return withBcc(entry, indexStored(entry));
  }

  private IndexedContent indexStored(Entry entry) {
    try (InputStream octets = store.outbox().open(entry.id())) {
      return reader.index(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What left has no Bcc; the sender's own list shows it all the same.
  private IndexedContent withBcc(Entry entry, IndexedContent index) {
    List<Address> bcc =
        entry.draft().flatMap(id -> store.drafts().get(id)).map(Draft::bcc).orElse(List.of());
    return bcc.isEmpty()
        ? index
        : new IndexedContent(
            index.messageId(),
            index.references(),
            index.from(),
            index.to(),
            index.cc(),
            bcc,
            index.replyTo(),
            index.subject(),
            index.date(),
            index.preview(),
            index.bodyText(),
            index.attachmentNames(),
            index.hasAttachments(),
            index.listId());
  }
}
