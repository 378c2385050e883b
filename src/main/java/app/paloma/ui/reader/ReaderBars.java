package app.paloma.ui.reader;

import app.paloma.mime.MessageContent.Warning;
import app.paloma.mime.MimeText;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.NoticeBar;
import app.paloma.ui.ReadingPreferences.RemoteImages;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The quiet lines above a text: what is wrong with the message, what of it is not here, what was
/// kept out of it.
final class ReaderBars extends VBox {
  private final ReaderViewModel model;
  private final Messages words;
  private final Formats formats;
  private final Function<Exception, String> explain;

  ReaderBars(
      ReaderViewModel model, Messages words, Formats formats, Function<Exception, String> explain) {
    this.model = model;
    this.words = words;
    this.formats = formats;
    this.explain = explain;
    getStyleClass().add("reader-bars");
    model.fetchingProperty().addListener(o -> show());
    model.fetchFailureProperty().addListener(o -> show());
  }

  void show() {
    getChildren().clear();
    model.open().ifPresent(this::show);
    setVisible(!getChildren().isEmpty());
    setManaged(isVisible());
  }

  private void show(OpenMessage message) {
    if (message.quarantine().isPresent()) {
      add(
          "danger",
          "error",
          words.get("bar.quarantine", message.quarantine().get()),
          button("bar.fetchAgain", model::fetchRest));
    }
    if (message.hasSuspiciousLinks()) {
      add("danger", "phishing", words.get("bar.phishing"));
    }
    for (Warning warning : message.warnings()) {
      add("warning", "warning", MimeText.of(warning.key(), warning.arguments(), words.locale()));
    }
    if (!message.isWhole()) {
      getChildren().add(partial());
    }
    if (message.blockedImages() > 0) {
      add(
          "quiet",
          "image-off",
          words.count("bar.images", message.blockedImages()),
          model.choices().remoteImages().get() == RemoteImages.NEVER
              ? new Node[0]
              : new Node[] {
                button("bar.loadImages", model::loadImages),
                button("bar.alwaysImages", model::alwaysLoadImages)
              });
    } else if (message.trackers() > 0) {
      add("quiet", "shield", words.count("bar.trackers", message.trackers()));
    }
  }

  private Node partial() {
    if (model.fetchingProperty().get()) {
      ProgressBar progress = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
      progress.setPrefWidth(96);
      return bar("quiet", "get-mail", words.get("bar.fetching"), progress);
    }
    Optional<Exception> failure = Optional.ofNullable(model.fetchFailureProperty().get());
    long absent = model.open().map(OpenMessage::absentOctets).orElse(-1L);
    if (failure.isEmpty() && absent >= 0) {
      return bar(
          "quiet",
          "attachment",
          words.get("bar.filesOnServer", formats.size(absent)),
          button("bar.fetchAll", model::fetchRest));
    }
    return bar(
        "warning",
        "get-mail",
        failure
            .map(e -> words.get("bar.partialFailed", explain.apply(e)))
            .orElseGet(() -> words.get("bar.partial")),
        button("bar.fetch", model::fetchRest));
  }

  private Button button(String key, Runnable action) {
    Button button = new Button(words.get(key));
    button.getStyleClass().add("bar-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(e -> action.run());
    return button;
  }

  private void add(String kind, String icon, String text, Node... right) {
    getChildren().add(bar(kind, icon, text, right));
  }

  private static NoticeBar bar(String kind, String icon, String text, Node... right) {
    return new NoticeBar(kind, icon, new Label(text), right);
  }
}
