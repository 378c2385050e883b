package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.Action;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences.Pane;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.Tag;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;

/// All actions of the main window, with their keys. What only a view can do is asked of [Desk].
final class MainActions {
  /// What the window itself does.
  interface Desk {
    void getMail();

    void openMoveTo(List<MessageId> ids);

    void openSnooze();

    void removeFiles(MessageId message);

    void toggleMute(List<MessageId> ids);

    void togglePin(List<MessageId> ids);

    void openGoTo();

    void focusSearch();

    void focusFilter();

    void findInMessage();

    void zoom(int direction);

    void showSource();

    void print();

    void openPalette();

    void openShortcuts();

    void nextPane(boolean forward);

    void pageDown();

    void pageUp();

    void toggleDark();

    void toggleOffline();

    void toggleColumns();

    void toggleConversations();

    void placeReader(Pane where);

    void openWindow(MessageId message);

    void saveMessage();

    void copyText();
  }

  private final Actions actions = new Actions();
  private final Messages words;
  private String group = "";

  private MainActions(Messages words) {
    this.words = words;
  }

  static Actions create(MailViewModel model, Windows windows, Desk desk, Messages words) {
    MainActions made = new MainActions(words);
    made.messages(model, windows, desk);
    made.navigation(model, desk);
    made.view(windows, desk);
    return made.actions;
  }

  private Action add(String id, String key, String icon, String shortcut, Runnable run) {
    return actions.add(
        new Action(
            id,
            words.get("action." + key),
            icon,
            group,
            shortcut,
            Shortcuts.display(shortcut, words),
            run));
  }

  private void messages(MailViewModel model, Windows windows, Desk desk) {
    group = words.get("group.write");
    add(
        "compose",
        "compose",
        "compose",
        "Shortcut+N",
        () -> windows.openComposerNew(model.currentMailbox().map(m -> m.account())));
    one("message.reply", "reply", "reply", "Shortcut+R", model, windows::reply);
    one("message.replyAll", "replyAll", "reply-all", "Shortcut+Shift+R", model, windows::replyAll);
    one("message.replyList", "replyList", "reply", "Shortcut+Shift+L", model, windows::replyToList);
    one("message.forward", "forward", "forward", "Shortcut+L", model, windows::forward);
    group = words.get("group.message");
    many(
        "message.archive",
        "archive",
        "archive",
        "A",
        model,
        model::archive,
        model.mayRemoveProperty());
    many(
        "message.delete",
        "delete",
        "delete",
        "Delete",
        model,
        model::delete,
        model.mayRemoveProperty());
    many("message.junk", "junk", "junk", "J", model, model::junk, model.mayRemoveProperty());
    many(
        "message.read",
        "read",
        "unread",
        "M",
        model,
        model::toggleRead,
        model.mayMarkReadProperty());
    many("message.flag", "flag", "flag", "S", model, model::toggleFlag, model.mayFlagProperty());
    many(
        "message.move",
        "move",
        "move",
        "Shortcut+Shift+M",
        model,
        desk::openMoveTo,
        new SimpleBooleanProperty(true));
    rows("message.snooze", "snooze", "snooze", "B", model, ids -> desk.openSnooze());
    rows("message.pin", "pin", "pin", "Shift+P", model, desk::togglePin);
    rows("message.mute", "mute", "mute", "Shift+M", model, desk::toggleMute);
    for (int n = 1; n <= 9; n++) {
      int number = n;
      String key = Integer.toString(n);
      Action tag =
          new Action(
              "message.tag" + n,
              words.get("action.tag", n),
              "tag",
              n == 1 ? group : "",
              key,
              key,
              () -> tag(model, number));
      tag.enabledProperty()
          .bind(model.list().tags().allProperty().map(tags -> tags.size() >= number));
      actions.add(tag);
    }
    one("message.removeFiles", "removeFiles", "attachment", "", model, desk::removeFiles);
    one("message.saveAs", "saveAs", "save", "Shortcut+S", model, id -> desk.saveMessage());
    one("message.copyText", "copyText", "plain-text", "", model, id -> desk.copyText());
    add("undo", "undo", "undo", "Shortcut+Z", model::undo);
    one("message.window", "openWindow", "open", "Shortcut+O", model, desk::openWindow);
    one("message.source", "source", "code", "Shortcut+U", model, id -> desk.showSource());
    one("message.print", "print", "print", "Shortcut+P", model, id -> desk.print());
    one("message.find", "find", "search", "Shortcut+F", model, id -> desk.findInMessage());
  }

  private static void tag(MailViewModel model, int number) {
    List<Tag> tags = model.list().tags().all();
    if (number <= tags.size() && !model.list().selected().isEmpty()) {
      model.list().whole(model.list().selected(), ids -> model.tag(ids, tags.get(number - 1)));
    }
  }

