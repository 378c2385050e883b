package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.ui.accounts.AccountServices;
import app.paloma.ui.accounts.FakeAccounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A profile with the given accounts.
public record FakeSettings(FakeAccounts fake) implements SettingsServices {
  @Override
  public AccountServices accountServices() {
    return fake;
  }

  @Override
  public List<Account> accounts() {
    return List.copyOf(fake.stored);
  }

  @Override
  public AutoCloseable subscribe(Runnable changed) {
    return () -> {};
  }

  @Override
  public boolean online() {
    return true;
  }

  @Override
  public void setOnline(boolean online) {}

  @Override
  public Path profile() {
    return Path.of("/home/ines/.local/share/paloma");
  }

  @Override
  public String passwordsKept() {
    return "GNOME Keyring";
  }

  @Override
  public Optional<Supplier<String>> transcript() {
    return Optional.of(() -> "C: A1 LOGIN ines@ejemplo.cl ***\nS: A1 OK Logged in\n");
  }
}
