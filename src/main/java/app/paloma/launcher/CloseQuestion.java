package app.paloma.launcher;

import app.paloma.store.OutboxStore.Entry;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/// Asked when the window is closed over mail in the outbox.
///
/// @param leaving goes out by itself when the program runs again
/// @param undecided does not without the user: refused, stopped, or of unknown outcome
/// @param next when the first of them is due, where the user put all of them off
record CloseQuestion(int leaving, int undecided, Optional<Instant> next) {
  /// What waits so that sending can be undone is not put off.
  private static final Duration SOON = Duration.ofMinutes(2);

  enum Answer {
    CLOSE,
    STAY,
    SHOW_OUTBOX
  }

  static CloseQuestion about(List<Entry> outbox, Instant now) {
    List<Instant> due =
        outbox.stream().filter(Entry::leavesByItself).map(Entry::notBefore).sorted().toList();
    return new CloseQuestion(
        due.size(),
        (int) outbox.stream().filter(Entry::waitsForUser).count(),
        due.stream().findFirst().filter(now.plus(SOON)::isBefore));
  }

  /// Closes without a word where there is nothing to say.
  Answer ask(Stage owner, Theme theme, Locale locale, Clock clock) {
    if (leaving + undecided == 0) {
      return Answer.CLOSE;
    }
    Messages words = Messages.of("/app/paloma/launcher/LauncherMessages", locale);
    ButtonType stay = new ButtonType(words.get("close.stay"), ButtonData.CANCEL_CLOSE);
    ButtonType close = new ButtonType(words.get("close.close"), ButtonData.OK_DONE);
    ButtonType show = new ButtonType(words.get("close.outbox"), ButtonData.LEFT);
    Alert alert =
        new Alert(
            Alert.AlertType.NONE,
            detail(words, new Formats(Messages.ui(locale), clock)),
            stay,
            close);
    if (undecided > 0) {
      alert.getButtonTypes().add(show);
    }
    alert.initOwner(owner);
    alert.setTitle(words.get("close.title"));
    alert.setHeaderText(words.count("close.header", leaving + undecided));
    for (ButtonType type : alert.getButtonTypes()) {
      Button button = (Button) alert.getDialogPane().lookupButton(type);
      button.setMinWidth(Region.USE_PREF_SIZE);
      ButtonBar.setButtonUniformSize(button, false);
    }
    theme.apply(alert.getDialogPane().getScene());
    ButtonType answer = alert.showAndWait().orElse(stay);
    return answer == close ? Answer.CLOSE : answer == show ? Answer.SHOW_OUTBOX : Answer.STAY;
  }

  String detail(Messages words, Formats formats) {
    if (undecided == 0 && next.isPresent()) {
      return words.count("close.later", leaving, formats.words(next.get()));
    }
    if (undecided == 0) {
      return words.count("close.leaving", leaving);
    }
    if (leaving == 0) {
      return words.count("close.undecided", undecided);
    }
    return words.count("close.some-leaving", leaving)
        + "\n"
        + words.count("close.some-undecided", undecided);
  }
}
