package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.protocol.pop3.Pop3Capabilities;
import app.paloma.protocol.pop3.Pop3Client;
import app.paloma.store.PreferenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// What the server of a maildrop is known for from session to session.
final class MaildropHabits {
  /// How long what a server does wrong is held against it.
  private static final Duration MEMORY = Duration.ofDays(7);

  private final PreferenceStore preferences;
  private final Account account;
  private final Clock clock;

  MaildropHabits(PreferenceStore preferences, Account account, Clock clock) {
    this.preferences = preferences;
    this.account = account;
    this.clock = clock;
  }

  /// How many seconds the server wants between two logins (RFC 2449 §6.5), or absent.
  static String loginDelayKey(Account account) {
    return "pop3.login-delay." + account.id().value();
  }

  /// Where each login costs a pause, there is one.
  boolean mayComeAgain() {
    return preferences.get(loginDelayKey(account)).isEmpty();
  }

  void keepLoginDelay(OptionalInt seconds) {
    keep(
        loginDelayKey(account),
        seconds.isPresent() ? Optional.of(Integer.toString(seconds.getAsInt())) : Optional.empty());
  }

  private void keep(String key, Optional<String> value) {
    if (!preferences.get(key).equals(value)) {
      value.ifPresentOrElse(text -> preferences.put(key, text), () -> preferences.remove(key));
    }
  }

  /// Of a server that sent messages after refusals: what it says is not sorted out among many
  /// replies.
  private String oneByOneKey() {
    return "pop3.one-by-one." + account.id().value();
  }

  boolean isAskedOneByOne(Pop3Capabilities capabilities) {
    Optional<String[]> kept = preferences.get(oneByOneKey()).map(text -> text.split("\t", 2));
    return kept.filter(parts -> parts.length == 2)
        .filter(parts -> parts[1].equals(software(capabilities)))
        .map(parts -> Instant.ofEpochSecond(Long.parseLong(parts[0])).plus(MEMORY))
        .filter(clock.instant()::isBefore)
        .isPresent();
  }

  void heard(Pop3Client client) {
    if (client.strayed()) {
      String now = clock.instant().getEpochSecond() + "\t" + software(client.capabilities());
      keep(oneByOneKey(), Optional.of(now));
    }
  }

  /// Another has other habits.
  private String software(Pop3Capabilities capabilities) {
    return account.incoming().host()
        + " "
        + capabilities.implementation()
        + " "
        + new TreeSet<>(capabilities.tags().keySet());
  }
}
