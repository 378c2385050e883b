package app.paloma.launcher;

import app.paloma.launcher.demo.DemoServer;
import app.paloma.model.Account;
import app.paloma.model.Secret;
import app.paloma.security.CredentialStore;
import app.paloma.ui.Preferences;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.RemotePictures;
import app.paloma.ui.shell.Engines;
import app.paloma.ui.shell.MainWindow;
import app.paloma.ui.shell.UiServices;
import app.paloma.ui.shell.WindowPreferences;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/// The program with its window. [#init] opens the profile while the toolkit starts; the engines
/// begin after the first paint.
public final class PalomaApplication extends Application {
  private static final int WORKERS = 6;

  private final Arguments arguments = Window.arguments();
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, worker());
  private final UiExecutor executor = UiExecutor.javafx(workers);
  private AppContext context;
  private DemoServer demo;
  private SingleInstance instance;
  private AppWindows windows;
  private Preferences.Values choices;
  private Map<String, String> readingChoices = Map.of();
  private WindowPreferences memory;
  private boolean accounts;
  private Throwable failure;

  private static java.util.concurrent.ThreadFactory worker() {
    return Thread.ofPlatform().name("worker-", 0).daemon().factory();
  }

  @Override
  public void init() {
    workers.execute(FirstOpenings::loadMain);
    try {
      Path profile = profile();
      Optional<SingleInstance> claim =
          SingleInstance.claim(
              profile, arguments.open(), line -> Platform.runLater(() -> windows.open(line)));
      if (claim.isEmpty()) {
        return;
      }
      instance = claim.get();
      context = new AppContext(profile, arguments.transcript());
      if (demo != null) {
        addDemoAccount();
      }
      choices = Preferences.read(context.store().preferences()::get);
      readingChoices = ReadingPreferences.read(context.store().preferences()::get);
      memory = WindowPreferences.read(context.store().preferences(), executor);
      accounts = !context.store().accounts().list().isEmpty();
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private Path profile() throws IOException {
    if (!arguments.demo()) {
      return arguments.profile().orElseGet(AppDirs::profile);
    }
    System.setProperty("paloma.keyring", "off");
    demo = DemoServer.start(Instant.now());
    return arguments.profile().isPresent()
        ? arguments.profile().get()
        : Files.createTempDirectory("paloma-demo");
  }

  private void addDemoAccount() {
    Account account = demo.account();
    context
        .store()
        .accounts()
        .find(account.email())
        .ifPresent(old -> context.store().accounts().remove(old.id()));
    CredentialStore credentials = context.credentials();
    Secret<String> password = Secret.of(DemoServer.PASSWORD);
    credentials.store(
        CredentialStore.service(account.incoming()), account.incoming().user(), password);
    credentials.store(
        CredentialStore.service(account.outgoing()), account.outgoing().user(), password);
    context.store().accounts().add(account);
  }

  @Override
  public void start(Stage stage) {
    if (failure != null) {
      StartFailure.show(stage, failure, Locale.getDefault());
      return;
    }
    if (context == null) {
      // Another window has the profile, and has been told.
      Platform.exit();
      return;
    }
    for (int size : iconSizes()) {
      stage.getIcons().add(new Image("/app/paloma/launcher/paloma-" + size + ".png"));
    }
    Theme theme = new Theme();
    Preferences preferences =
        new Preferences(
            choices,
            (key, value) -> executor.work(() -> context.store().preferences().put(key, value)));
    preferences.dress(theme);
    ReadingPreferences reading =
        new ReadingPreferences(
            readingChoices,
            (key, value) -> executor.work(() -> context.store().preferences().put(key, value)));
    windows =
        new AppWindows(
            context,
            executor,
            theme,
            preferences,
            reading,
            Locale.getDefault(),
            stage,
            this::openLink);
    UiServices services =
        new UiServices(
            context.store(),
            Engines.of(context.sync(), context.outbox()),
            context.reader(),
            context.cleaner(),
            context.clock(),
            Locale.getDefault(),
            executor,
            theme,
            this::openLink,
            RemotePictures.overHttp(),
            reading);
    MainWindow main = new MainWindow(services, windows, memory);
    windows.attach(main);
    stage.setOnCloseRequest(event -> {
      event.consume();
      windows.quit();
    });
    main.showOn(stage);
    stage.setOnHidden(_ -> Platform.exit());
    if (!accounts) {
      windows.openAddAccount();
    }
    arguments.open().forEach(windows::open);
    Platform.runLater(() -> workers.execute(this::startEngines));
    arguments.selfTest().ifPresent(picture -> new SelfTest(main, picture).run());
    if (System.getProperty(Main.REHEARSAL) != null) {
      new Rehearsal(main, windows).run();
    }
  }

  private void startEngines() {
    context.sync().start();
    context.outbox().start();
  }

  private void openLink(URI link) {
    if ("mailto".equalsIgnoreCase(link.getScheme())) {
      windows.openMailto(link.toString());
    } else {
      workers.execute(() -> getHostServices().showDocument(link.toString()));
    }
  }

  @Override
  public void stop() throws Exception {
    workers.shutdown();
    workers.awaitTermination(2, TimeUnit.SECONDS);
    if (context != null) {
      context.close();
    }
    if (instance != null) {
      instance.close();
    }
    if (demo != null) {
      demo.close();
    }
    // Toolkit and media threads of others must not keep a closed program alive.
    System.exit(0);
  }

  /// On Linux the toolkit wants 128 pixels and would make them of a larger picture for each window.
  private static int[] iconSizes() {
    return System.getProperty("os.name").equals("Linux")
        ? new int[] {128}
        : new int[] {16, 32, 64, 128, 256};
  }
}
