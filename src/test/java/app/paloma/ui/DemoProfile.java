package app.paloma.ui;

import app.paloma.launcher.demo.DemoMail;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import app.paloma.model.ServerSettings;
import app.paloma.store.MailboxStore.Listed;
import app.paloma.store.MailboxStore.SyncState;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A profile with two accounts and believable mail, as a synchronization would have left it.
public final class DemoProfile {
  public static final Instant NOW = Instant.parse("2026-06-17T10:42:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneId.of("Europe/Madrid"));

  private DemoProfile() {}

  public static Store create(Path directory) {
    Store store = Store.open(directory, Store.Mode.READ_WRITE, CLOCK);
    Account first = account(store, "clara@paloma.example", "Clara Fuentes");
    fill(store, first, DemoMail.of("Clara Fuentes", "clara@paloma.example", NOW));
    fillPhishing(store, first);
    Account second = account(store, "clara.fuentes@taller.example", "Clara Fuentes");
    List<DemoMail.Message> some =
        DemoMail.of("Clara Fuentes", "clara.fuentes@taller.example", NOW.minus(Duration.ofDays(2)));
    fill(store, second, some.subList(some.size() - 40, some.size()));
    return store;
  }

  private static Account account(Store store, String email, String name) {
    return store
        .accounts()
        .add(
            Account.unsaved(
                email,
                name,
                ServerSettings.parse("imaps://clara@mail.paloma.example"),
                ServerSettings.parse("smtps://clara@mail.paloma.example")));
  }

  private static void fill(Store store, Account account, List<DemoMail.Message> messages) {
    List<Listed> listed = new ArrayList<>();
    listed.add(new Listed("INBOX", '/', MailboxRole.INBOX, true, true));
    listed.add(new Listed("Drafts", '/', MailboxRole.DRAFTS, true, true));
    listed.add(new Listed("Sent", '/', MailboxRole.SENT, true, true));
    listed.add(new Listed("Archive", '/', MailboxRole.ARCHIVE, true, true));
    listed.add(new Listed("Junk", '/', MailboxRole.JUNK, true, true));
    listed.add(new Listed("Trash", '/', MailboxRole.TRASH, true, true));
    messages.stream()
        .map(DemoMail.Message::mailbox)
        .distinct()
        .filter(name -> listed.stream().noneMatch(l -> l.name().equals(name)))
        .forEach(name -> listed.add(new Listed(name, '/', MailboxRole.NONE, true, true)));
    if (account.email().startsWith("clara@")) {
      listed.add(new Listed("Projects", '/', MailboxRole.NONE, true, true));
      listed.add(new Listed("Projects/Garden", '/', MailboxRole.NONE, true, true));
      listed.add(new Listed("Projects/Workshop 2026", '/', MailboxRole.NONE, true, true));
      listed.add(new Listed("Projects/Attic", '/', MailboxRole.NONE, true, false));
      listed.add(shared("shared/Berta/Workshop", true, "lrswipkxte"));
      listed.add(shared("shared/Berta/Notices", true, "lr"));
      listed.add(shared("shared/Berta/Orders 2025", false, "lr"));
    }
    Map<String, Mailbox> mailboxes = new HashMap<>();
    store.mailboxes().reconcile(account.id(), listed).forEach(m -> mailboxes.put(m.name(), m));
    MessageReader reader = new MessageReader();
    Map<String, List<Arrived>> byMailbox = new HashMap<>();
    for (DemoMail.Message message : messages) {
      List<Arrived> list = byMailbox.computeIfAbsent(message.mailbox(), k -> new ArrayList<>());
      list.add(
          new Arrived(
              list.size() + 1L,
              0,
              message.flags(),
              message.date(),
              message.octets().length,
              reader.index(message.octets(), true),
              message.octets(),
              true));
    }
    byMailbox.forEach((name, arrived) ->
        store
            .messages()
            .apply(
                new SyncStep(
                    mailboxes.get(name).id(),
                    arrived,
                    List.of(),
                    new long[0],
                    List.of(),
                    Optional.of(
                        new SyncState(1, arrived.size() + 1, 0, arrived.size(), false, true)))));
  }

  private static Listed shared(String name, boolean subscribed, String rights) {
    return new Listed(
        name,
        '/',
        MailboxRole.NONE,
        true,
        subscribed,
        MailboxHolder.OTHER_USERS,
        new MailboxRights(rights));
  }

  private static void fillPhishing(Store store, Account account) {
    Mailbox inbox = store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow();
    String text =
        """
        From: "Your Bank" <service@secure-bank-login.example>
        To: clara@paloma.example
        Subject: Action needed: confirm your card
        Date: Tue, 16 Jun 2026 08:12:00 +0200
        Message-ID: <phish-1@secure-bank-login.example>
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <h2>Dear customer,</h2><p>your card was locked. Confirm your data within 24 hours at
        <a href="http://198.51.100.7/login">https://www.mybank.example/secure</a>.</p>
        <p>Your security team</p><img src="http://198.51.100.7/logo.png" width="120" height="40">
        """
            .replace("\n", "\r\n");
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    store
        .messages()
        .apply(
            new SyncStep(
                inbox.id(),
                List.of(
                    new Arrived(
                        90_001,
                        0,
                        Flags.NONE,
                        Instant.parse("2026-06-16T06:12:00Z"),
                        octets.length,
                        new MessageReader().index(octets, true),
                        octets,
                        true)),
                List.of(),
                new long[0],
                List.of(),
                Optional.empty()));
  }
}
