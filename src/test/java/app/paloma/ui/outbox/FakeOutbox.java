package app.paloma.ui.outbox;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.AccountId;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Draft;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.OutboxId;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An outbox with what it was given.
public final class FakeOutbox implements OutboxServices {
  public final List<Entry> entries = new ArrayList<>();
  boolean sentOnServer = true;
  boolean online = true;
  MailException lookFails;
  MailException obstacle;
  public final List<String> done = new ArrayList<>();

  public static Entry entry(
      long id, String subject, State state, int attempts, Instant next, Recipient... recipients) {
    return entry(
        id, subject, state, attempts, next, DeliveryWishes.NONE, Instant.EPOCH, recipients);
  }

  /// For the server to keep, or for this computer until then.
  public static Entry held(DeliveryWishes wishes, Instant notBefore, Recipient to) {
    return entry(1, "Hi", State.QUEUED, 0, Instant.EPOCH, wishes, notBefore, to);
  }

  private static Entry entry(
      long id,
      String subject,
      State state,
      int attempts,
      Instant next,
      DeliveryWishes wishes,
      Instant notBefore,
      Recipient... recipients) {
    return new Entry(
        new OutboxId(id),
        new AccountId(1),
        id + "@ejemplo.cl",
        "ines@ejemplo.cl",
        List.of(recipients),
        subject,
        12_000,
        state,
        Instant.parse("2026-11-20T09:55:00Z"),
        notBefore,
        attempts,
        next,
        KeptFailure.saying(""),
        Optional.empty(),
        Optional.empty(),
        Draft.Kind.NEW,
        wishes);
  }

  /// Five recipients of which one is 550, one 551 with a suggestion, one 450.
  public static Entry mixed() {
    return entry(
        3,
        "Invitación a la inauguración del taller",
        State.PARTIAL,
        1,
        Instant.EPOCH,
        recipient("ana@example.org", RecipientStatus.ACCEPTED, 250, "2.1.5", "OK", ""),
        recipient("luis@example.org", RecipientStatus.ACCEPTED, 250, "2.1.5", "OK", ""),
        recipient(
            "nadie@example.org",
            RecipientStatus.REJECTED,
            550,
            "5.1.1",
            "User unknown in virtual mailbox table",
            ""),
        recipient(
            "marta@old.example",
            RecipientStatus.REJECTED,
            551,
            "5.1.6",
            "User not local; please try <marta@new.example>",
            "marta@new.example"),
        recipient(
            "eva@busy.example",
            RecipientStatus.DEFERRED,
            450,
            "4.2.1",
            "Mailbox busy, try again later",
            ""));
  }

  /// The same after the click on the suggestion.
  static Entry suggestionUsed() {
    Entry mixed = mixed();
    return mixed.to(
        mixed.recipients().stream()
            .map(r ->
                r.tryInstead().isEmpty()
                    ? r
                    : new Recipient(
                        r.address(),
                        r.status(),
                        r.code(),
                        r.enhanced(),
                        r.text(),
                        "",
                        r.tryInstead(),
                        r.own()))
            .toList());
  }

  public static Recipient recipient(
      String address,
      RecipientStatus status,
      int code,
      String enhanced,
      String text,
      String instead) {
    return new Recipient(address, status, code, enhanced, text, instead);
  }

  @Override
  public List<Entry> list() {
    return List.copyOf(entries);
  }

  @Override
  public AutoCloseable subscribe(Runnable changed) {
    return () -> {};
  }

  @Override
  public void retry(Entry entry) {
    done.add("retry " + entry.id());
  }

  @Override
  public boolean giveUpRest(Entry entry) {
    done.add("give up rest of " + entry.id());
    return true;
  }

  @Override
  public boolean cancel(Entry entry) {
    return entries.remove(entry);
  }

  @Override
  public void resolve(Entry entry, boolean sent) {
    done.add("resolve " + entry.id() + " " + sent);
  }

  @Override
  public boolean hasSentOnServer(Entry entry) {
    return sentOnServer;
  }

  @Override
  public boolean lookInSent(Entry entry) throws MailException {
    if (lookFails != null) {
      throw lookFails;
    }
    return false;
  }

  @Override
  public void useSuggestion(Entry entry, Recipient recipient) {
    done.add("use " + recipient.tryInstead());
  }

  @Override
  public void dismiss(Entry entry) {
    entries.remove(entry);
  }

  @Override
  public Optional<Draft> edit(Entry entry) {
    return Optional.empty();
  }

  @Override
  public boolean isOnline() {
    return online;
  }

  @Override
  public Optional<Draft> editForRefused(Entry entry) {
    done.add("edit for those refused of " + entry.id());
    return Optional.empty();
  }

  @Override
  public Optional<Obstacle> obstacle(Entry entry, Locale locale) {
    return Optional.ofNullable(obstacle)
        .map(e -> new Obstacle(e, ErrorText.explain(e, "smtp.ejemplo.cl", locale)));
  }

  @Override
  public ErrorText.Explanation explainReply(Recipient r, Locale locale) {
    return ErrorText.explainReply(
        r.code(), r.enhanced(), r.text(), r.own(), r.status() == RecipientStatus.REJECTED, locale);
  }
}
