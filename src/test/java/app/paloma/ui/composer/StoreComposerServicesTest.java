package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailProtocol;
import app.paloma.model.MailRoute;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.CredentialStore;
import app.paloma.security.TrustStore;
import app.paloma.send.DirectRoutes;
import app.paloma.send.Outbox;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import app.paloma.ui.Preferences.QuotePosition;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.outbox.StoreOutboxServices;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drafts in the real store: one identity, no litter, nothing lost between here, Drafts and outbox.
class StoreComposerServicesTest {
  @TempDir Path profile;
  private final Clock clock = Clock.systemUTC();
  private Store store;
  private Outbox outbox;
  private StoreComposerServices services;
  private Account account;

  /// No password for anybody.
  private static final class NoCredentials implements CredentialStore {
    @Override
    public Optional<Secret<String>> find(String service, String user) {
      return Optional.empty();
    }

    @Override
    public void store(String service, String user, Secret<String> secret) {}

    @Override
    public void delete(String service, String user) {}

    @Override
    public String description() {
      return "none";
    }
  }

  @BeforeEach
  void open() {
    store = Store.open(profile, Store.Mode.READ_WRITE, clock);
    TrustStore trust = TrustStore.open(profile);
    outbox =
        new Outbox(
            new ConnectionFactory(trust::context, TranscriptSink.NONE, clock),
            store,
            new NoCredentials(),
            new MessageReader(),
            new MessageComposer(file -> store.drafts().open(file)),
            new DirectRoutes(domain -> new MailRoute.NoMail(), null, 25),
            clock,
            new Random(1));
    services = new StoreComposerServices(store, outbox, new MessageReader(), clock);
    account =
        store
            .accounts()
            .add(
                Account.unsaved(
                    "ines@ejemplo.cl",
                    "Inés",
                    new ServerSettings(
                        MailProtocol.POP3, "localhost", 1, ConnectionSecurity.NONE, "i", ""),
                    new ServerSettings(
                        MailProtocol.SMTP, "localhost", 1, ConnectionSecurity.NONE, "i", "")));
  }

  @AfterEach
  void close() {
    outbox.close();
    store.close();
  }

  private Draft draft(String text, Optional<String> html) {
    return new Draft(
        new DraftId(0),
        account.id(),
        account.address(),
        List.of(new Address("Ana", "ana@example.org")),
        List.of(),
        List.of(Address.of("hidden@example.org")),
        "Plano",
        text,
        html,
        List.of(),
        "",
        List.of(),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        clock.instant());
  }

  private long[] inDrafts() {
    Mailbox drafts = store.mailboxes().byRole(account.id(), MailboxRole.DRAFTS).orElseThrow();
    return store.messages().ids(ListQuery.newestFirst(List.of(drafts.id())), 0, 10);
  }

  @Test
  void filedTwiceItIsOneMessageInDraftsAndOpensAgain() {
    Draft first = services.file(draft("uno", Optional.empty()));
    Draft second = services.file(DraftParts.withBody(first, "uno dos", Optional.empty()));
    long[] ids = inDrafts();
    assertThat(ids).hasSize(1);
    assertThat(second.serverCopy()).contains(new MessageId(ids[0]));
    Draft again = store.drafts().byServerCopy(new MessageId(ids[0])).orElseThrow();
    assertThat(again.text()).isEqualTo("uno dos");
    assertThat(again.bcc()).containsExactly(Address.of("hidden@example.org"));
    assertThat(store.drafts().list()).hasSize(1);
  }