  private void navigation(MailViewModel model, Desk desk) {
    group = words.get("group.go");
    add("mail.get", "getMail", "get-mail", "F5", desk::getMail);
    add("search", "search", "search", "Shortcut+K", desk::focusSearch);
    Action save = add("search.save", "saveSearch", "saved-search", "", model::saveSearch);
    save.enabledProperty()
        .bind(
            model
                .list()
                .targetProperty()
                .map(target -> target instanceof ListTarget.Search)
                .orElse(false));
    add("list.filter", "filter", "filter", "/", desk::focusFilter);
    add("go.folder", "goTo", "folder-open", "G", desk::openGoTo);
    add("go.newestUnread", "newestUnread", "unread", "U", model::goToNewestUnread);
    add("go.nextUnread", "nextUnread", "down", "N", () -> model.list().moveToUnread(true));
    add("go.previousUnread", "previousUnread", "up", "P", () -> model.list().moveToUnread(false));
    add("go.olderHere", "olderHere", "up", "Alt+UP", () -> model.reader().step(-1));
    add("go.newerHere", "newerHere", "down", "Alt+DOWN", () -> model.reader().step(1));
    add("go.pageDown", "pageDown", "down", "Space", desk::pageDown);
    add("go.pageUp", "pageUp", "up", "Shift+Space", desk::pageUp);
    add("go.nextPane", "nextPane", "", "F6", () -> desk.nextPane(true));
    add("go.previousPane", "previousPane", "", "Shift+F6", () -> desk.nextPane(false));
    for (int n = 1; n <= 9; n++) {
      int number = n;
      Action account =
          new Action(
              "go.account" + n,
              words.get("action.account", n),
              "account",
              n == 1 ? group : "",
              "Shortcut+" + n,
              Shortcuts.display("Shortcut+" + n, words),
              () -> model.goToAccount(number));
      account
          .enabledProperty()
          .bind(model.folders().contentProperty().map(all -> all.accounts().size() >= number));
      actions.add(account);
    }
  }

  private void view(Windows windows, Desk desk) {
    group = words.get("group.window");
    add("view.zoomIn", "zoomIn", "add", "Shortcut+PLUS", () -> desk.zoom(1));
    actions.add(
        new Action(
            "view.zoomInToo",
            words.get("action.zoomIn"),
            "add",
            "",
            "Shortcut+EQUALS",
            "",
            () -> desk.zoom(1)));
    add("view.zoomOut", "zoomOut", "remove", "Shortcut+MINUS", () -> desk.zoom(-1));
    add("view.zoomReset", "zoomReset", "reset", "Shortcut+0", () -> desk.zoom(0));
    add("view.columns", "columns", "columns", "", desk::toggleColumns);
    add("view.conversations", "conversations", "conversation", "", desk::toggleConversations);
    add("view.paneRight", "paneRight", "list", "", () -> desk.placeReader(Pane.RIGHT));
    add("view.paneBelow", "paneBelow", "list", "", () -> desk.placeReader(Pane.BELOW));
    add("view.paneOff", "paneOff", "list", "", () -> desk.placeReader(Pane.OFF));
    add("view.dark", "dark", "appearance", "", desk::toggleDark);
    add("mail.offline", "goOffline", "offline", "", desk::toggleOffline);
    add("outbox", "outbox", "outbox", "", windows::openOutbox);
    add("account.add", "addAccount", "account-add", "", windows::openAddAccount);
    add(
        "settings",
        "settings",
        "settings",
        "Shortcut+COMMA",
        () -> windows.openSettings(Optional.empty()));
    add("quit", "quit", "close", "Shortcut+Q", windows::quit);
    add("palette", "palette", "palette-command", "Shortcut+Shift+P", desk::openPalette);
    add("help.shortcuts", "shortcuts", "keyboard", "F1", desk::openShortcuts);
    group = "";
    add("help.shortcutsToo", "shortcuts", "keyboard", "?", desk::openShortcuts);
  }

  private void one(
      String id,
      String key,
      String icon,
      String shortcut,
      MailViewModel model,
      Consumer<MessageId> run) {
    Action action = add(id, key, icon, shortcut, () -> model.current().ifPresent(run));
    action
        .enabledProperty()
        .bind(model.list().selectionProperty().map(selection -> selection.size() == 1));
  }

  /// About the selected rows themselves, not all that is folded into them.
  private void rows(
      String id,
      String key,
      String icon,
      String shortcut,
      MailViewModel model,
      Consumer<List<MessageId>> run) {
    Action action = add(id, key, icon, shortcut, () -> run.accept(model.list().selected()));
    action
        .enabledProperty()
        .bind(model.list().selectionProperty().map(selection -> !selection.isEmpty()));
  }

  private void many(
      String id,
      String key,
      String icon,
      String shortcut,
      MailViewModel model,
      Consumer<List<MessageId>> run,
      ObservableBooleanValue allowed) {
    Action action = add(id, key, icon, shortcut, () -> model.list().whole(model.chosen(), run));
    action
        .enabledProperty()
        .bind(
            Bindings.and(
                allowed,
                Bindings.createBooleanBinding(
                    () -> !model.list().selectionProperty().get().isEmpty(),
                    model.list().selectionProperty())));
  }
}
