package app.paloma.ui.shell;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.model.MessageId;
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
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/// The main window over a profile with believable mail, for tests and tours.
final class DemoWindow implements AutoCloseable {
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Store store;
  private final MainWindow window;
  private final ReadingPreferences reading;
  private Stage stage;

  private DemoWindow(Path directory, Locale locale, Theme.Appearance look, int width, int height)
      throws Exception {
    Toolkit.start();
    store = DemoProfile.create(directory);
    reading = Toolkit.onFx(ReadingPreferences::usual);
    window =
        Toolkit.onFx(() -> {
          Theme theme = new Theme();
          theme.appearance().set(look);
          UiServices services =
              new UiServices(
                  store,
                  new ScreenshotTour.QuietEngines(),
                  new MessageReader(),
                  new HtmlCleaner(),
                  DemoProfile.CLOCK,
                  locale,
                  UiExecutor.javafx(workers),
                  theme,
                  uri -> {},
                  new RemotePictures(url -> null),
                  reading);
          MainWindow made =
              new MainWindow(services, new FakeWindows(), WindowPreferences.inMemory());
          stage = new Stage();
          made.showOn(stage);
          stage.setWidth(width);
          stage.setHeight(height);
          return made;
        });
    Toolkit.until("the list is there", () -> !model().list().rows().isEmpty());
  }

  static DemoWindow open(Path directory) throws Exception {
    return new DemoWindow(directory, Locale.ENGLISH, Theme.Appearance.LIGHT, 1280, 800);
  }

  static DemoWindow open(
      Path directory, Locale locale, Theme.Appearance look, int width, int height)
      throws Exception {
    return new DemoWindow(directory, locale, look, width, height);
  }

  Store store() {
    return store;
  }

  ReadingPreferences reading() {
    return reading;
  }

  Stage stage() {
    return stage;
  }

  MainWindow window() {
    return window;
  }

  MailViewModel model() {
    return window.model();
  }

  void run(String action) throws Exception {
    Toolkit.onFx(() -> {
      window.actions().run(action);
      return null;
    });
  }

  /// Selects a row, whose content is asked for.
  MessageId select(int row) throws Exception {
    return Toolkit.onFx(() -> {
      MessageId id = new MessageId(model().list().rows().idAt(row));
      model().list().rows().get(row);
      model().list().selectionProperty().set(List.of(id));
      return id;
    });
  }

  /// Selects a message and waits until it is drawn.
  void read(MessageId id) throws Exception {
    Toolkit.onFx(() -> {
      model().list().selectionProperty().set(List.of(id));
      return null;
    });
    Toolkit.until("it is open", () -> model().reader().open().isPresent());
    Toolkit.settle(1500);
  }

  void shoot(String name) throws Exception {
    shoot(window.scene(), name);
  }

  static void shoot(Scene scene, String name) throws Exception {
    Path pictures = Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));
    Files.createDirectories(pictures);
    ImageIO.write(
        Toolkit.onFx(() -> SwingFXUtils.fromFXImage(scene.snapshot(null), null)),
        "png",
        pictures.resolve(name + ".png").toFile());
  }

  @Override
  public void close() {
    try {
      Toolkit.onFx(() -> {
        window.close();
        stage.close();
        return null;
      });
      Toolkit.settle(1200);
    } catch (Exception e) {
      throw new AssertionError("the window does not close", e);
    }
    workers.shutdown();
    store.close();
  }
}
