package app.paloma.ui.shell;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.RemotePictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Renders the main window in its states, for people to look at: `mvn test -Dtest=ScreenshotTour
/// -Dtest.excludedGroups=none`.
@Tag("slow")
@Tag("tour")
public class ScreenshotTour {
  @TempDir Path directory;

  private final Path pictures =
      Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));

  private static final String PICTURE = picture();

  /// Hills at dusk, as a server would send them.
  private static String picture() {
    BufferedImage image = new BufferedImage(600, 260, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 600; x++) {
      double far = 130 + 24 * Math.sin(x / 70.0) + 10 * Math.sin(x / 23.0);
      double near = 190 + 30 * Math.sin(x / 110.0 + 2) + 5 * Math.sin(x / 17.0);
      for (int y = 0; y < 260; y++) {
        int sky = 0xf6b98a - (y / 3 << 8);
        image.setRGB(x, y, y > near ? 0x2f4858 : y > far ? 0x86677f : sky);
      }
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Engines that do nothing but say what they are told to say.
  static final class QuietEngines implements Engines {
    private Consumer<Status> listener = status -> {};

    volatile int looks;
    volatile boolean online = true;

    @Override
    public void syncAll() {
      looks++;
    }

    SyncEngine.Report compared;

    @Override
    public SyncEngine.Report verify(AccountId account) {
      return compared;
    }

    @Override
    public void cancel(AccountId account) {}

    @Override
    public void setOnline(boolean now) {
      online = now;
    }

    @Override
    public void fetchBody(MessageId id) throws MailException {}

    @Override
    public void fetchText(MessageId id) {}

    @Override
    public void fetchPart(
        MessageId id,
        String section,
        long from,
        long octets,
        OutputStream to,
        FetchProgress progress) {
      // On its way as long as somebody looks.
      for (int i = 0; i < 100 && progress.at(octets * 2 / 5, octets); i++) {
        LockSupport.parkNanos(50_000_000);
      }
    }

    @Override
    public void send(AccountId account, byte[] message) {}

    @Override
    public void sendReceipt(MessageSummary about, List<Address> to, byte[] receipt) {}

    @Override
    public AutoCloseable subscribe(Consumer<Status> newListener) {
      listener = newListener;
      return () -> {};
    }

    void say(Status status) {
      listener.accept(status);
    }
  }

  @Test
  void mainWindow() throws Exception {
    Toolkit.start();
    Files.createDirectories(pictures);
    try (Store store = DemoProfile.create(directory)) {
      tour(store, Locale.ENGLISH, "en");
      tour(store, Locale.of("es"), "es");
    }
  }

  private void tour(Store store, Locale locale, String language) throws Exception {
    QuietEngines engines = new QuietEngines();
    Theme theme =
        Toolkit.onFx(() -> {
          Theme made = new Theme();
          made.appearance().set(Theme.Appearance.LIGHT);
          return made;
        });
    UiServices services =
        new UiServices(
            store,
            engines,
            new MessageReader(),
            new HtmlCleaner(),
            DemoProfile.CLOCK,
            locale,
            UiExecutor.javafx(Executors.newVirtualThreadPerTaskExecutor()),
            theme,
            uri -> {},
            new RemotePictures(url -> PICTURE),
            ReadingPreferences.usual());
    Stage[] stage = new Stage[1];
    MainWindow window =
        Toolkit.onFx(() -> {
          MainWindow made =
              new MainWindow(services, new FakeWindows(), WindowPreferences.inMemory());
          stage[0] = new Stage();
          made.showOn(stage[0]);
          return made;
        });
    MailViewModel model = window.model();
    Toolkit.until("list", () -> !model.list().rows().isEmpty());
    size(stage[0], 1280, 800);
    shoot(window, language + "-main-nothing");
    open(model, 0);
    shoot(window, language + "-main");
    openSubject(model, "card");
    shoot(window, language + "-phishing");
    openSubject(model, "Garden plan");
    shoot(window, language + "-invitation");
    openSubject(model, "Choir rehearsal");
    shoot(window, language + "-invitation-weekly");
    openSubject(model, "Accepted: Visit");
    shoot(window, language + "-invitation-reply");
    openSubject(model, "Cancelled: Lunch");
    shoot(window, language + "-invitation-cancelled");
    openSubject(model, "Nueva colecci");
    shoot(window, language + "-newsletter");
    Toolkit.onFx(() -> {
      model.reader().loadImages();
      return null;
    });
    Toolkit.until("images", () -> model.reader().open().filter(m -> m.imagesShown()).isPresent());
    shoot(window, language + "-newsletter-images");
    Toolkit.onFx(() -> {
      theme.appearance().set(Theme.Appearance.DARK);
      return null;
    });
    Toolkit.settle(900);
    shoot(window, language + "-newsletter-dark");
    open(model, 0);
    shoot(window, language + "-main-dark");
    Toolkit.onFx(() -> {
      window.actions().run("palette");
      return null;
    });
    shoot(window, language + "-palette-dark");
    Toolkit.onFx(() -> {
      theme.appearance().set(Theme.Appearance.LIGHT);
      window.actions().run("help.shortcuts");
      return null;
    });
    shoot(window, language + "-shortcuts");
    Toolkit.onFx(() -> {
      window.closeOverlay();
      window.actions().run("message.move");
      return null;
    });
    shoot(window, language + "-move-to");
    Toolkit.onFx(() -> {
      window.closeOverlay();
      model.list().arrangement().threadsProperty().set(true);
      return null;
    });
    Toolkit.settle(500);
    Toolkit.onFx(() -> {
      for (int i = 0; i < Math.min(8, model.list().rows().size()); i++) {
        if (model.list().rows().get(i).isConversation()) {
          model.list().toggleConversation(model.list().rows().get(i));
          break;
        }
      }
      window.listView().focusFilter();
      return null;
    });
    shoot(window, language + "-conversations-filter");
    Toolkit.onFx(() -> {
      model.list().arrangement().threadsProperty().set(false);
      model.searchProperty().set("zzzz");
      return null;
    });
    shoot(window, language + "-search-nothing");
    Toolkit.onFx(() -> {
      model.searchProperty().set("");
      model.list().arrangement().clearFilters();
      model.say(Messages.ui(locale).count("toast.archived", 1));
      engines.say(new Status.Working(new AccountId(1), "INBOX", 2310, 10_000, 812));
      return null;
    });
    Toolkit.until("folder again", () -> !model.list().rows().isEmpty());
    openRow(model, s -> s.hasAttachments());
    shoot(window, language + "-attachments-progress");
    openRow(model, s -> s.subject().codePoints().anyMatch(c -> c >= 0x600 && c < 0x700));
    shoot(window, language + "-arabic");
    size(stage[0], 1024, 700);
    openRow(model, s -> s.subject().codePoints().anyMatch(c -> c >= 0x4e00 && c < 0x9fff));
    shoot(window, language + "-1024-chinese");
    size(stage[0], 800, 640);
    shoot(window, language + "-medium");
    size(stage[0], 480, 700);
    shoot(window, language + "-narrow");
    size(stage[0], 1024, 700);
    Toolkit.onFx(() -> {
      theme.textSize().set(200);
      return null;
    });
    Toolkit.settle(500);
    shoot(window, language + "-200-percent");
    Toolkit.onFx(() -> {
      window.actions().run("message.flag");
      window.showReader();
      return null;
    });
    shoot(window, language + "-200-percent-reader");
    Toolkit.onFx(() -> {
      theme.textSize().set(100);
      model.folders().all().stream()
          .filter(n -> n.title().equals("Garden"))
          .findFirst()
          .ifPresent(model::goTo);
      return null;
    });
    size(stage[0], 1280, 800);
    shoot(window, language + "-empty-folder");
    Toolkit.onFx(() -> {
      window.close();
      stage[0].close();
      return null;
    });
  }

  private void open(MailViewModel model, int row) throws Exception {
    Toolkit.onFx(() -> {
      model.list().selectionProperty().set(List.of(new MessageId(model.list().rows().idAt(row))));
      return null;
    });
    Toolkit.until("message", () -> model.reader().open().isPresent());
  }

  private void openSubject(MailViewModel model, String word) throws Exception {
    openRow(model, s -> s.subject().contains(word));
  }

  private void openRow(
      MailViewModel model, java.util.function.Predicate<app.paloma.model.MessageSummary> wanted)
      throws Exception {
    int rows = Toolkit.onFx(() -> model.list().rows().size());
    for (int i = 0; i < rows; i++) {
      int row = i;
      Toolkit.onFx(() -> model.list().rows().get(row));
      if (Toolkit.onFx(() -> model.list().rows().peek(row).isEmpty())) {
        Toolkit.until("row", () -> model.list().rows().peek(row).isPresent());
      }
      if (Toolkit.onFx(() -> wanted.test(model.list().rows().peek(row).get()))) {
        open(model, row);
        return;
      }
    }
  }

  private void size(Stage stage, double width, double height) throws Exception {
    Toolkit.onFx(() -> {
      stage.setWidth(width);
      stage.setHeight(height);
      return null;
    });
    Toolkit.settle(200);
  }

  private void shoot(MainWindow window, String name) throws Exception {
    Toolkit.settle(700);
    write(Toolkit.onFx(() -> window.scene().snapshot(null)), name);
  }

  private void write(WritableImage image, String name) throws IOException {
    File file = pictures.resolve("main-" + name + ".png").toFile();
    ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file);
  }
}