  @Test
  void sentItLeavesDraftsAndTakenBackItIsWholeAgain() throws Exception {
    Draft saved = services.save(draft("", Optional.of("<p>Hola <b>Ana</b></p>")));
    byte[] octets = "plan".getBytes(StandardCharsets.UTF_8);
    DraftAttachment file =
        services.attach(
            saved.id(), "plan.txt", "text/plain", new ByteArrayInputStream(octets), false, "");
    Draft filed = services.file(DraftParts.withFiles(saved, saved.modified(), List.of(file)));
    OutboxId id = services.send(filed, clock.instant().plus(Duration.ofMinutes(5)), Instant.EPOCH);
    assertThat(inDrafts()).isEmpty();
    OutboxStore.Entry entry = store.outbox().get(id).orElseThrow();
    assertThat(entry.recipients())
        .extracting(OutboxStore.Recipient::address)
        .containsExactlyInAnyOrder("ana@example.org", "hidden@example.org");
    try (var in = store.outbox().open(id)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .contains("Hola Ana")
          .contains("plan.txt")
          .doesNotContain("hidden@example.org");
    }
    assertThat(services.takeBack(id)).isTrue();
    Draft back = store.drafts().get(saved.id()).orElseThrow();
    assertThat(back.attachments()).extracting(DraftAttachment::name).containsExactly("plan.txt");
    try (var in = services.open(back.attachments().getFirst())) {
      assertThat(in.readAllBytes()).isEqualTo(octets);
    }
  }

  @Test
  void discardedNothingIsLeft() {
    Draft filed = services.file(draft("uno", Optional.empty()));
    services.discard(filed);
    assertThat(inDrafts()).isEmpty();
    assertThat(store.drafts().list()).isEmpty();
  }

  @Test
  void cancelledInTheOutboxItIsInDraftsAgain() {
    StoreOutboxServices waiting =
        new StoreOutboxServices(store, outbox, new MessageReader(), (account, query) -> {}, clock);
    services.send(
        services.save(draft("uno", Optional.empty())),
        clock.instant().plus(Duration.ofHours(1)),
        Instant.EPOCH);
    assertThat(waiting.list()).hasSize(1);
    assertThat(waiting.cancel(waiting.list().getFirst())).isTrue();
    assertThat(waiting.list()).isEmpty();
    assertThat(inDrafts()).hasSize(1);
  }

  /// What is here of Sent may be old: that it is not in there says nothing. Those who have it do
  /// not get it again, and nobody is told of whom it was hidden from.
  @Test
  void whatSomeRefusedIsCorrectedForThemAlone() throws Exception {
    StoreOutboxServices waiting =
        new StoreOutboxServices(store, outbox, new MessageReader(), (account, query) -> {}, clock);
    Draft draft = services.save(draft("uno", Optional.empty()));
    draft =
        DraftParts.withRecipients(
            draft,
            List.of(new Address("Ana", "ana@example.org"), new Address("Bea", "bea@example.org")),
            List.of());
    OutboxId id = services.send(draft, clock.instant(), Instant.EPOCH);
    store
        .outbox()
        .recipients(
            id,
            List.of(
                answered("ana@example.org", RecipientStatus.REJECTED, 550),
                answered("bea@example.org", RecipientStatus.ACCEPTED, 250),
                answered("hidden@example.org", RecipientStatus.REJECTED, 550)));
    store.outbox().advance(id, State.PARTIAL);
    Draft again = waiting.editForRefused(waiting.list().getFirst()).orElseThrow();
    assertThat(again.to()).containsExactly(new Address("Ana", "ana@example.org"));
    assertThat(again.bcc()).containsExactly(Address.of("hidden@example.org"));
    assertThat(again.text().strip()).isEqualTo("uno");
    assertThat(waiting.list()).isEmpty();
  }

  private static OutboxStore.Recipient answered(String who, RecipientStatus status, int code) {
    return new OutboxStore.Recipient(who, status, code, "", "", "");
  }

  /// What was written after the first that could not leave waits for the same.
  @Test
  void whatWaitsBehindAnotherSaysWhyToo() {
    StoreOutboxServices waiting =
        new StoreOutboxServices(store, outbox, new MessageReader(), (account, query) -> {}, clock);
    OutboxId first = services.send(draft("uno", Optional.empty()), clock.instant(), Instant.EPOCH);
    outbox.deliver(first);
    services.send(draft("dos", Optional.empty()), clock.instant(), Instant.EPOCH);
    services.send(
        draft("tres", Optional.empty()), clock.instant().plus(Duration.ofHours(1)), Instant.EPOCH);
    assertThat(waiting.list())
        .extracting(entry -> waiting.obstacle(entry, Locale.ENGLISH).isPresent())
        .containsExactly(true, true, false);
  }

