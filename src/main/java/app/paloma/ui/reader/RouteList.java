package app.paloma.ui.reader;

import app.paloma.mime.MessageContent;
import app.paloma.mime.ReceivedRoute;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.time.Duration;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The way a message came, a line a server: who took it from whom, how, when, after how long.
final class RouteList extends VBox {
  private static final Duration SLOW = Duration.ofMinutes(5);

  private final Messages words;
  private final Formats formats;

  RouteList(MessageContent content, ReceivedRoute route, Messages words, Formats formats) {
    this.words = words;
    this.formats = formats;
    getStyleClass().add("route");
    Optional<Duration> total = route.total(content.date()).filter(d -> !d.isNegative());
    Label title =
        new Label(
            total
                .map(
                    took -> words.count("route.titleTook", route.hops().size(), formats.span(took)))
                .orElseGet(() -> words.count("route.title", route.hops().size())));
    title.getStyleClass().add("route-title");
    GridPane grid = new GridPane();
    grid.getStyleClass().add("route-grid");
    ColumnConstraints way = new ColumnConstraints();
    way.setHgrow(Priority.ALWAYS);
    way.setMinWidth(0);
    ColumnConstraints narrow = new ColumnConstraints();
    narrow.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints last = new ColumnConstraints();
    last.setMinWidth(Region.USE_PREF_SIZE);
    last.setHalignment(HPos.RIGHT);
    grid.getColumnConstraints().addAll(way, narrow, narrow, last);
    int row = 0;
    for (ReceivedRoute.Hop hop : route.hops()) {
      addRow(grid, row++, hop);
    }
    getChildren().addAll(title, grid);
  }

  private void addRow(GridPane grid, int row, ReceivedRoute.Hop hop) {
    String unknown = words.get("route.unknown");
    String from = hop.from().isEmpty() ? unknown : hop.from();
    String by = hop.by().isEmpty() ? unknown : hop.by();
    Label way = new Label(words.get("route.hop", from, by));
    way.setMinWidth(0);
    way.setTooltip(new Tooltip(way.getText()));
    Label how = new Label(hop.protocol(), hop.isEncrypted() ? Icons.of("lock") : null);
    how.getStyleClass().add("muted");
    if (hop.isEncrypted()) {
      how.setTooltip(new Tooltip(words.get("route.encrypted")));
    }
    Label when = new Label(hop.time().map(formats::clock).orElse(""));
    when.getStyleClass().add("muted");
    hop.time().ifPresent(time -> when.setTooltip(new Tooltip(formats.exact(time))));
    Label delay = new Label(hop.delay().map(this::delay).orElse(""));
    boolean slow = hop.delay().filter(d -> d.compareTo(SLOW) >= 0).isPresent();
    delay.getStyleClass().add(slow ? "route-slow" : "muted");
    if (slow) {
      delay.setGraphic(Icons.of("later"));
    }
    way.setAccessibleText(
        String.join(
            ", ",
            way.getText(),
            hop.isEncrypted() ? words.get("route.encrypted") : hop.protocol(),
            hop.time().map(formats::exact).orElse(""),
            delay.getText()));
    grid.addRow(row, way, how, when, delay);
  }

  private String delay(Duration delay) {
    return delay.isNegative()
        ? words.get("route.clocks", formats.span(delay.negated()))
        : words.get("route.delay", formats.span(delay));
  }

  /// When a message has passed no server there is nothing to tell.
  static Optional<RouteList> of(MessageContent content, Messages words, Formats formats) {
    ReceivedRoute route = ReceivedRoute.of(content);
    return route.hops().isEmpty()
        ? Optional.empty()
        : Optional.of(new RouteList(content, route, words, formats));
  }
}
