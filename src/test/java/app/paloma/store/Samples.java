package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.SyncStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Accounts and messages for the tests of the store.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-20T21:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private Samples() {}

  static Store open(Path profile) {
    return Store.open(profile, Store.Mode.READ_WRITE, CLOCK);
  }

  static Account imap(String email) {
    return Account.unsaved(
        email,
        "Alice",
        ServerSettings.parse("imaps://alice@mail.example"),
        ServerSettings.parse("smtps://alice@mail.example"));
  }

  static Account pop3(String email) {
    return Account.unsaved(
        email,
        "Alice",
        ServerSettings.parse("pop3s://alice@mail.example"),
        ServerSettings.parse("smtps://alice@mail.example"));
  }

  /// The IMAP account's mailbox of that name, made by a LIST that names it with INBOX and Trash.
  static MailboxId mailbox(Store store, Account account, String name, MailboxRole role) {
    return store
        .mailboxes()
        .find(account.id(), name)
        .map(Mailbox::id)
        .orElseGet(() -> {
          List<MailboxStore.Listed> listed =
              new java.util.ArrayList<>(
                  store.mailboxes().list(account.id()).stream()
                      .map(m -> new MailboxStore.Listed(m.name(), '/', m.role(), true, true))
                      .toList());
          listed.add(new MailboxStore.Listed(name, '/', role, true, true));
          store.mailboxes().reconcile(account.id(), listed);
          return store.mailboxes().find(account.id(), name).orElseThrow().id();
        });
  }

  static IndexedContent content(String messageId, String subject, String body, String... refs) {
    return new IndexedContent(
        messageId,
        List.of(refs),
        new Address("Ana Pérez", "ana@example.org"),
        List.of(new Address("Bob", "bob@example.net")),
        List.of(),
        List.of(),
        List.of(),
        subject,
        Optional.of(NOW),
        body.length() > 100 ? body.substring(0, 100) : body,
        body,
        List.of(),
        false,
        "");
  }

  static IndexedContent at(IndexedContent content, Instant date) {
    return new IndexedContent(
        content.messageId(),
        content.references(),
        content.from(),
        content.to(),
        content.cc(),
        content.bcc(),
        content.replyTo(),
        content.subject(),
        Optional.of(date),
        content.preview(),
        content.bodyText(),
        content.attachmentNames(),
        content.hasAttachments(),
        content.listId());
  }

  static Arrived arrived(long uid, IndexedContent content) {
    byte[] raw =
        ("Message-ID: <" + content.messageId() + ">\r\n\r\n" + content.bodyText())
            .getBytes(StandardCharsets.UTF_8);
    return new Arrived(uid, uid, Flags.NONE, NOW, raw.length, content, raw, true);
  }

  static Arrived arrived(long uid, String subject, String body) {
    return arrived(uid, content("m" + uid + "@example.org", subject, body));
  }

  static SyncStep step(MailboxId mailbox, Arrived... arrived) {
    return new SyncStep(
        mailbox, List.of(arrived), List.of(), new long[0], List.of(), Optional.empty());
  }

  static SyncStep vanished(MailboxId mailbox, long... uids) {
    return new SyncStep(mailbox, List.of(), List.of(), uids, List.of(), Optional.empty());
  }

  static SyncStep flags(MailboxId mailbox, long uid, Flags flags) {
    return new SyncStep(
        mailbox,
        List.of(),
        List.of(new MessageStore.FlagUpdate(uid, 1000, flags)),
        new long[0],
        List.of(),
        Optional.empty());
  }

  static SyncStep state(MailboxId mailbox, long uidValidity) {
    return new SyncStep(
        mailbox,
        List.of(),
        List.of(),
        new long[0],
        List.of(),
        Optional.of(new MailboxStore.SyncState(uidValidity, 1, 1, 0, false, false)));
  }

  static long[] ids(Store store, MailboxId mailbox) {
    return store.messages().ids(MessageStore.ListQuery.newestFirst(List.of(mailbox)), 0, 1000);
  }
}