  /// The octets do not say who it is hidden from; whoever edited it lost them.
  @Test
  void aMessageOfTheCommandLineIsEditedWithAllItsRecipients() throws Exception {
    StoreOutboxServices waiting =
        new StoreOutboxServices(store, outbox, new MessageReader(), (account, query) -> {}, clock);
    outbox.enqueue(
        account.id(),
        new ByteArrayInputStream(
            "From: ines@ejemplo.cl\nTo: ana@example.org\nBcc: eva@example.org\n\nhola\n"
                .getBytes(StandardCharsets.US_ASCII)),
        Optional.empty(),
        List.of(),
        clock.instant().plus(Duration.ofHours(1)));
    Draft draft = waiting.edit(waiting.list().getFirst()).orElseThrow();
    assertThat(draft.to()).containsExactly(Address.of("ana@example.org"));
    assertThat(draft.bcc()).containsExactly(Address.of("eva@example.org"));
  }

  @Test
  void whetherItIsInSentIsAskedOfTheServer() {
    ConnectFailed down = new ConnectFailed(ConnectFailed.Reason.REFUSED, "down", null);
    StoreOutboxServices waiting =
        new StoreOutboxServices(
            store,
            outbox,
            new MessageReader(),
            (account, query) -> {
              throw down;
            },
            clock);
    services.send(
        services.save(draft("uno", Optional.empty())),
        clock.instant().plus(Duration.ofHours(1)),
        Instant.EPOCH);
    assertThatThrownBy(() -> waiting.lookInSent(waiting.list().getFirst())).isSameAs(down);
  }

  @Test
  void afterACrashADraftIsFoundInDrafts() {
    services.save(draft("half a thought", Optional.empty()));
    ComposeActions.fileForgotten(store, services);
    assertThat(inDrafts()).hasSize(1);
    ComposeActions.fileForgotten(store, services);
    assertThat(inDrafts()).hasSize(1);
  }

  @Test
  void anAnswerQuotesBelowTheSignatureAndAForwardTakesTheFiles() {
    Draft filed = services.save(draft("uno", Optional.of("<p>Hola <b>tú</b></p>")));
    DraftAttachment file =
        services.attach(
            filed.id(), "a.txt", "text/plain", new ByteArrayInputStream(new byte[3]), false, "");
    services.file(DraftParts.withFiles(filed, filed.modified(), List.of(file)));
    MessageId original = new MessageId(inDrafts()[0]);
    List<Draft> opened = new ArrayList<>();
    ComposerEnvironment environment =
        new ComposerEnvironment(
            services,
            () -> new ComposerSettings(true, Duration.ZERO, QuotePosition.BELOW, false),
            UiExecutor.direct(),
            null,
            Locale.ENGLISH,
            clock,
            ComposerHost.NONE);
    store
        .accounts()
        .update(
            new Account(
                account.id(),
                account.email(),
                account.name(),
                account.incoming(),
                account.outgoing(),
                account.leaveOnServer(),
                account.caPem(),
                account.sentCopy(),
                "Mi firma"));
    ComposeActions actions =
        new ComposeActions(store, new MessageReader(), id -> {}, environment, () -> 0, opened::add);
    actions.reply(original, true);
    actions.forward(original);
    actions.newMessage(Optional.empty());
    actions.mailto("mailto:eva@example.org?subject=Hi&body=One%0D%0Atwo");
    Draft reply = opened.getFirst();
    String html = reply.html().orElseThrow();
    assertThat(reply.subject()).isEqualTo("Re: Plano");
    assertThat(html.indexOf("Mi firma")).isPositive().isLessThan(html.indexOf("<b>tú</b>"));
    assertThat(html.split("Mi firma", -1)).hasSize(2);
    assertThat(reply.text().split("Mi firma", -1)).hasSize(2);
    Draft forward = opened.get(1);
    assertThat(forward.attachments()).extracting(DraftAttachment::name).containsExactly("a.txt");
    assertThat(forward.modified()).isEqualTo(Instant.EPOCH);
    assertThat(opened.get(2).html().orElseThrow()).contains("Mi firma");
    Draft mail = opened.get(3);
    assertThat(mail.to()).containsExactly(Address.of("eva@example.org"));
    assertThat(mail.html().orElseThrow()).contains("<div>One</div><div>two</div>");
  }
}
