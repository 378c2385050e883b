package app.paloma.ui.outbox;

import app.paloma.model.AccountId;
import app.paloma.model.Draft;
import app.paloma.model.MailException;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The list of messages that have not left. UI thread only.
public final class OutboxWindow {
  private final Stage stage = new Stage();

  public OutboxWindow(
      OutboxServices services,
      UiExecutor executor,
      Theme theme,
      Locale locale,
      Clock clock,
      Consumer<Draft> onEdit,
      BiConsumer<AccountId, MailException> onRepair) {
    Messages words = Messages.of("/app/paloma/ui/outbox/OutboxMessages", locale);
    OutboxViewModel model = new OutboxViewModel(services, executor, words, clock, onEdit, onRepair);
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.4);
    Scene scene =
        new Scene(
            new OutboxView(model).root(), Math.min(960, 680 * grow), Math.min(680, 560 * grow));
    theme.apply(scene);
    scene.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        stage.close();
        e.consume();
      }
    });
    stage.setScene(scene);
    stage.setTitle(words.get("title"));
    // Whether the user is off line is not known to the store.
    stage
        .focusedProperty()
        .addListener((o, was, is) -> {
          if (is) {
            model.refresh();
          }
        });
    stage.setOnHidden(e -> model.close());
  }

  public void show(Window owner) {
    if (owner != null && stage.getOwner() == null) {
      stage.initOwner(owner);
    }
    stage.show();
  }

  public Stage stage() {
    return stage;
  }
}
