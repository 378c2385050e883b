package app.paloma.sync;

import app.paloma.model.Account;

/// One account's work in the background.
interface BackgroundAccount extends AutoCloseable {
  Account account();

  void start();

  /// The user asks, so nothing waits: back-off and refusals are forgotten.
  void syncSoon();

  void pushSoon();

  void networkChanged();

  void setOnline(boolean online);

  /// Stops what is under way until [#syncSoon].
  void cancel();

  @Override
  void close();
}
