package app.paloma.send;

import app.paloma.model.OwnReply;
import app.paloma.protocol.smtp.SmtpReply;
import app.paloma.protocol.smtp.TransactionResult;
import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What is known of each recipient of one message. Pure.
///
/// @param all in the order of the envelope
record Recipients(List<Recipient> all) {
  Recipients {
    all = List.copyOf(all);
  }

  static Recipient pending(String address) {
    return new Recipient(address, RecipientStatus.PENDING, 0, "", "", "");
  }

  /// Before a transaction: what it is about is marked, so that after a crash one sees whether its
  /// outcome was recorded.
  Recipients opened() {
    return new Recipients(
        all.stream()
            .map(r -> r.status() == RecipientStatus.DEFERRED ? pending(r.address()) : r)
            .toList());
  }

  List<String> open() {
    return all.stream()
        .filter(r -> r.status() == RecipientStatus.PENDING)
        .map(Recipient::address)
        .toList();
  }

  /// Takes over what a transaction told. A recipient for the next transaction stays pending.
  Recipients after(TransactionResult result) {
    return after(result.recipients());
  }

  Recipients after(List<RecipientReply> told) {
    Map<String, RecipientReply> replies = new HashMap<>();
    told.forEach(reply -> replies.put(reply.address(), reply));
    ArrayList<Recipient> updated = new ArrayList<>(all.size());
    for (Recipient recipient : all) {
      RecipientReply reply =
          recipient.status() == RecipientStatus.PENDING ? replies.get(recipient.address()) : null;
      updated.add(reply == null ? recipient : told(reply));
    }
    return new Recipients(updated);
  }

  private static Recipient told(RecipientReply told) {
    SmtpReply reply = told.reply();
    RecipientStatus status =
        switch (told.outcome()) {
          case ACCEPTED -> RecipientStatus.ACCEPTED;
          case DEFERRED -> RecipientStatus.DEFERRED;
          case REJECTED -> RecipientStatus.REJECTED;
          case NEXT_TRANSACTION -> RecipientStatus.PENDING;
        };
    return new Recipient(
        told.address(),
        status,
        reply.code(),
        reply.enhanced(),
        reply.text(),
        reply.tryInstead(told.address()).orElse(""),
        "",
        reply.own());
  }

  /// Those of one domain alone; the others who wait have their turn later.
  Recipients turnOf(List<String> addresses) {
    return with(
        r -> r.status() == RecipientStatus.PENDING && !addresses.contains(r.address()),
        RecipientStatus.DEFERRED);
  }

  /// With what became of these.
  Recipients with(List<String> addresses, Recipients told) {
    ArrayList<Recipient> merged = new ArrayList<>(all);
    for (int i = 0; i < merged.size(); i++) {
      if (addresses.contains(merged.get(i).address())) {
        merged.set(i, told.all().get(i));
      }
    }
    return new Recipients(merged);
  }

  /// The same answer for all who wait, given here in a server's place.
  Recipients answered(OwnReply own) {
    RecipientStatus status =
        own.code() / 100 == 4 ? RecipientStatus.DEFERRED : RecipientStatus.REJECTED;
    return new Recipients(
        all.stream()
            .map(r ->
                r.status() == RecipientStatus.PENDING
                    ? new Recipient(
                        r.address(),
                        status,
                        own.code(),
                        own.enhanced(),
                        own.text(),
                        "",
                        "",
                        Optional.of(own))
                    : r)
            .toList());
  }

  /// What was answered here in place of a server was in place of the recipients' own.
  Recipients atTheirServer() {
    return new Recipients(
        all.stream().map(r -> r.own().map(own -> r.with(own.atTheirServer())).orElse(r)).toList());
  }

  /// 48 hours are over: what is deferred counts as refused, in the server's last words.
  Recipients expired() {
    return with(r -> r.status() == RecipientStatus.DEFERRED, RecipientStatus.REJECTED);
  }

  /// The user gives up those who do not have it yet.
  Recipients givenUp() {
    return with(r -> r.status() != RecipientStatus.ACCEPTED, RecipientStatus.REJECTED);
  }

  /// It turned out that the server took the message.
  Recipients assumedAccepted() {
    return with(r -> r.status() == RecipientStatus.PENDING, RecipientStatus.ACCEPTED);
  }

  private Recipients with(Predicate<Recipient> which, RecipientStatus status) {
    return new Recipients(all.stream().map(r -> which.test(r) ? r.in(status) : r).toList());
  }

  boolean any(RecipientStatus status) {
    return all.stream().anyMatch(r -> r.status() == status);
  }

  boolean areAll(RecipientStatus status) {
    return all.stream().allMatch(r -> r.status() == status);
  }

  /// Why somebody does not have it, in the server's words: `bob@example.net: 550 5.1.1 no such
  /// user`.
  String reason() {
    return all.stream()
        .filter(
            r -> r.status() == RecipientStatus.DEFERRED || r.status() == RecipientStatus.REJECTED)
        .findFirst()
        .map(r ->
            r.address()
                + ": "
                + r.code()
                + (r.enhanced().isEmpty() ? "" : " " + r.enhanced())
                + " "
                + r.text())
        .orElse("");
  }
}
