package app.paloma.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.ui.Preferences;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.accounts.FakeAccounts;
import app.paloma.ui.settings.SettingsViewModel.Page;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettingsWindowTest {
  private SettingsWindow window;

  @BeforeAll
  static void toolkit() throws InterruptedException {
    Toolkit.start();
  }

  private <T> T ask(Callable<T> question) throws Exception {
    return Toolkit.onFx(question);
  }

  @SuppressWarnings("unchecked")
  private ListView<Page> pages() {
    return (ListView<Page>) window.stage().getScene().lookup("#settings-pages");
  }

  private TextField search() {
    return (TextField) window.stage().getScene().lookup("#settings-search");
  }

  private String heading() {
    return ((Label) window.stage().getScene().lookup(".settings-heading")).getText();
  }

  @Test
  void whileSomethingIsSearchedEachPageCanBeChosenAlsoTheOneBefore() throws Exception {
    window =
        ask(() -> {
          SettingsWindow made =
              new SettingsWindow(
                  new FakeSettings(new FakeAccounts()),
                  new Preferences(Preferences.read(key -> Optional.empty()), (key, value) -> {}),
                  ReadingPreferences.usual(),
                  UiExecutor.direct(),
                  new Theme(),
                  Locale.ENGLISH,
                  () -> {});
          made.show(null, Optional.empty());
          made.page(Page.ADVANCED);
          return made;
        });
    ask(() -> {
      search().setText("theme");
      return null;
    });
    assertThat(ask(this::heading)).isEqualTo("Appearance");
    assertThat(ask(() -> pages().getSelectionModel().isEmpty())).isTrue();
    ask(() -> {
      pages().getSelectionModel().select(Page.ADVANCED);
      return null;
    });
    assertThat(ask(this::heading)).isEqualTo("Advanced");
    assertThat(ask(() -> search().getText())).isEmpty();
    ask(() -> {
      search().setText("theme");
      search().setText("");
      return null;
    });
    assertThat(ask(this::heading)).as("the page before the search").isEqualTo("Advanced");
    assertThat(ask(() -> pages().getSelectionModel().getSelectedItem())).isEqualTo(Page.ADVANCED);
    ask(() -> {
      window.stage().close();
      return null;
    });
  }
}
