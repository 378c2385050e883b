package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Which page is open, what is searched for, and the accounts. UI thread only.
public final class SettingsViewModel implements AutoCloseable {
  /// The pages, in the order of the list.
  public enum Page {
    ACCOUNTS,
    APPEARANCE,
    READING,
    WRITING,
    NETWORK,
    ADVANCED
  }

  private final SettingsServices services;
  private final UiExecutor executor;
  private final Messages words;
  private final ObjectProperty<Page> page = new SimpleObjectProperty<>(Page.ACCOUNTS);
  private final StringProperty search = new SimpleStringProperty("");
  private final ObservableList<Account> accounts = FXCollections.observableArrayList();
  private final AutoCloseable subscription;

  public SettingsViewModel(SettingsServices services, UiExecutor executor, Messages words) {
    this.services = services;
    this.executor = executor;
    this.words = words;
    subscription = services.subscribe(() -> executor.ui(this::refresh));
    refresh();
  }

  public ObjectProperty<Page> pageProperty() {
    return page;
  }

  public StringProperty searchProperty() {
    return search;
  }

  public ObservableList<Account> accounts() {
    return accounts;
  }

  public Messages words() {
    return words;
  }

  public SettingsServices services() {
    return services;
  }

  public UiExecutor executor() {
    return executor;
  }

  private void refresh() {
    executor.load(
        services::accounts,
        found -> {
          if (!found.equals(accounts)) {
            accounts.setAll(found);
          }
        },
        e -> {});
  }

  /// Whether a setting with this text is looked for: all typed words are in it, accents aside.
  public static boolean matches(String typed, List<String> texts) {
    String all = plain(String.join(" ", texts));
    for (String word : plain(typed).split("\\s+")) {
      if (!all.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "");
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
