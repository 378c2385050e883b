package app.paloma.ui.shell;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.Store;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.RemotePictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.embed.swing.SwingFXUtils;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Renders the ways to arrange lists and readers, for people to look at: `mvn test
/// -Dtest=ReadingTour -Dtest.excludedGroups=none`.
@Tag("slow")
@Tag("tour")
public class ReadingTour {
  @TempDir Path directory;

  private final Path pictures =
      Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));
  private MailViewModel model;
  private MainWindow window;

  @Test
  void arrangements() throws Exception {
    Toolkit.start();
    Files.createDirectories(pictures);
    try (Store store = DemoProfile.create(directory);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      tour(store, workers);
    }
  }

  private void tour(Store store, ExecutorService workers) throws Exception {
    ReadingPreferences reading = Toolkit.onFx(ReadingPreferences::usual);
    Stage[] stage = new Stage[1];
    window =
        Toolkit.onFx(() -> {
          Theme theme = new Theme();
          theme.appearance().set(Theme.Appearance.LIGHT);
          UiServices services =
              new UiServices(
                  store,
                  new ScreenshotTour.QuietEngines(),
                  new MessageReader(),
                  new HtmlCleaner(),
                  DemoProfile.CLOCK,
                  Locale.ENGLISH,
                  UiExecutor.javafx(workers),
                  theme,
                  uri -> {},
                  new RemotePictures(url -> null),
                  reading);
          MainWindow made =
              new MainWindow(services, new FakeWindows(), WindowPreferences.inMemory());
          stage[0] = new Stage();
          made.showOn(stage[0]);
          stage[0].setWidth(1280);
          stage[0].setHeight(800);
          return made;
        });
    model = window.model();
    Toolkit.until("list", () -> !model.list().rows().isEmpty());
    select("Garden plan");
    Toolkit.onFx(() -> {
      ((javafx.scene.control.ToggleButton) window.scene().lookup(".details-toggle"))
          .setSelected(true);
      return null;
    });
    shoot(window.scene(), "route");
    select("The gardener");
    shoot(window.scene(), "contact");
    Toolkit.onFx(() -> {
      model.list().arrangement().columnsProperty().set(true);
      reading.pane().set(ReadingPreferences.Pane.BELOW);
      return null;
    });
    select("Garden plan");
    shoot(window.scene(), "columns-below");
    Toolkit.onFx(() -> {
      reading.pane().set(ReadingPreferences.Pane.OFF);
      model.list().arrangement().sort(SortBy.FROM);
      window.messageWindows().open(model.list().current().orElseThrow());
      return null;
    });
    shoot(window.scene(), "columns-only");
    MessageWindow own = Toolkit.onFx(() -> window.messageWindows().all().getFirst());
    Toolkit.until("own window", () -> own.reader().open().isPresent());
    shoot(own.stage().getScene(), "own-window");
    Toolkit.onFx(() -> {
      window.messageWindows().close();
      model.list().arrangement().sort(SortBy.DATE);
      model.list().arrangement().columnsProperty().set(false);
      reading.pane().set(ReadingPreferences.Pane.RIGHT);
      return null;
    });
    select("Garden plan");
    Toolkit.onFx(() -> {
      window.actions().run("message.tag1");
      window.actions().run("message.tag4");
      return null;
    });
    Toolkit.onFx(() -> {
      window.listView().focusFilter();
      model.list().arrangement().tagProperty().set(model.list().tags().all().getFirst().keyword());
      return null;
    });
    shoot(window.scene(), "tag-filter");
    Toolkit.onFx(() -> {
      model.list().arrangement().clearFilters();
      model.folders().searches().save("from:lucía has:attachment");
      model.folders().searches().rename("from:lucía has:attachment", "Plans from Lucía");
      model.searchProperty().set("dinner");
      return null;
    });
    shoot(window.scene(), "search");
    Toolkit.onFx(() -> {
      model.saveSearch();
      return null;
    });
    shoot(window.scene(), "saved-search");
    Toolkit.onFx(() -> {
      model.goTo(model.folders().all().getFirst());
      return null;
    });
    select("Garden plan");
    Toolkit.onFx(() -> {
      KeyEvent press =
          new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ALT, false, false, true, false);
      KeyEvent release =
          new KeyEvent(KeyEvent.KEY_RELEASED, "", "", KeyCode.ALT, false, false, false, false);
      Event.fireEvent(window.scene().getRoot(), press);
      Event.fireEvent(window.scene().getRoot(), release);
      return null;
    });
    shoot(window.scene(), "tags-menu-bar");
    Toolkit.onFx(() -> {
      window.close();
      stage[0].close();
      return null;
    });
  }

  private void select(String subject) throws Exception {
    Toolkit.until(
        "row " + subject,
        () -> {
          for (int i = 0; i < Math.min(60, model.list().rows().size()); i++) {
            int row = i;
            boolean found =
                model
                    .list()
                    .rows()
                    .get(row)
                    .summary()
                    .filter(m -> m.subject().contains(subject))
                    .isPresent();
            if (found) {
              model
                  .list()
                  .selectionProperty()
                  .set(List.of(model.list().rows().get(row).messageId()));
              return true;
            }
          }
          return false;
        });
    Toolkit.until("message", () -> model.reader().open().isPresent());
  }

  private void shoot(Scene scene, String name) throws Exception {
    Toolkit.settle(900);
    var image = Toolkit.onFx(() -> scene.snapshot(null));
    ImageIO.write(
        SwingFXUtils.fromFXImage(image, null),
        "png",
        pictures.resolve("reading-" + name + ".png").toFile());
  }
}
