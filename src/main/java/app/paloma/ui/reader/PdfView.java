package app.paloma.ui.reader;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// One page of a PDF after the other; only the one on the screen is in memory.
final class PdfView extends BorderPane {
  /// Sharp on a screen with two pixels for one, and when the window is made larger.
  private static final int WIDTH = 1600;

  /// Nobody minds waiting so long, and many would mind a word that is gone at once.
  private static final Duration SHORT = Duration.ofMillis(300);

  private final PdfPages pages;
  private final Messages words;
  private final UiExecutor executor;
  private final ImageView picture = new ImageView();
  private final StackPane middle = new StackPane(picture);
  private final ScrollPane scroll = new ScrollPane(middle);
  private final Label where = new Label();
  private final Button previous;
  private final Button next;
  private int page;
  private int shown = -1;
  private int asked;

  PdfView(PdfPages pages, Messages words, UiExecutor executor) {
    this.pages = pages;
    this.words = words;
    this.executor = executor;
    previous = button("up", "pdf.previous", -1);
    next = button("down", "pdf.next", 1);
    picture.setPreserveRatio(true);
    picture
        .fitWidthProperty()
        .bind(scroll.widthProperty().map(width -> Math.clamp(width.doubleValue() - 24, 1, WIDTH)));
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    HBox bar = new HBox(8, previous, where, next);
    bar.getStyleClass().add("pdf-bar");
    bar.setAlignment(Pos.CENTER);
    setTop(bar);
    setCenter(scroll);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    show(0);
  }

  private Button button(String icon, String key, int step) {
    Button button = new Button(null, Icons.of(icon));
    button.getStyleClass().add("tool-button");
    button.setTooltip(new Tooltip(words.get(key)));
    button.setAccessibleText(words.get(key));
    button.setOnAction(e -> show(page + step));
    return button;
  }

  private void key(KeyEvent e) {
    int to =
        switch (e.getCode()) {
          case PAGE_DOWN, SPACE, RIGHT -> page + 1;
          case PAGE_UP, LEFT -> page - 1;
          case HOME -> 0;
          case END -> pages.count() - 1;
          default -> -2;
        };
    if (to != -2) {
      show(to);
      e.consume();
    }
  }

  private void show(int to) {
    if (to < 0 || to >= pages.count()) {
      return;
    }
    page = to;
    where.setText(words.get("pdf.page", page + 1, pages.count()));
    previous.setDisable(page == 0);
    next.setDisable(page == pages.count() - 1);
    int mine = ++asked;
    Consumer<Image> done =
        image -> {
          if (mine == asked) {
            shown = to;
            picture.setImage(image);
            middle.getChildren().setAll(picture);
            middle.setAccessibleText(where.getText());
            scroll.setVvalue(0);
          }
        };
    executor.later(
        SHORT,
        () -> {
          if (mine == asked && shown != to) {
            middle.getChildren().setAll(new Label(words.get("pdf.drawing")));
          }
        });
    executor.load(() -> mine == asked ? pages.page(to, WIDTH) : null, done, e -> failed(mine));
  }

  /// Whatever was wrong with this page, there will be no others.
  private void failed(int mine) {
    if (mine == asked) {
      asked++;
      previous.setDisable(true);
      next.setDisable(true);
      Label why = new Label(words.get("pdf.failed"));
      why.setWrapText(true);
      why.setMaxWidth(420);
      middle.getChildren().setAll(why);
    }
  }
}
