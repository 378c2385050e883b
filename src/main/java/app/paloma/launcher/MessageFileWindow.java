package app.paloma.launcher;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.AttachmentFiles;
import app.paloma.ui.reader.ReaderView;
import app.paloma.ui.reader.ReaderViewModel;
import app.paloma.ui.reader.RemotePictures;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;

/// A window with one message from a file: `paloma FILE.eml`.
final class MessageFileWindow {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 680;

  private MessageFileWindow() {}

  static void open(
      Path file,
      AppContext context,
      UiExecutor executor,
      Theme theme,
      Locale locale,
      Stage mainStage,
      Consumer<URI> openLink,
      Consumer<String> openMailto) {
    Messages words = Messages.ui(locale);
    ReaderViewModel model =
        new ReaderViewModel(
            new MessageFile(file, context.reader(), context.cleaner()),
            RemotePictures.overHttp(),
            executor,
            _ -> {});
    model.darkProperty().bind(theme.dark());
    ReaderView view =
        new ReaderView(
            model,
            words,
            new Formats(words, context.clock()),
            theme,
            executor,
            new AttachmentFiles(),
            new Surroundings(openLink, openMailto, locale));
    Scene scene = new Scene(new BorderPane(view), WIDTH, HEIGHT);
    theme.apply(scene);
    Stage stage = new Stage();
    stage.setTitle(file.getFileName().toString());
    stage.getIcons().setAll(mainStage.getIcons());
    stage.setScene(scene);
    stage.show();
    model.show(List.of(MessageFile.ID));
  }

  /// What the reader asks for around it.
  private record Surroundings(Consumer<URI> openLink, Consumer<String> mailto, Locale locale)
      implements ReaderView.Surroundings {
    @Override
    public void openLink(URI target) {
      openLink.accept(target);
    }

    @Override
    public void openMailto(String url) {
      mailto.accept(url);
    }

    @Override
    public void openFile(Path target) {
      openLink.accept(target.toUri());
    }

    @Override
    public void say(String text) {
      // The window of one message has no place for notes; what failed is shown in the reader.
    }

    @Override
    public void toggleFlag(MessageSummary message) {
      // A file has no flags.
    }

    @Override
    public String explain(Exception failure) {
      ErrorText.Explanation text = ErrorText.explain(failure, "", locale);
      return (text.what() + " " + text.why() + " " + text.advice()).strip();
    }
  }
}
