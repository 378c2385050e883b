package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.MomentChooser;
import app.paloma.ui.Theme;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// When the chosen messages are to come back: times that make sense now, or any other.
final class SnoozeMenu {
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
    MenuItem choose = new MenuItem(words.get("moment.choose"));
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
    new MomentChooser(
            list.getScene().getWindow(),
            theme,
            formats,
            clock,
            words,
            words.get("snooze.title"),
            words.get("snooze.go"))
        .ask()
        .ifPresent(this::snooze);
  }
}
