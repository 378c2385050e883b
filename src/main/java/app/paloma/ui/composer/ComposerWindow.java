package app.paloma.ui.composer;

import app.paloma.mime.MessageComposer;
import app.paloma.model.Draft;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.WarmUp;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;

/// One message being written, in its own window. UI thread only.
public final class ComposerWindow {
  private static final double WIDTH = 780;
  private static final double HEIGHT = 680;

  private final Stage stage = new Stage();
  private final ComposerViewModel model;
  private final ComposerView view;

  public ComposerWindow(ComposerEnvironment environment, Draft draft) {
    Messages words = words(environment);
    model =
        new ComposerViewModel(
            environment.services(),
            environment.settings().get(),
            draft,
            environment.executor(),
            new FxDelays(),
            environment.clock(),
            words,
            environment.host());
    Theme theme = environment.theme();
    view = new ComposerView(model, theme);
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.3);
    Scene scene = new Scene(view.root(), WIDTH * grow, Math.min(680, HEIGHT * grow));
    theme.apply(scene);
    stage.setScene(scene);
    stage.setMinWidth(420);
    stage.setMinHeight(360);
    stage
        .titleProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.subjectProperty().get().isBlank()
                        ? words.get("title.new")
                        : model.subjectProperty().get(),
                model.subjectProperty()));
    stage.setOnCloseRequest(e -> {
      e.consume();
      model.close();
    });
    model
        .closedProperty()
        .subscribe(closed -> {
          if (closed) {
            stage.hide();
          }
        });
    Subscription style = view.editor().followTheme();
    stage.addEventHandler(WindowEvent.WINDOW_HIDDEN, _ -> style.unsubscribe());
  }

  /// Does ahead what the first composer of a program costs.
  public static void warmUp(ComposerEnvironment environment, WarmUp warmUp) {
    warmUp.page(() -> {
      Draft empty =
          MessageComposer.ofMailto("mailto:", environment.services().accounts().getFirst());
      ComposerViewModel model =
          new ComposerViewModel(
              environment.services(),
              ComposerSettings.DEFAULT,
              empty,
              UiExecutor.direct(),
              (_, _) -> () -> {},
              environment.clock(),
              words(environment),
              ComposerHost.NONE);
      return new ComposerView(model, environment.theme()).root();
    });
    warmUp.step(() -> {
      RichEditor editor = new RichEditor(() -> {}, _ -> {}, () -> {});
      warmUp.keep(editor);
      editor.load("<p><br></p>", "", "", false);
    });
  }

  private static Messages words(ComposerEnvironment environment) {
    return Messages.of("/app/paloma/ui/composer/ComposerMessages", environment.locale());
  }

  public void show() {
    stage.show();
    view.focusFirst();
  }

  public Stage stage() {
    return stage;
  }

  public ComposerViewModel model() {
    return model;
  }
}
