package app.paloma.ui.outbox;

import app.paloma.diagnosis.ErrorText.Explanation;
import app.paloma.model.AccountId;
import app.paloma.model.Draft;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.outbox.OutboxServices.Obstacle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The messages that have not left, each with its state in words. UI thread only.
public final class OutboxViewModel implements AutoCloseable {
  /// What the user can do with one message.
  public enum Choice {
    PASSWORD,
    CERTIFICATE,
    SETTINGS,
    SEND_NOW,
    TRY_AGAIN,
    LOOK_IN_SENT,
    WAS_SENT,
    SEND_AGAIN,
    EDIT,
    EDIT_FOR_REFUSED,
    CANCEL,
    GIVE_UP_REST,
    DISMISS
  }

  /// How serious it is.
  public enum Tone {
    WAITING,
    WORKING,
    TROUBLE,
    QUESTION
  }

  /// @param why why it stands like that; may be empty
  /// @param advice what to do; may be empty
  /// @param said the server's own words, where the reason does not have them; may be empty
  public record RecipientRow(
      Recipient recipient, String state, String why, String advice, String said) {}

  /// One message.
  ///
  /// @param obstacle what keeps its account's mail from leaving
  public record Row(
      Entry entry,
      Tone tone,
      String subject,
      String to,
      String state,
      String detail,
      List<RecipientRow> recipients,
      Optional<KeptFailure> obstacle,
      List<Choice> choices) {}

  /// What waits so that sending can be undone waits for seconds.
  private static final Duration SOON = Duration.ofMinutes(1);

  private final OutboxServices services;
  private final UiExecutor executor;
  private final Messages words;
  private final Clock clock;
  private final Formats formats;
  private final Consumer<Draft> onEdit;
  private final BiConsumer<AccountId, MailException> onRepair;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final AutoCloseable subscription;
  private boolean loading;
  private boolean again;

  /// @param onEdit opens a composer
  /// @param onRepair asks about what keeps an account's mail from leaving
  public OutboxViewModel(
      OutboxServices services,
      UiExecutor executor,
      Messages words,
      Clock clock,
      Consumer<Draft> onEdit,
      BiConsumer<AccountId, MailException> onRepair) {
    this.services = services;
    this.executor = executor;
    this.words = words;
    this.clock = clock;
    this.onEdit = onEdit;
    this.onRepair = onRepair;
    formats = new Formats(Messages.ui(words.locale()), clock);
    subscription = services.subscribe(() -> executor.ui(this::refresh));
    refresh();
  }

  public ObservableList<Row> rows() {
    return rows;
  }

  /// What the last choice led to, where it is not to be seen in the list.
  public ReadOnlyStringProperty noteProperty() {
    return note.getReadOnlyProperty();
  }

  public Messages words() {
    return words;
  }

  public void refresh() {
    if (loading) {
      again = true;
      return;
    }
    loading = true;
    executor.load(this::load, this::loaded, e -> loaded(rows));
  }

  private List<Row> load() {
    List<Row> found = new ArrayList<>();
    for (Entry entry : services.list()) {
      found.add(row(entry, services.obstacle(entry, words.locale())));
    }
    return found;
  }

  private void loaded(List<Row> found) {
    loading = false;
    if (!found.equals(rows)) {
      rows.setAll(List.copyOf(found));
    }
    if (again) {
      again = false;
      refresh();
    }
  }

  public void choose(Row row, Choice choice) {
    note.set("");
    Entry entry = row.entry();
    switch (choice) {
      case PASSWORD, CERTIFICATE, SETTINGS ->
          row.obstacle()
              .flatMap(KeptFailure::failure)
              .ifPresent(failure -> onRepair.accept(entry.account(), failure));
      case SEND_NOW, TRY_AGAIN -> act(() -> services.retry(entry));
      case WAS_SENT -> act(() -> services.resolve(entry, true));
      case SEND_AGAIN -> act(() -> services.resolve(entry, false));
      case DISMISS -> act(() -> services.dismiss(entry));
      case CANCEL -> settle(() -> services.cancel(entry), "note.cancelled", "note.late");
      case GIVE_UP_REST -> settle(() -> services.giveUpRest(entry), "note.given-up", "note.late");
      case LOOK_IN_SENT ->
          settle(
              () -> services.lookInSent(entry),
              "note.in-sent",
              "note.not-in-sent",
              "note.not-asked");
      case EDIT -> edit(() -> services.edit(entry), "note.late");
      case EDIT_FOR_REFUSED -> edit(() -> services.editForRefused(entry), "note.failed");
    }
  }

  private void edit(Callable<Optional<Draft>> work, String not) {
    executor.load(
        work,
        draft -> {
          draft.ifPresentOrElse(onEdit, () -> note.set(words.get(not)));
          refresh();
        },
        this::failed);
  }

