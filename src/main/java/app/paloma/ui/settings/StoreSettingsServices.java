package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.security.CredentialStore;
import app.paloma.store.Store;
import app.paloma.store.StoreChange;
import app.paloma.sync.SyncEngine;
import app.paloma.ui.accounts.AccountServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The settings window's services over the profile and the engines.
///
/// @param goOnline or off line, where the main window shows it; called on any thread
public record StoreSettingsServices(
    Store store,
    SyncEngine sync,
    Consumer<Boolean> goOnline,
    CredentialStore credentials,
    AccountServices accountServices,
    Optional<Supplier<String>> transcript)
    implements SettingsServices {
  @Override
  public List<Account> accounts() {
    return store.accounts().list();
  }

  @Override
  public AutoCloseable subscribe(Runnable changed) {
    return store.subscribe(change -> {
      if (change instanceof StoreChange.Accounts || change instanceof StoreChange.External) {
        changed.run();
      }
    });
  }

  @Override
  public boolean online() {
    return sync.isOnline();
  }

  @Override
  public void setOnline(boolean online) {
    goOnline.accept(online);
  }

  @Override
  public Path profile() {
    return store.profile();
  }

  @Override
  public String passwordsKept() {
    return credentials.description();
  }
}
