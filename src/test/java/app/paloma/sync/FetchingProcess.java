package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.store.Store;
import app.paloma.testing.LoopbackConnections;
import java.nio.file.Path;
import java.time.Clock;

/// Empties one maildrop, in a process of its own.
final class FetchingProcess {
  private FetchingProcess() {}

  /// @param arguments profile, URL of the maildrop
  public static void main(String[] arguments) throws Exception {
    run(Path.of(arguments[0]), arguments[1]);
  }

  static void run(Path profile, String url) throws Exception {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      Account account =
          store
              .accounts()
              .find("alice@example.test")
              .orElseGet(() ->
                  store
                      .accounts()
                      .add(
                          Account.unsaved(
                                  "alice@example.test",
                                  "Alice",
                                  ServerSettings.parse(url),
                                  ServerSettings.parse("smtp://localhost:1?tls=none&auth=none"))
                              .withLeaveOnServer(new LeaveOnServer.Delete())));
      new Pop3Sync(LoopbackConnections.plain(), store, new MessageReader(), Clock.systemUTC())
          .sync(
              account,
              Secret.of("secret"),
              false,
              () -> false,
              (m, done, total) -> {},
              new Pop3Sync.Tally());
    }
  }
}
