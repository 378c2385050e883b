package app.paloma.launcher;

import app.paloma.ui.WarmUp;
import atlantafx.base.controls.ToggleSwitch;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

/// What the windows beside the main one are made of, loaded before somebody opens them.
final class FirstOpenings {
  private static final List<String> MAIN =
      List.of(
          "app.paloma.ui.Icons",
          "app.paloma.ui.Formats",
          "app.paloma.ui.shell.MainWindow",
          "app.paloma.ui.shell.MainToolBar",
          "app.paloma.ui.messages.MessageListView",
          "app.paloma.ui.messages.MessageCell",
          "app.paloma.ui.folders.FolderTreeView",
          "app.paloma.ui.folders.FolderCell",
          "app.paloma.ui.reader.ReaderView",
          "app.paloma.ui.reader.BodyView");
  private static final List<String> OTHERS =
      List.of(
          "app.paloma.ui.accounts.PasswordPrompt",
          "app.paloma.ui.accounts.CertificateQuestion",
          "app.paloma.ui.accounts.AddAccountView",
          "app.paloma.ui.accounts.AddAccountViewModel",
          "app.paloma.ui.settings.SettingsWindow",
          "app.paloma.ui.settings.SettingsPages",
          "app.paloma.ui.settings.AccountPage",
          "app.paloma.ui.outbox.OutboxWindow");

  private FirstOpenings() {}

  static void prepare(WarmUp warmUp) {
    warmUp.page(FirstOpenings::controls);
  }

  /// The main window's own classes: on a worker, while the toolkit and the profile open.
  static void loadMain() {
    load(MAIN);
    java.text.Collator.getInstance();
  }

  private static void load(List<String> classes) {
    for (String name : classes) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Parent controls() {
    load(OTHERS);
    return new VBox(
        new ComboBox<>(),
        new ChoiceBox<>(),
        new ToggleSwitch(),
        new TextArea(),
        new PasswordField(),
        new CheckBox(),
        new RadioButton(),
        new ProgressBar());
  }
}
