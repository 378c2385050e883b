package app.paloma.ui.composer;

import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.OutboxId;
import app.paloma.model.SubmissionOffer;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Preferences.QuotePosition;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// A message that is being written. It is on disk at most two seconds after each change, in the
/// Drafts mailbox when it settles, and leaves only through [#send]. UI thread only.
public final class ComposerViewModel {
  static final Duration DISCARD_AFTER = Duration.ofSeconds(10);

  private final ComposerServices services;
  private final ComposerSettings settings;
  private final UiExecutor executor;
  private final Delays delays;
  private final DraftSaving saving;
  private final Clock clock;
  private final Messages words;
  private final ComposerHost host;
  private final Formats formats;
  private final DraftKeeper keeper;
  private final AttachmentsViewModel attachments;
  private final RecipientsViewModel to;
  private final RecipientsViewModel cc;
  private final RecipientsViewModel bcc;
  private final ObservableList<Account> accounts = FXCollections.observableArrayList();
  private final ObjectProperty<Account> account = new SimpleObjectProperty<>();
  private final StringProperty subject = new SimpleStringProperty("");
  private final BooleanProperty rich = new SimpleBooleanProperty();
  private final Wishes wishes;
  private final BooleanProperty showCc = new SimpleBooleanProperty();
  private final BooleanProperty showBcc = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper closed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>();
  private final Draft opened;
  private BodyEditor editor;
  private Body lastBody;
  private boolean ready;
  private final boolean fresh;
  private boolean touched;

  public ComposerViewModel(
      ComposerServices services,
      ComposerSettings settings,
      Draft draft,
      UiExecutor executor,
      Delays delays,
      Clock clock,
      Messages words,
      ComposerHost host) {
    this.services = services;
    this.settings = settings;
    this.executor = executor;
    this.delays = delays;
    this.clock = clock;
    this.words = words;
    this.host = host;
    this.formats = new Formats(Messages.ui(words.locale()), clock);
    this.opened = draft;
    keeper = new DraftKeeper(services, executor, draft);
    saving =
        new DraftSaving(
            keeper, this::snapshot, closed::get, sending::get, this::fail, delays, clock, words);
    attachments = new AttachmentsViewModel(keeper, executor, draft.attachments(), this::explain);
    to = new RecipientsViewModel(services::complete, executor);
    cc = new RecipientsViewModel(services::complete, executor);
    bcc = new RecipientsViewModel(services::complete, executor);
    to.set(draft.to());
    cc.set(draft.cc());
    bcc.set(draft.bcc());
    showCc.set(!draft.cc().isEmpty());
    showBcc.set(!draft.bcc().isEmpty());
    subject.set(draft.subject());
    rich.set(draft.html().isPresent());
    lastBody = new Body(draft.text(), draft.html(), "");
    fresh = draft.modified().equals(Instant.EPOCH);
    Stream.of(to, cc, bcc).forEach(this::watch);
    subject.subscribe(this::touch);
    rich.subscribe(this::touch);
    wishes = new Wishes(draft.asks(), this::touch);
    attachments.all().addListener((ListChangeListener<DraftAttachment>) c -> touch());
    account.subscribe((before, now) -> accountChanged(before, now));
    ready = true;
    executor.load(services::accounts, this::accountsLoaded, this::fail);
    saving.tick();
  }

  private void watch(RecipientsViewModel field) {
    field.chips().addListener((ListChangeListener<RecipientsViewModel.Chip>) c -> touch());
    field.textProperty().subscribe(this::touch);
  }

  private void accountsLoaded(List<Account> all) {
    accounts.setAll(all);
    if (account.get() == null) {
      ready = false;
      account.set(
          all.stream()
              .filter(a -> a.id().equals(opened.account()))
              .findFirst()
              .orElse(all.isEmpty() ? null : all.getFirst()));
      ready = true;
    }
  }

  private void accountChanged(Account before, Account now) {
    if (now == null) {
      return;
    }
    executor.load(() -> services.sizeLimit(now.id()), attachments::limit, failure -> {});
    executor.load(() -> services.offers(now.id()), wishes::offered, failure -> {});
    if (before != null && editor != null) {
      editor.replaceSignature(before.signature(), now.signature());
    }
    touch();
  }

  public ObservableList<Account> accounts() {
    return accounts;
  }

  public ObjectProperty<Account> accountProperty() {
    return account;
  }

