package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.DateCell;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Dialog;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;

/// When the chosen messages are to come back: times that make sense now, or any other.
final class SnoozeMenu {
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  private final MailViewModel model;
  private final AttentionCommands commands;
  private final Messages words;
  private final Formats formats;
  private final Theme theme;
  private final Clock clock;
  private final Node list;
  private final ContextMenu open = new ContextMenu();

  /// @param list what the menu opens over when it was asked for by key
  SnoozeMenu(
      MailViewModel model,
      AttentionCommands commands,
      Messages words,
      Formats formats,
      Theme theme,
      Clock clock,
      Node list) {
    this.model = model;
    this.commands = commands;
    this.words = words;
    this.formats = formats;
    this.theme = theme;
    this.clock = clock;
    this.list = list;
  }

  Menu menu() {
    Menu menu = new Menu(words.get("snooze.menu"), Icons.of("snooze"));
    // A menu without items never opens.
    fill(menu.getItems());
    menu.setOnShowing(e -> fill(menu.getItems()));
    return menu;
  }

  /// By key: over the middle of the list, the first time chosen already.
  void show() {
    fill(open.getItems());
    Bounds where = list.localToScreen(list.getLayoutBounds());
    open.show(list, where.getMinX() + 24, where.getMinY() + where.getHeight() / 4);
  }

  private void fill(List<MenuItem> items) {
    items.clear();
    boolean none = model.list().selected().isEmpty();
    if (commands.allSnoozed()) {
      MenuItem back = new MenuItem(words.get("snooze.back"), Icons.of("undo"));
      back.setOnAction(e -> whole(commands::unsnooze));
      items.addAll(List.of(back, new SeparatorMenuItem()));
    }
    for (SnoozeTimes.Choice choice : SnoozeTimes.from(ZonedDateTime.now(clock))) {
      Instant when = choice.when().toInstant();
      MenuItem item =
          new MenuItem(words.get("snooze.choice", words.get(choice.key()), formats.ahead(when)));
      item.setOnAction(e -> snooze(when));
      item.setDisable(none);
      items.add(item);
    }
    MenuItem choose = new MenuItem(words.get("snooze.choose"));
    choose.setOnAction(e -> choose());
    choose.setDisable(none);
    items.addAll(List.of(new SeparatorMenuItem(), choose));
  }

  private void snooze(Instant when) {
    whole(ids -> commands.snooze(ids, when));
  }

  private void whole(Consumer<List<MessageId>> act) {
    model.list().whole(model.list().selected(), act);
  }

  private void choose() {
    Dialog<ButtonType> dialog = new Dialog<>();
    dialog.initOwner(list.getScene().getWindow());
    dialog.setTitle(words.get("snooze.title"));
    dialog.setHeaderText(words.get("snooze.title"));
    LocalDate today = LocalDate.now(clock);
    DatePicker day = new DatePicker(today.plusDays(1));
    day.setAccessibleText(words.get("snooze.day"));
    day.setDayCellFactory(picker ->
        new DateCell() {
          @Override
          public void updateItem(LocalDate date, boolean empty) {
            super.updateItem(date, empty);
            setDisable(empty || date.isBefore(today));
          }
        });
    ComboBox<LocalTime> time = new ComboBox<>();
    for (int half = 0; half < 48; half++) {
      time.getItems().add(LocalTime.of(half / 2, half % 2 * 30));
    }
    time.setValue(MORNING);
    time.setAccessibleText(words.get("snooze.time"));
    time.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(LocalTime at) {
            return at == null ? "" : formats.hour(at);
          }

          @Override
          public LocalTime fromString(String text) {
            return time.getValue();
          }
        });
    HBox row = new HBox(8, day, time);
    row.setAlignment(Pos.CENTER_LEFT);
    dialog.getDialogPane().setContent(row);
    ButtonType go = new ButtonType(words.get("snooze.go"), ButtonBar.ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .setAll(
            List.of(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE)));
    theme.apply(dialog.getDialogPane().getScene());
    if (dialog.showAndWait().filter(go::equals).isPresent() && day.getValue() != null) {
      Instant when = day.getValue().atTime(time.getValue()).atZone(clock.getZone()).toInstant();
      if (when.isAfter(clock.instant())) {
        snooze(when);
      } else {
        model.say(words.get("snooze.past"));
      }
    }
  }
}
