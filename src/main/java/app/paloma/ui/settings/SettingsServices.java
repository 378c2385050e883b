package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.ui.accounts.AccountServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the settings window needs of the rooms below. [#accounts] blocks.
public interface SettingsServices {
  AccountServices accountServices();

  List<Account> accounts();

  /// Calls when accounts were added, changed or removed, on any thread.
  AutoCloseable subscribe(Runnable changed);

  boolean online();

  void setOnline(boolean online);

  Path profile();

  /// Where passwords are kept, in words.
  String passwordsKept();

  /// The last lines of the dialogues with the servers, secrets masked; empty where none are kept.
  Optional<Supplier<String>> transcript();
}
