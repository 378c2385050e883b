package app.paloma.protocol.smtp;

import app.paloma.model.OwnReply;
import app.paloma.model.OwnReply.Kind;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MailTransaction.DeliverBy;
import app.paloma.protocol.smtp.MailTransaction.ForwardPath;
import app.paloma.protocol.smtp.MailTransaction.Hold;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// MAIL and RCPT with the parameters a server offers, and what must be refused without asking it.
/// Pure.
final class EnvelopeCommands {
  private static final int ENVELOPE_ID_LIMIT = 100;

  private final EhloKeywords keywords;
  private final boolean secure;
  private final MailTransaction transaction;
  private final String reversePath;

  EnvelopeCommands(EhloKeywords keywords, boolean secure, MailTransaction transaction) {
    this.keywords = keywords;
    this.secure = secure;
    this.transaction = transaction;
    this.reversePath =
        transaction.reversePath().isEmpty() ? "" : SmtpPath.normalise(transaction.reversePath());
  }

  /// Why the server need not be asked at all.
  Optional<SmtpReply> refusal() {
    long max = keywords.maxSize();
    if (max > 0 && transaction.size() > max) {
      return refuse(Kind.TOO_BIG, Long.toString(transaction.size()), Long.toString(max));
    }
    if (SmtpPath.needsUtf8(reversePath) && !keywords.has("SMTPUTF8")) {
      return refuse(Kind.SENDER_LETTERS);
    }
    if (transaction.requireTls() && !(secure && keywords.has("REQUIRETLS"))) {
      return refuse(Kind.REQUIRE_TLS);
    }
    if (transaction.deliverBy().map(this::cannotBeReturned).orElse(false)) {
      return refuse(Kind.NOT_OFFERED, "DELIVERBY");
    }
    if (transaction.hold().isPresent() && keywords.maxHoldSeconds() == 0) {
      return refuse(Kind.NOT_OFFERED, "FUTURERELEASE");
    }
    return Optional.empty();
  }

  /// A server that gives each message more time would not send back what is late.
  private boolean cannotBeReturned(DeliverBy by) {
    return by.orReturn()
        && (!keywords.has("DELIVERBY") || by.within().toSeconds() < keywords.minDeliverBySeconds());
  }

  /// Why this recipient cannot be named to this server.
  Optional<SmtpReply> refusal(ForwardPath path) {
    String address;
    try {
      address = SmtpPath.normalise(path.address());
    } catch (IllegalArgumentException e) {
      return refuse(Kind.NO_ADDRESS, e.getMessage());
    }
    return SmtpPath.needsUtf8(address) && !keywords.has("SMTPUTF8")
        ? refuse(Kind.RECIPIENT_LETTERS)
        : Optional.empty();
  }

  private static Optional<SmtpReply> refuse(Kind kind, String... values) {
    return Optional.of(SmtpReply.of(new OwnReply(kind, values)));
  }

  /// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] (RFC 5321 §4.1.1.2)
  String mail() {
    StringBuilder line = new StringBuilder("MAIL FROM:<").append(reversePath).append('>');
    if (keywords.has("SIZE") && transaction.size() > 0) {
      line.append(" SIZE=").append(transaction.size());
    }
    if (transaction.body() == Body.BINARY && SmtpTransaction.carriesBinary(keywords)) {
      line.append(" BODY=BINARYMIME");
    } else if (transaction.body() != Body.SEVEN_BIT && keywords.has("8BITMIME")) {
      line.append(" BODY=8BITMIME");
    }
    // Only for addresses that need it: servers refuse to pass such a message on to relays without
    // SMTPUTF8, which would bounce mail whose header merely holds raw UTF-8.
    if (needsUtf8()) {
      line.append(" SMTPUTF8");
    }
    if (keywords.has("DSN")) {
      transaction.ret().ifPresent(ret -> line.append(" RET=").append(ret));
      if (!transaction.envelopeId().isEmpty()) {
        line.append(" ENVID=").append(envelopeId());
      }
    }
    if (keywords.has("DELIVERBY")) {
      transaction.deliverBy().ifPresent(by -> line.append(" BY=").append(byValue(by)));
    }
    transaction.hold().ifPresent(hold -> line.append(" HOLDUNTIL=").append(until(hold)));
    if (transaction.requireTls()) {
      line.append(" REQUIRETLS");
    }
    return line.toString();
  }

  /// At most 100 characters (RFC 3461 §4.4), no "+HH" cut in two.
  private String envelopeId() {
    String id = SmtpPath.xtext(transaction.envelopeId());
    int end = Math.min(id.length(), ENVELOPE_ID_LIMIT);
    int plus = id.lastIndexOf('+', end - 1);
    boolean isCut = end < id.length() && plus >= 0 && plus + 3 > end;
    return id.substring(0, isCut ? plus : end);
  }

  private boolean needsUtf8() {
    if (!keywords.has("SMTPUTF8")) {
      return false;
    }
    if (SmtpPath.needsUtf8(reversePath)) {
      return true;
    }
    for (ForwardPath path : transaction.forwardPaths()) {
      if (SmtpPath.needsUtf8(path.address())
          && refusal(path).isEmpty()
          && SmtpPath.needsUtf8(SmtpPath.normalise(path.address()))) {
        return true;
      }
    }
    return false;
  }

  /// by-value = by-time ";" by-mode [by-trace] (RFC 2852 §4). Who only wants to hear of a delay
  /// hears of it after the server's minimum.
  private String byValue(DeliverBy by) {
    long seconds = Math.max(by.within().toSeconds(), keywords.minDeliverBySeconds());
    return seconds + ";" + (by.orReturn() ? 'R' : 'N') + (by.trace() ? "T" : "");
  }

  /// future-release-date-time (RFC 4865 §5), in UTC.
  private static String until(Hold hold) {
    return hold.until().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// original-recipient-address (RFC 3461 §4.2, RFC 6533 §3): ASCII, whatever the address is.
  private static String originalRecipient(String address) {
    String normalised = SmtpPath.normalise(address);
    return SmtpPath.needsUtf8(normalised)
        ? "utf-8;" + SmtpPath.utf8Xtext(normalised)
        : "rfc822;" + SmtpPath.xtext(normalised);
  }

  /// rcpt = "RCPT TO:" Forward-path [SP Rcpt-parameters] (RFC 5321 §4.1.1.3)
  String rcpt(ForwardPath path) {
    StringBuilder line =
        new StringBuilder("RCPT TO:<").append(SmtpPath.normalise(path.address())).append('>');
    if (keywords.has("DSN")) {
      if (!path.reports().isEmpty()) {
        line.append(" NOTIFY=")
            .append(
                path.reports().stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
      }
      if (!path.originalRecipient().isEmpty()) {
        line.append(" ORCPT=").append(originalRecipient(path.originalRecipient()));
      }
    }
    return line.toString();
  }

  /// Whether the path's domain is one of them, or becomes one where there is room.
  static boolean isAmong(Set<String> domains, int most, ForwardPath path) {
    String address = path.address().strip();
    String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return domains.contains(domain) || domains.size() < most && domains.add(domain);
  }
}
