package app.paloma.launcher;

import app.paloma.ui.folders.FolderNode;
import app.paloma.ui.shell.MainWindow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What a person does on a first day, done once while Paloma is built: the virtual machine writes
/// what it loaded and which code ran often into the ahead-of-time cache, so that a first opening of
/// anything is as quick as a second one.
final class Rehearsal {
  private static final Duration STEP = Duration.ofMillis(350);

  private final MainWindow window;
  private final AppWindows windows;
  private final Deque<Runnable> steps = new ArrayDeque<>();

  Rehearsal(MainWindow window, AppWindows windows) {
    this.window = window;
    this.windows = windows;
  }

  /// Begins when a message is shown, and ends the program.
  void run() {
    for (int i = 0; i < 12; i++) {
      does("go.nextUnread");
    }
    for (String opened :
        List.of("compose", "message.reply", "message.forward", "message.window", "settings")) {
      does(opened);
      steps.add(() -> {});
      steps.add(this::type);
      steps.add(this::leaveOnlyMain);
    }
    for (String shown :
        List.of("help.shortcuts", "palette", "message.move", "go.folder", "message.source")) {
      does(shown);
      steps.add(this::leaveOnlyMain);
    }
    for (String changed :
        List.of(
            "message.flag",
            "message.read",
            "message.archive",
            "undo",
            "message.delete",
            "undo",
            "view.conversations",
            "view.conversations",
            "view.dark",
            "view.dark",
            "mail.get")) {
      does(changed);
    }
    steps.add(this::otherFolders);
    for (String typed : List.of("a", "ma", "mar", "")) {
      steps.add(() -> window.model().searchProperty().set(typed));
    }
    steps.add(this::openMenu);
    steps.add(this::leaveOnlyMain);
    steps.add(windows::openAddAccount);
    steps.add(this::type);
    steps.add(this::leaveOnlyMain);
    steps.add(() -> windows.openSettings(Optional.empty()));
    steps.add(windows::openOutbox);
    steps.add(this::leaveOnlyMain);
    steps.add(Platform::exit);
    next();
  }

  private void otherFolders() {
    for (FolderNode node : window.model().folders().all()) {
      if (node instanceof FolderNode.Folder) {
        steps.addFirst(() -> window.model().goTo(node));
      }
    }
  }

  private void does(String action) {
    steps.add(() -> window.actions().run(action));
  }

  private void next() {
    PauseTransition pause = new PauseTransition(javafx.util.Duration.millis(STEP.toMillis()));
    pause.setOnFinished(_ -> {
      Runnable step = steps.removeFirst();
      if (!steps.isEmpty()) {
        next();
      }
      step.run();
    });
    pause.play();
  }

  private void type() {
    for (javafx.stage.Window shown : List.copyOf(javafx.stage.Window.getWindows())) {
      if (shown.getScene().getFocusOwner() != null) {
        for (String letter : List.of("a", "n", "a")) {
          shown
              .getScene()
              .getFocusOwner()
              .fireEvent(
                  new KeyEvent(
                      KeyEvent.KEY_TYPED,
                      letter,
                      "",
                      KeyCode.UNDEFINED,
                      false,
                      false,
                      false,
                      false));
        }
      }
    }
  }

  private void openMenu() {
    if (window.scene().lookup(".menu-button") instanceof MenuButton menu) {
      menu.show();
    }
  }

  private void leaveOnlyMain() {
    window.closeOverlay();
    for (javafx.stage.Window shown : List.copyOf(javafx.stage.Window.getWindows())) {
      if (shown != window.scene().getWindow()) {
        shown.hide();
      }
    }
  }
}
