package app.paloma.diagnosis;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What an SMTP reply is about: the key of its words and whose turn it is. Read from the enhanced
/// status code (RFC 3463 and IANA's registry of them), else from the server's words where these are
/// known, else from the reply code (RFC 5321 §4.2).
record SmtpTopic(String key, Turn turn) {
  /// Who can do something about it.
  enum Turn {
    YOU,
    RECIPIENT,
    THEIRS,
    PROVIDER,
    NOBODY
  }

  private static final Pattern GREYLIST =
      Pattern.compile("gr[ae]y ?-?list", Pattern.CASE_INSENSITIVE);
  private static final Pattern SPAM =
      Pattern.compile(
          "spam|junk|block ?list|black ?list|spamhaus|barracuda|rbl|dnsbl|reputation|unsolicited",
          Pattern.CASE_INSENSITIVE);

  /// Postfix and Exchange, of a sender that is not the account's.
  private static final Pattern SENDER =
      Pattern.compile(
          "sender address rejected|not owned by user|SendAsDenied"
              + "|not (allowed|permitted) to send (as|from)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern VIRUS =
      Pattern.compile("virus|malware|infected", Pattern.CASE_INSENSITIVE);
  private static final Pattern RELAY =
      Pattern.compile(
          "relay(ing)? (access )?(is )?(denied|not permitted|not allowed)"
              + "|unable to relay|we do not relay",
          Pattern.CASE_INSENSITIVE);

  /// What Exim, Courier, qmail, Sendmail and gateways say of an address that they do not know.
  private static final Pattern NO_SUCH_USER =
      Pattern.compile(
          "unrouteable address|(user|recipient|mailbox|account)( is)? unknown"
              + "|(unknown|invalid|no such) (local )?(user|recipient|mailbox|account|person)"
              + "|no mailbox here|mailbox (unavailable|not found)"
              + "|(user|recipient|mailbox|account|address) (does not|doesn't) exist"
              + "|recipient address rejected: access denied",
          Pattern.CASE_INSENSITIVE);

  /// 552 without an enhanced code is for a full mailbox too (RFC 5321 §4.2.3).
  private static final Pattern TOO_BIG =
      Pattern.compile(
          "(message|mail)('s)? (file |data )?size|(maximum|fixed) (message )?size|size limit"
              + "|(message|mail)( is)? too (big|large|long)|too much mail data",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ABOUT_SENDER = Pattern.compile("sender", Pattern.CASE_INSENSITIVE);

  /// Subject and detail of the enhanced code; its class tells only whether it is for good.
  private static final Map<String, SmtpTopic> ENHANCED =
      Map.ofEntries(
          entry("1.0", of("badaddress", Turn.YOU)),
          entry("1.1", of("nosuchuser", Turn.YOU)),
          entry("1.2", of("nodomain", Turn.YOU)),
          entry("1.3", of("badaddress", Turn.YOU)),
          entry("1.4", of("ambiguous", Turn.YOU)),
          entry("1.6", of("moved", Turn.YOU)),
          entry("1.7", of("sender", Turn.YOU)),
          entry("1.8", of("sender", Turn.YOU)),
          entry("1.9", of("protocol", Turn.PROVIDER)),
          entry("1.10", of("nullmx", Turn.YOU)),
          entry("2.0", of("busy", Turn.RECIPIENT)),
          entry("2.1", of("disabled", Turn.RECIPIENT)),
          entry("2.2", of("mailboxfull", Turn.RECIPIENT)),
          entry("2.3", of("toobig", Turn.YOU)),
          entry("2.4", of("list", Turn.RECIPIENT)),
          entry("3.0", of("systemdown", Turn.THEIRS)),
          entry("3.1", of("systemfull", Turn.THEIRS)),
          entry("3.2", of("systemdown", Turn.THEIRS)),
          entry("3.3", of("protocol", Turn.PROVIDER)),
          entry("3.4", of("toobig", Turn.YOU)),
          entry("3.5", of("misconfigured", Turn.THEIRS)),
          entry("4.0", of("route", Turn.THEIRS)),
          entry("4.1", of("route", Turn.THEIRS)),
          entry("4.2", of("route", Turn.THEIRS)),
          entry("4.3", of("misconfigured", Turn.THEIRS)),
          entry("4.4", of("route", Turn.THEIRS)),
          entry("4.5", of("congestion", Turn.NOBODY)),
          entry("4.6", of("loop", Turn.RECIPIENT)),
          entry("4.7", of("expired", Turn.YOU)),
          entry("5.0", of("protocol", Turn.PROVIDER)),
          entry("5.1", of("protocol", Turn.PROVIDER)),
          entry("5.2", of("protocol", Turn.PROVIDER)),
          entry("5.3", of("toomany", Turn.YOU)),
          entry("5.4", of("protocol", Turn.PROVIDER)),
          entry("5.5", of("protocol", Turn.PROVIDER)),
          entry("5.6", of("protocol", Turn.PROVIDER)),
          entry("6.0", of("content", Turn.YOU)),
          entry("6.1", of("content", Turn.YOU)),
          entry("6.2", of("conversionforbidden", Turn.YOU)),
          entry("6.3", of("conversion", Turn.YOU)),
          entry("6.4", of("content", Turn.YOU)),
          entry("6.5", of("content", Turn.YOU)),
          entry("6.6", of("content", Turn.YOU)),
          entry("6.7", of("nonascii", Turn.YOU)),
          entry("6.8", of("nonascii", Turn.YOU)),
          entry("6.9", of("nonascii", Turn.YOU)),
          entry("6.10", of("nonascii", Turn.YOU)),
          entry("7.0", of("policy", Turn.YOU)),
          entry("7.1", of("policy", Turn.YOU)),
          entry("7.2", of("listdenied", Turn.YOU)),
          entry("7.3", of("crypto", Turn.YOU)),
          entry("7.4", of("crypto", Turn.YOU)),
          entry("7.5", of("crypto", Turn.YOU)),
          entry("7.6", of("crypto", Turn.YOU)),
          entry("7.7", of("crypto", Turn.YOU)),
          entry("7.8", of("authfailed", Turn.YOU)),
          entry("7.9", of("authfailed", Turn.YOU)),
          entry("7.10", of("tlsneeded", Turn.YOU)),
          entry("7.11", of("tlsneeded", Turn.YOU)),
          entry("7.12", of("authfailed", Turn.YOU)),
          entry("7.13", of("accountdisabled", Turn.YOU)),
          entry("7.14", of("policy", Turn.PROVIDER)),
          entry("7.15", of("policy", Turn.YOU)),
          entry("7.16", of("toobig", Turn.YOU)),
          entry("7.17", of("ownerchanged", Turn.YOU)),
          entry("7.18", of("ownerchanged", Turn.YOU)),
          entry("7.19", of("policy", Turn.THEIRS)),
          entry("7.20", of("origin", Turn.PROVIDER)),
          entry("7.21", of("origin", Turn.PROVIDER)),
          entry("7.22", of("origin", Turn.PROVIDER)),
          entry("7.23", of("origin", Turn.PROVIDER)),
          entry("7.24", of("origin", Turn.PROVIDER)),
          entry("7.25", of("reversedns", Turn.PROVIDER)),
          entry("7.26", of("origin", Turn.PROVIDER)),
          entry("7.27", of("sender", Turn.YOU)),
          entry("7.28", of("flood", Turn.YOU)),
          entry("7.29", of("origin", Turn.PROVIDER)),
          entry("7.30", of("requiretls", Turn.YOU)));

  private static SmtpTopic of(String key, Turn turn) {
    return new SmtpTopic(key, turn);
  }

  static SmtpTopic about(int code, String enhanced, String text) {
    if (code >= 200 && code < 400) {
      return switch (code) {
        case 251 -> of("forwarded", Turn.NOBODY);
        case 252 -> of("unverified", Turn.NOBODY);
        default -> of("accepted", Turn.NOBODY);
      };
    }
    SmtpTopic said = bySaying(code, text);
    if (said != null) {
      return said;
    }
    if (code == 551) {
      return of("notlocal", Turn.YOU);
    }
    if (code == 530) {
      // With 5.7.0, "other security status" (RFC 4954 §6, RFC 3207 §4), which says nothing.
      return of(text.contains("STARTTLS") ? "tlsneeded" : "authneeded", Turn.YOU);
    }
    if (isUnknown(code, enhanced, text)) {
      return of("nosuchuser", Turn.YOU);
    }
    if (enhanced.isBlank() && !temporary(code) && TOO_BIG.matcher(text).find()) {
      return of("toobig", Turn.YOU);
    }
    String[] parts = enhanced.strip().split("\\.", 2);
    SmtpTopic known = parts.length == 2 ? ENHANCED.get(parts[1].toLowerCase(Locale.ROOT)) : null;
    if (known == null) {
      return byCode(code);
    }
    // "Not available" for now is not "closed".
    return temporary(code) && known.key().equals("disabled") ? of("busy", Turn.RECIPIENT) : known;
  }

  /// What the codes do not tell: servers give 550 5.7.1 for all of these.
  private static SmtpTopic bySaying(int code, String text) {
    if (temporary(code) && GREYLIST.matcher(text).find()) {
      return of("greylist", Turn.NOBODY);
    }
    if (RELAY.matcher(text).find()) {
      return of("relay", Turn.YOU);
    }
    if (!temporary(code) && SENDER.matcher(text).find()) {
      return of("sender", Turn.YOU);
    }
    if (VIRUS.matcher(text).find()) {
      return of("virus", Turn.YOU);
    }
    return SPAM.matcher(text).find() ? of("spam", Turn.PROVIDER) : null;
  }

  /// In words; the enhanced code is often missing, or one of another kind (550 5.5.0, 550 5.4.1).
  /// OpenSMTPD has 524 for all that it finds no mailbox for.
  private static boolean isUnknown(int code, String enhanced, String text) {
    return code == 524
        || !temporary(code)
            && !enhanced.startsWith("5.1.")
            && NO_SUCH_USER.matcher(text).find()
            && !ABOUT_SENDER.matcher(text).find();
  }

  private static SmtpTopic byCode(int code) {
    return switch (code) {
      case 421 -> of("closing", Turn.NOBODY);
      case 450 -> of("busy", Turn.RECIPIENT);
      case 451 -> of("error", Turn.THEIRS);
      case 452 -> of("systemfull", Turn.THEIRS);
      case 454, 432 -> of("systemdown", Turn.PROVIDER);
      case 455, 500, 501, 502, 503, 504, 555 -> of("protocol", Turn.PROVIDER);
      case 521, 556 -> of("nomail", Turn.YOU);
      case 530 -> of("authneeded", Turn.YOU);
      case 534, 535 -> of("authfailed", Turn.YOU);
      case 523, 538 -> of("tlsneeded", Turn.YOU);
      case 525 -> of("accountdisabled", Turn.YOU);
      case 550 -> of("rejected", Turn.YOU);
      case 552 -> of("mailboxfull", Turn.RECIPIENT);
      case 553 -> of("badaddress", Turn.YOU);
      default -> temporary(code) ? of("temporary", Turn.NOBODY) : of("rejected", Turn.YOU);
    };
  }

  static boolean temporary(int code) {
    return code >= 400 && code < 500;
  }
}