  /// The message goes to the address the server named, with one click and never by itself.
  public void useSuggestion(Row row, Recipient recipient) {
    executor.load(
        () -> {
          services.useSuggestion(row.entry(), recipient);
          return recipient.tryInstead();
        },
        address -> {
          note.set(words.get("note.instead", address, recipient.address()));
          refresh();
        },
        this::failed);
  }

  /// Says afterwards which of two it came to.
  private void settle(Callable<Boolean> work, String yes, String no) {
    settle(work, yes, no, "note.failed");
  }

  private void settle(Callable<Boolean> work, String yes, String no, String failed) {
    executor.load(
        work,
        done -> {
          note.set(words.get(done ? yes : no));
          refresh();
        },
        e -> failed(failed));
  }

  private void act(Runnable work) {
    executor.load(
        () -> {
          work.run();
          return true;
        },
        done -> refresh(),
        this::failed);
  }

  private void failed(Exception e) {
    failed("note.failed");
  }

  private void failed(String key) {
    note.set(words.get(key));
    refresh();
  }

  private Row row(Entry entry, Optional<Obstacle> known) {
    Optional<Obstacle> obstacle =
        known.filter(o -> entry.state() == State.QUEUED && services.isOnline());
    List<RecipientRow> recipients = entry.recipients().stream().map(this::recipient).toList();
    boolean asked =
        entry.recipients().stream().anyMatch(r -> r.status() != RecipientStatus.PENDING);
    return new Row(
        entry,
        obstacle.isPresent() ? Tone.TROUBLE : tone(entry),
        entry.subject().isBlank() ? words.get("no-subject") : entry.subject(),
        entry.recipients().stream().map(Recipient::address).collect(Collectors.joining(", ")),
        state(entry),
        Stream.of(
                detail(entry, obstacle),
                held(entry),
                entry.wishes().report() ? words.get("detail.report") : "",
                entry.wishes().requireTls() ? words.get("detail.tls") : "")
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" ")),
        asked ? recipients : List.of(),
        obstacle.map(o -> KeptFailure.of(o.failure())),
        Stream.concat(obstacle.flatMap(o -> help(o.failure())).stream(), choices(entry).stream())
            .toList());
  }

  /// What goes on only when the user did something about it.
  private static Optional<Choice> help(MailException failure) {
    return switch (failure) {
      case AuthRejected e -> Optional.of(e.isAboutPassword() ? Choice.PASSWORD : Choice.SETTINGS);
      case TlsFailed e ->
          Optional.of(e.certificate().isPresent() ? Choice.CERTIFICATE : Choice.SETTINGS);
      case ConnectFailed _, CommandRejected _, ProtocolBroken _ -> Optional.empty();
    };
  }

  private Tone tone(Entry entry) {
    return switch (entry.state()) {
      case QUEUED -> entry.attempts() > 0 && services.isOnline() ? Tone.TROUBLE : Tone.WAITING;
      case CONNECTING, ENVELOPE, DATA, DOT_SENT, ACCEPTED, SAVED -> Tone.WORKING;
      case PARTIAL, REJECTED, CANCELLED -> Tone.TROUBLE;
      case UNCERTAIN -> Tone.QUESTION;
    };
  }

  private String state(Entry entry) {
    Instant now = clock.instant();
    return switch (entry.state()) {
      case QUEUED -> {
        if (entry.notBefore().isAfter(now)) {
          boolean soon = Duration.between(now, entry.notBefore()).compareTo(SOON) <= 0;
          yield soon
              ? words.get(held(entry).isEmpty() ? "state.soon" : "state.soon-held")
              : words.get("state.later", formats.words(entry.notBefore()));
        }
        if (entry.attempts() > 0 && entry.nextAttempt().isAfter(now)) {
          String next = formats.words(entry.nextAttempt());
          yield someHaveIt(entry)
              ? words.get("state.rest", counts(entry), next)
              : words.get("state.retry", next);
        }
        yield words.get("state.queued");
      }
      case CONNECTING -> words.get("state.connecting");
      case ENVELOPE -> words.get("state.envelope");
      case DATA, DOT_SENT -> words.get("state.data");
      case ACCEPTED, SAVED -> words.get("state.accepted");
      case PARTIAL -> words.get("state.partial", counts(entry));
      case REJECTED ->
          words.get(
              without(entry).allMatch(r -> r.own().isPresent())
                  ? "state.not-sent"
                  : "state.rejected");
      case UNCERTAIN -> words.get("state.uncertain");
      case CANCELLED -> words.get("state.cancelled");
    };
  }

  private String counts(Entry entry) {
    Map<RecipientStatus, Long> by =
        entry.recipients().stream()
            .collect(
                Collectors.groupingBy(
                    Recipient::status, LinkedHashMap::new, Collectors.counting()));
    List<String> parts = new ArrayList<>();
    for (RecipientStatus status : RecipientStatus.values()) {
      long n = by.getOrDefault(status, 0L);
      if (n > 0) {
        parts.add(words.count("count." + status, n));
      }
    }
    return String.join(", ", parts);
  }

  private String detail(Entry entry, Optional<Obstacle> obstacle) {
    if (entry.state() == State.UNCERTAIN) {
      return words.get("detail.uncertain");
    }
    if (entry.state() == State.QUEUED && !services.isOnline()) {
      return words.get("detail.offline");
    }
    if (obstacle.isPresent()) {
      Explanation e = obstacle.get().words();
      return (e.what() + " " + e.advice()).strip();
    }
    boolean answered =
        entry.recipients().stream()
            .anyMatch(r ->
                r.status() == RecipientStatus.REJECTED || r.status() == RecipientStatus.DEFERRED);
    return answered || entry.reason().isBlank() ? "" : words.get("detail.reason", entry.reason());
  }

  /// What waits here until then, because no server keeps it, can be taken back all the time.
  private String held(Entry entry) {
    Instant until = entry.wishes().heldUntil();
    boolean there = until.isAfter(clock.instant()) && !entry.notBefore().equals(until);
    return there ? words.get("detail.held", formats.words(until)) : "";
  }

  private RecipientRow recipient(Recipient r) {
    boolean givenUp = r.status() == RecipientStatus.REJECTED && r.code() / 100 == 4;
    boolean ours = r.status() == RecipientStatus.REJECTED && r.own().isPresent();
    String state =
        words.get(
            givenUp
                ? "recipient.given-up"
                : ours ? "recipient.not-sent" : "recipient." + r.status());
    if (r.status() == RecipientStatus.PENDING || r.code() == 0) {
      return new RecipientRow(r, state, "", "", "");
    }
    if (r.status() == RecipientStatus.ACCEPTED && r.code() != 251) {
      return new RecipientRow(r, state, "", "", "");
    }
    Explanation e = services.explainReply(r, words.locale());
    if (!r.sentInstead().isEmpty()) {
      return new RecipientRow(
          r, state, e.what(), words.get("instead", r.sentInstead()), said(r, e.what()));
    }
    String why = (e.what() + " " + e.why()).strip();
    return new RecipientRow(r, state, why, e.advice(), said(r, why));
  }

  private String said(Recipient r, String why) {
    boolean servers = r.own().isEmpty() && !r.text().isBlank() && !why.contains(r.text());
    return servers ? words.get("server-said", r.code(), r.text()) : "";
  }

  private List<Choice> choices(Entry entry) {
    return switch (entry.state()) {
      case QUEUED -> {
        Choice now = entry.attempts() > 0 ? Choice.TRY_AGAIN : Choice.SEND_NOW;
        List<Choice> all =
            someHaveIt(entry)
                ? List.of(now, Choice.GIVE_UP_REST)
                : List.of(now, Choice.EDIT, Choice.CANCEL);
        yield services.isOnline() ? all : all.subList(1, all.size());
      }
      case CONNECTING, ENVELOPE, DATA, DOT_SENT, ACCEPTED, SAVED -> List.of();
      case PARTIAL -> refused(entry, Choice.EDIT_FOR_REFUSED);
      case REJECTED -> refused(entry, Choice.EDIT);
      case UNCERTAIN ->
          services.hasSentOnServer(entry)
              ? List.of(Choice.LOOK_IN_SENT, Choice.WAS_SENT, Choice.SEND_AGAIN)
              : List.of(Choice.WAS_SENT, Choice.SEND_AGAIN);
      case CANCELLED -> List.of(Choice.EDIT, Choice.DISMISS);
    };
  }

  /// What was refused for good is not taken the next time either, unless something changes; what
  /// was given up may be.
  private static List<Choice> refused(Entry entry, Choice edit) {
    if (without(entry).findAny().isEmpty()) {
      return List.of(Choice.DISMISS);
    }
    return without(entry).anyMatch(r -> r.code() / 100 == 5)
        ? List.of(edit, Choice.TRY_AGAIN, Choice.DISMISS)
        : List.of(Choice.TRY_AGAIN, edit, Choice.DISMISS);
  }

  private static Stream<Recipient> without(Entry entry) {
    return entry.recipients().stream()
        .filter(r -> r.status() != RecipientStatus.ACCEPTED && r.sentInstead().isEmpty());
  }

  private static boolean someHaveIt(Entry entry) {
    return entry.recipients().stream().anyMatch(r -> r.status() == RecipientStatus.ACCEPTED);
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
