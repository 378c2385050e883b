package app.paloma.protocol.imap;

import app.paloma.protocol.imap.types.MailboxName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Names of mailboxes that a server does not write as this client would: in UTF-8 where modified
/// UTF-7 is due, or in an encoding nobody knows. Asked for in any other spelling they are not
/// there. Shared by all sessions of an account; safe for threads.
public final class Spellings {
  private final Map<String, MailboxName> odd = new ConcurrentHashMap<>();
  private volatile boolean known;

  /// Whether a LIST has told them.
  boolean known() {
    return known;
  }

  /// @param usual how this client would write it
  void learn(MailboxName told, MailboxName usual) {
    if (told.raw().equals(usual.raw()) || told.isInbox()) {
      odd.remove(told.name());
    } else {
      odd.put(told.name(), told);
    }
  }

  void learnt() {
    known = true;
  }

  Optional<MailboxName> of(String name) {
    return Optional.ofNullable(odd.get(name));
  }
}