  public RecipientsViewModel to() {
    return to;
  }

  public RecipientsViewModel cc() {
    return cc;
  }

  public RecipientsViewModel bcc() {
    return bcc;
  }

  public StringProperty subjectProperty() {
    return subject;
  }

  public BooleanProperty richProperty() {
    return rich;
  }

  public Wishes wishes() {
    return wishes;
  }

  public BooleanProperty showCcProperty() {
    return showCc;
  }

  public BooleanProperty showBccProperty() {
    return showBcc;
  }

  public AttachmentsViewModel attachments() {
    return attachments;
  }

  public ReadOnlyBooleanProperty sendingProperty() {
    return sending.getReadOnlyProperty();
  }

  /// True when the window has nothing more to do and goes away.
  public ReadOnlyBooleanProperty closedProperty() {
    return closed.getReadOnlyProperty();
  }

  /// `Saved 3 s ago`.
  public ReadOnlyStringProperty statusProperty() {
    return saving.statusProperty();
  }

  public ReadOnlyObjectProperty<Notice> noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public Messages words() {
    return words;
  }

  public Formats formats() {
    return formats;
  }

  public Clock clock() {
    return clock;
  }

  ComposerServices services() {
    return services;
  }

  UiExecutor executor() {
    return executor;
  }

  /// The draft's id as the store knows it now; 0 until it was saved.
  public DraftId id() {
    return keeper.current().id();
  }

  public Draft opened() {
    return opened;
  }

  /// Whether a person goes on writing under what is there: an answer below its quotation.
  boolean startsAtEnd() {
    return settings.quotePosition() == QuotePosition.ABOVE && opened.kind() != Draft.Kind.NEW;
  }

  public void setEditor(BodyEditor bodyEditor) {
    editor = bodyEditor;
  }

  public void dismissNotice() {
    notice.set(null);
  }

  public void show(Notice shown) {
    notice.set(shown);
  }

  /// Something changed; it will soon be on disk.
  public void touch() {
    if (ready && !closed.get()) {
      touched = true;
      saving.changed();
    }
  }

  /// Saves on this computer, now.
  public void save() {
    saving.save();
  }

  private Body body() {
    if (editor != null) {
      lastBody = editor.read();
    }
    return lastBody;
  }

  /// The message as it stands.
  public Draft snapshot() {
    return snapshot(body());
  }

  private Draft snapshot(Body body) {
    Account from = account.get();
    return new Draft(
        opened.id(),
        from == null ? opened.account() : from.id(),
        from == null || from.id().equals(opened.account()) ? opened.from() : from.address(),
        to.addresses(),
        cc.addresses(),
        bcc.addresses(),
        subject.get(),
        body.text(),
        body.html(),
        List.of(),
        opened.inReplyTo(),
        opened.references(),
        opened.kind(),
        opened.source(),
        opened.serverCopy(),
        clock.instant(),
        wishes.asks());
  }

  /// Checks, then queues; the window closes only when the message is safely in the outbox.
  public void send() {
    send(this::soon, Instant.EPOCH, Set.of());
  }

  /// The time to take it back begins when it is queued: the user may think about a finding first.
  private Instant soon() {
    return clock.instant().plus(settings.undoSend());
  }

  /// Kept here until then, or by the account's server, where it can and the writer wants it.
  public void sendLater(Instant when) {
    boolean there = wishes.asksFor(SubmissionOffer.FUTURERELEASE);
    send(there ? this::soon : () -> when, there ? when : Instant.EPOCH, Set.of());
  }

  private void send(Supplier<Instant> due, Instant heldUntil, Set<SendCheck.Finding> accepted) {
    if (sending.get() || closed.get()) {
      return;
    }
    Stream.of(to, cc, bcc).forEach(RecipientsViewModel::commit);
    Body body = body();
    Set<SendCheck.Finding> findings = findings(body);
    findings.removeAll(accepted);
    if (!findings.isEmpty()) {
      SendCheck.Finding first = findings.iterator().next();
      Set<SendCheck.Finding> next = EnumSet.of(first);
      next.addAll(accepted);
      notice.set(noticeOf(first, body, () -> send(due, heldUntil, next)));
      return;
    }
    notice.set(null);
    sending.set(true);
    saving.suspend();
    Instant notBefore = due.get();
    keeper.send(
        snapshot(body),
        notBefore,
        heldUntil,
        (id, draft) -> queued(id, draft, notBefore, heldUntil),
        failure -> {
          sending.set(false);
          fail(failure);
        });
  }

