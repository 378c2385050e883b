package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.send.SendResult;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.RecipientStatus;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Messages on their way out, as `send` and `outbox` print them.
final class OutboxRows {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

  private final Session session;
  private final boolean json;
  private final Map<AccountId, Optional<Account>> accounts = new HashMap<>();

  OutboxRows(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /// @param waiting whether it is meant to wait, so that waiting is no failure
  int print(OutboxStore.Entry entry, boolean waiting) {
    String state = state(entry);
    if (json) {
      session.output().json(row(entry, state));
    } else {
      session
          .output()
          .line(
              entry.id()
                  + "  "
                  + Words.get("state." + state)
                  + "  "
                  + Output.printable(entry.subject()));
    }
    for (OutboxStore.Recipient recipient : entry.recipients()) {
      if (recipient.status() != RecipientStatus.ACCEPTED
          && recipient.status() != RecipientStatus.PENDING) {
        tell(recipient);
      }
    }
    if (entry.state() == OutboxStore.State.UNCERTAIN) {
      session.output().trouble("uncertain", entry.id());
    }
    return switch (state) {
      case "sent" -> ExitStatus.DONE;
      case "queued" -> waiting ? ExitStatus.DONE : waits(entry);
      default -> ExitStatus.PARTLY;
    };
  }

  private int waits(OutboxStore.Entry entry) {
    Optional<String> putOff = putOff(entry);
    if (putOff.isPresent()) {
      session.output().trouble("put_off", entry.id(), putOff.get());
      return ExitStatus.PARTLY;
    }
    Optional<MailException> failure = session.services().outbox().lastFailure(entry.account());
    if (failure.isEmpty()) {
      return ExitStatus.PARTLY;
    }
    ErrorText.Explanation words = words(entry, failure.get());
    session.output().error((words.what() + " " + words.why()).strip(), words.advice());
    return ExitStatus.of(failure.get());
  }

  /// Until when the user wants it kept here.
  private Optional<String> putOff(OutboxStore.Entry entry) {
    boolean waits = entry.state() == OutboxStore.State.QUEUED;
    return waits && entry.notBefore().isAfter(Instant.now())
        ? Optional.of(
            Words.get(
                "not_before", TIME.format(entry.notBefore().atZone(session.services().zone()))))
        : Optional.empty();
  }

  private ErrorText.Explanation words(OutboxStore.Entry entry, MailException failure) {
    String server =
        account(entry)
            .map(Account::outgoing)
            .map(outgoing -> outgoing.host() + ":" + outgoing.port())
            .orElse("");
    return ErrorText.explain(failure, server, Locale.getDefault());
  }

  private Optional<Account> account(OutboxStore.Entry entry) {
    return accounts.computeIfAbsent(
        entry.account(), id -> session.services().store().accounts().get(id));
  }

  /// A server's own words are in the explanation.
  private String reason(OutboxStore.Entry entry) {
    return entry
        .why()
        .failure()
        .map(failure -> words(entry, failure))
        .map(words -> (words.what() + " " + words.why()).strip())
        .orElse(entry.reason());
  }

  private void tell(OutboxStore.Recipient recipient) {
    ErrorText.Explanation words = words(recipient);
    session
        .output()
        .error(
            recipient.address() + ": " + (words.what() + " " + words.why()).strip(),
            advice(recipient, words));
  }

  private static ErrorText.Explanation words(OutboxStore.Recipient recipient) {
    return ErrorText.explainReply(
        recipient.code(),
        recipient.enhanced(),
        recipient.text(),
        recipient.own(),
        recipient.status() == RecipientStatus.REJECTED,
        Locale.getDefault());
  }

  private static String advice(OutboxStore.Recipient recipient, ErrorText.Explanation words) {
    String suggested = recipient.tryInstead();
    String advice = recipient.sentInstead().isEmpty() ? words.advice() : "";
    return suggested.isEmpty()
        ? advice
        : (advice.endsWith(".") ? advice.substring(0, advice.length() - 1) : advice)
            + ": "
            + suggested;
  }

  /// A table's row for the message, and one for each recipient who does not have it, in words.
  void list(OutboxStore.Entry entry) {
    List<OutboxStore.Recipient> without =
        entry.recipients().stream()
            .filter(r ->
                r.status() == RecipientStatus.DEFERRED || r.status() == RecipientStatus.REJECTED)
            .toList();
    session
        .output()
        .row(
            entry.id().toString(),
            Words.get("state." + state(entry)),
            entry.subject(),
            without.isEmpty() ? putOff(entry).orElseGet(() -> reason(entry)) : "");
    for (OutboxStore.Recipient recipient : without) {
      ErrorText.Explanation words = words(recipient);
      session
          .output()
          .row(
              "",
              Words.get("recipient." + recipient.status()),
              recipient.address(),
              words.what() + " " + advice(recipient, words));
    }
  }

  Map<String, Object> row(OutboxStore.Entry entry, String state) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("outboxId", entry.id().value());
    row.put("messageId", Rows.bracketed(entry.messageId()));
    row.put("state", state);
    row.put("account", account(entry).map(Account::email).orElse(""));
    row.put("subject", entry.subject());
    row.put("from", entry.reversePath());
    row.put("size", entry.size());
    row.put("queuedAt", entry.queuedAt().toString());
    row.put("notBefore", entry.notBefore().toString());
    row.put("nextAttempt", entry.nextAttempt().toString());
    row.put("attempts", entry.attempts());
    row.put("reason", entry.reason());
    List<Object> recipients = new ArrayList<>();
    for (OutboxStore.Recipient recipient : entry.recipients()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("address", recipient.address());
      one.put("status", recipient.status().name().toLowerCase(Locale.ROOT));
      one.put("code", recipient.code());
      one.put("enhanced", recipient.enhanced());
      one.put("text", recipient.text());
      one.put("tryInstead", recipient.tryInstead());
      if (recipient.own().isPresent()) {
        one.put("answeredBy", "paloma");
      }
      if (!recipient.sentInstead().isEmpty()) {
        one.put("sentInstead", recipient.sentInstead());
      }
      recipients.add(one);
    }
    row.put("recipients", recipients);
    return row;
  }

  /// The five words of the contract: one that was taken back never went out.
  static String state(OutboxStore.Entry entry) {
    SendResult result = SendResult.of(entry);
    return (result == SendResult.CANCELLED ? SendResult.REJECTED : result).word();
  }
}
