package app.paloma.protocol.imap;

/// A known departure of a server from the standard, noticed by what it does and never by its name.
/// Each has a dialogue test.
public enum Quirk {
  /// Several proxies pass a back end's ESEARCH capability on, but answer with SEARCH or not at all.
  ESEARCH_UNANSWERED,
  /// Old Dovecot proxies and hMailServer say BAD to parameters of SELECT that they announced.
  SELECT_PARAMETERS_REFUSED,
  /// Courier-like servers behind a proxy announce LIST-EXTENDED and refuse RETURN.
  LIST_RETURN_REFUSED,
  /// Servers that announce IDLE and refuse it (some Exchange POP/IMAP front ends).
  IDLE_REFUSED,
  /// Exchange and old UW imapd say BAD to AUTHENTICATE with an initial response that they
  /// announced.
  SASL_IR_REFUSED,
  /// Servers and proxies that announce NOTIFY and refuse the events asked for, or give up telling
  /// them (NOTIFICATIONOVERFLOW).
  NOTIFY_REFUSED,
  /// Coremail (163.com, 126.com, yeah.net) refuses to open a mailbox ("Unsafe Login") until it was
  /// told who asks, whether it announces ID or not.
  ID_BEFORE_SELECT,
  /// Servers made of parts (go-imap) announce MOVE and say that their mail store cannot do it.
  MOVE_REFUSED,
  /// Servers that say BAD to ENABLE and would leave the session half set up.
  ENABLE_REFUSED,
  /// Microsoft's and other servers that know no charset in SEARCH but search UTF-8 anyway.
  CHARSET_REFUSED,
  /// Servers behind a proxy that took ENABLE UTF8=ACCEPT and do not know the UTF8 data of APPEND.
  UTF8_APPEND_REFUSED,
  /// GNU Mailutils, whose mailboxes keep no keywords, says BAD to the whole message that has some.
  APPEND_KEYWORDS_REFUSED,
  /// Servers, and proxies before them, that announce MULTIAPPEND and say BAD to a second message,
  /// or OK and keep the first alone.
  MULTIAPPEND_REFUSED
}
