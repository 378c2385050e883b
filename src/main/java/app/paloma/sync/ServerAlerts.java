package app.paloma.sync;

import app.paloma.model.AccountId;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.sync.SyncEngine.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What servers want people to see (ALERT, RFC 9051 §7.1). Many say the same with each connection
/// and each mailbox: it is told once a day.
final class ServerAlerts {
  private static final Duration AGAIN = Duration.ofDays(1);
  private static final int LONGEST = 400;

  /// A server that counts in its text has a new one each time.
  private static final int MOST = 100;

  private final Clock clock;
  private final Consumer<Status> listener;
  private final Map<Status.Alert, Instant> told = new ConcurrentHashMap<>();

  ServerAlerts(Clock clock, Consumer<Status> listener) {
    this.clock = clock;
    this.listener = listener;
  }

  ImapListener heardFor(AccountId account) {
    return new ImapListener() {
      @Override
      public void alert(String text) {
        tell(account, text);
      }
    };
  }

  void tell(AccountId account, String text) {
    String words = text.strip();
    if (words.isEmpty()) {
      return;
    }
    String shown = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
    Status.Alert alert = new Status.Alert(account, shown);
    Instant now = clock.instant();
    Instant before = told.size() < MOST ? told.put(alert, now) : now;
    if (before == null || Duration.between(before, now).compareTo(AGAIN) >= 0) {
      listener.accept(alert);
    } else {
      told.replace(alert, before);
    }
  }
}