  private Set<SendCheck.Finding> findings(Body body) {
    List<RecipientsViewModel.Chip> chips =
        Stream.of(to, cc, bcc).flatMap(field -> field.chips().stream()).toList();
    return SendCheck.of(
        account.get() != null,
        chips,
        subject.get(),
        body.ownText(),
        attachments.all().stream().anyMatch(a -> !a.inline()),
        attachments.busyProperty().get(),
        attachments.tooLarge(body.octets()));
  }

  private Notice noticeOf(SendCheck.Finding finding, Body body, Runnable anyway) {
    String text =
        switch (finding) {
          case INVALID_ADDRESS -> words.get("check.invalid", invalid().email());
          case TOO_LARGE -> attachments.warning(words, formats, body.octets());
          default -> words.get("check." + finding.key());
        };
    List<Notice.Choice> choices =
        finding.blocks()
            ? List.of()
            : List.of(new Notice.Choice(words.get("check.anyway"), anyway));
    return new Notice(finding.blocks() ? Notice.Kind.ERROR : Notice.Kind.WARNING, text, choices);
  }

  private Address invalid() {
    return Stream.of(to, cc, bcc)
        .flatMap(field -> field.chips().stream())
        .filter(chip -> chip.problem().isPresent())
        .findFirst()
        .map(RecipientsViewModel.Chip::address)
        .orElse(Address.NONE);
  }

  private void queued(OutboxId id, Draft draft, Instant notBefore, Instant heldUntil) {
    closed.set(true);
    Duration wait = Duration.between(clock.instant(), notBefore);
    String text;
    if (heldUntil.isAfter(notBefore)) {
      text = words.get("sent.held", DateWords.of(heldUntil, clock.getZone(), words));
    } else if (wait.compareTo(settings.undoSend()) > 0) {
      text = words.get("sent.later", DateWords.of(notBefore, clock.getZone(), words));
    } else if (wait.isPositive()) {
      text = words.get("sent.soon");
    } else {
      text = words.get("sent.now");
    }
    if (!wait.isPositive()) {
      host.toast(text, "", () -> {});
      return;
    }
    host.toast(text, words.get("undo"), () -> takeBack(id, draft));
  }

  private void takeBack(OutboxId id, Draft draft) {
    executor.load(
        () -> services.takeBack(id),
        back -> {
          if (back) {
            host.reopen(draft);
          } else {
            host.toast(words.get("sent.gone"), "", () -> {});
          }
        },
        failure -> host.toast(explain(failure), "", () -> {}));
  }

  /// The window is closed: what was written goes to Drafts; what nobody touched leaves no trace.
  public void close() {
    close(() -> {});
  }

  /// The same; `kept` runs when it is safe to end the program.
  public void close(Runnable kept) {
    if (closed.get()) {
      keeper.settled(kept);
      return;
    }
    if (!touched && (fresh || opened.serverCopy().isPresent())) {
      closed.set(true);
      if (fresh) {
        keeper.discard();
      }
      keeper.settled(kept);
      return;
    }
    Draft last = snapshot();
    closed.set(true);
    keeper.file(
        last,
        () -> host.toast(words.get("draft.kept"), "", () -> {}),
        failure -> host.toast(explain(failure), "", () -> {}));
    keeper.settled(kept);
  }

  /// Throws the draft away, with ten seconds to think again.
  public void discard() {
    if (closed.get()) {
      return;
    }
    Draft last = snapshot();
    closed.set(true);
    keeper.save(
        last,
        () -> {
          Draft kept = keeper.current();
          Runnable stay = delays.after(DISCARD_AFTER, keeper::discard);
          host.toast(
              words.get("draft.discarded"),
              words.get("undo"),
              () -> {
                stay.run();
                host.reopen(kept);
              });
        },
        failure -> host.toast(explain(failure), "", () -> {}));
  }

  private void fail(Exception failure) {
    notice.set(new Notice(Notice.Kind.ERROR, explain(failure), List.of()));
  }

  private String explain(Exception failure) {
    if (failure instanceof AttachmentsViewModel.NotAFile folder) {
      return words.get("file.folder", folder.getMessage());
    }
    var e = services.explain(failure, words.locale());
    return Stream.of(e.what(), e.why(), e.advice())
        .filter(s -> !s.isBlank())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }
}
