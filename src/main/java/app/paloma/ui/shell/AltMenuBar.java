package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.ActionButtons;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/// A menu bar that Alt alone brings and takes away; all actions of the window, where people who
/// know menus look for them.
final class AltMenuBar extends MenuBar {
  private boolean altAlone;
  private Node before;

  AltMenuBar(Actions actions, Menu tags, Menu snooze, Messages words) {
    setVisible(false);
    managedProperty().bind(visibleProperty());
    getMenus()
        .addAll(
            menu(
                words.get("menu.file"),
                actions,
                "compose",
                "mail.get",
                "|",
                "message.window",
                "message.saveAs",
                "message.print",
                "|",
                "outbox",
                "account.add",
                "settings",
                "mail.offline",
                "|",
                "quit"),
            menu(
                words.get("menu.edit"),
                actions,
                "undo",
                "|",
                "message.copyText",
                "|",
                "message.find",
                "search",
                "search.save",
                "list.filter"),
            menu(
                words.get("menu.view"),
                actions,
                "view.columns",
                "view.conversations",
                "|",
                "view.paneRight",
                "view.paneBelow",
                "view.paneOff",
                "|",
                "view.zoomIn",
                "view.zoomOut",
                "view.zoomReset",
                "|",
                "view.dark",
                "message.source"),
            menu(
                words.get("menu.go"),
                actions,
                "go.newestUnread",
                "go.nextUnread",
                "go.previousUnread",
                "go.olderHere",
                "go.newerHere",
                "|",
                "go.folder",
                "go.nextPane",
                "go.previousPane"),
            menu(
                words.get("menu.message"),
                actions,
                "message.reply",
                "message.replyAll",
                "message.replyList",
                "message.forward",
                "|",
                "message.read",
                "message.flag",
                "message.pin",
                "message.mute",
                "|",
                "message.archive",
                "message.move",
                "message.junk",
                "message.delete",
                "|",
                "message.removeFiles"),
            menu(words.get("menu.help"), actions, "help.shortcuts", "palette"));
    getMenus().get(4).getItems().addAll(7, List.of(tags, snooze));
  }

  private static Menu menu(String name, Actions actions, String... ids) {
    Menu menu = new Menu(name);
    for (String id : ids) {
      menu.getItems().add(id.equals("|") ? new SeparatorMenuItem() : item(actions.get(id)));
    }
    return menu;
  }

  private static MenuItem item(Action action) {
    MenuItem item = ActionButtons.menuItem(action);
    // A plain letter stays with the text field that has the focus.
    if (action.shortcut().startsWith("Shortcut+")) {
      item.setAccelerator(KeyCombination.valueOf(action.shortcut()));
    }
    return item;
  }

  /// Alt pressed and let go, with nothing in between.
  void install(Scene scene) {
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          altAlone = e.getCode() == KeyCode.ALT && !e.isControlDown() && !e.isShiftDown();
          if (e.getCode() == KeyCode.ESCAPE && isVisible() && isFocusWithin()) {
            toggle(scene);
            e.consume();
          }
        });
    scene.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> altAlone = false);
    scene.addEventFilter(
        KeyEvent.KEY_RELEASED,
        e -> {
          if (e.getCode() == KeyCode.ALT && altAlone) {
            altAlone = false;
            toggle(scene);
            e.consume();
          }
        });
  }

  private void toggle(Scene scene) {
    if (isVisible()) {
      List.copyOf(getMenus()).forEach(Menu::hide);
      setVisible(false);
      if (before != null) {
        before.requestFocus();
      }
      return;
    }
    before = scene.getFocusOwner();
    setVisible(true);
    // The bar's buttons are there after the next layout.
    Platform.runLater(() -> {
      Node first = lookup(".menu-button");
      if (first != null && isVisible()) {
        first.requestFocus();
      }
    });
  }
}
