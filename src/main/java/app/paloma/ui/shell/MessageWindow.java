package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.store.StoreChange;
import app.paloma.ui.Action;
import app.paloma.ui.ActionButtons;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import app.paloma.ui.reader.ReaderView;
import app.paloma.ui.reader.ReaderViewModel;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/// One message in a window of its own, with what can be done to it.
final class MessageWindow {
  private static final double WIDTH = 780;
  private static final double HEIGHT = 720;

  private final MessageId id;
  private final Stage stage = new Stage();
  private final ReaderViewModel reader;
  private final ReaderView view;
  private final Actions actions = new Actions();
  private final Messages words;

  MessageWindow(
      MessageId id,
      UiServices services,
      Windows windows,
      Readers readers,
      MailViewModel mail,
      WindowPreferences preferences,
      Messages words) {
    this.id = id;
    this.words = words;
    reader = readers.model();
    view = readers.view(reader, mail);
    add("message.reply", "reply", "reply", "Shortcut+R", windows::reply);
    add("message.replyAll", "replyAll", "reply-all", "Shortcut+Shift+R", windows::replyAll);
    add("message.replyList", "replyList", "reply", "Shortcut+Shift+L", windows::replyToList);
    add("message.forward", "forward", "forward", "Shortcut+L", windows::forward);
    add("message.archive", "archive", "archive", "A", leave(mail::archive));
    add("message.delete", "delete", "delete", "Delete", leave(mail::delete));
    add("message.junk", "junk", "junk", "J", leave(mail::junk));
    add("message.saveAs", "saveAs", "save", "Shortcut+S", m -> view.saveAs());
    add("message.copyText", "copyText", "plain-text", "", m -> view.copyText());
    add("message.print", "print", "print", "Shortcut+P", m -> view.print());
    add("message.find", "find", "search", "Shortcut+F", m -> view.openFind());
    add("message.source", "source", "code", "Shortcut+U", m -> view.showSource());
    add("view.zoomIn", "zoomIn", "add", "Shortcut+PLUS", m -> view.zoomIn());
    add("view.zoomOut", "zoomOut", "remove", "Shortcut+MINUS", m -> view.zoomOut());
    add("view.zoomReset", "zoomReset", "reset", "Shortcut+0", m -> view.zoomReset());
    add("window.close", "closeWindow", "close", "Shortcut+W", m -> stage.close());
    BorderPane root = new BorderPane(view);
    root.setTop(toolBar());
    root.getStyleClass().add("main-window");
    Scene scene =
        new Scene(
            root,
            preferences.number("window.message.width", WIDTH),
            preferences.number("window.message.height", HEIGHT));
    services.theme().apply(scene);
    Shortcuts.install(scene, actions);
    scene.addEventHandler(
        javafx.scene.input.KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
            stage.close();
          }
        });
    stage.setScene(scene);
    stage.setTitle(words.get("app.name"));
    stage.setMinWidth(360);
    stage.setMinHeight(300);
    reader
        .stateProperty()
        .addListener(o ->
            reader
                .open()
                .map(open -> open.subject())
                .map(s -> s.isBlank() ? words.get("list.noSubject") : s)
                .ifPresent(stage::setTitle));
    AutoCloseable changes =
        services.store().subscribe(change -> services.executor().ui(() -> stored(change)));
    stage.setOnHidden(e -> {
      preferences.put("window.message.width", Double.toString(scene.getWidth()));
      preferences.put("window.message.height", Double.toString(scene.getHeight()));
      reader.show(List.of());
      try {
        changes.close();
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    });
  }

  private Consumer<MessageId> leave(Consumer<List<MessageId>> command) {
    return message -> {
      command.accept(List.of(message));
      stage.close();
    };
  }

  private void add(
      String action, String key, String icon, String shortcut, Consumer<MessageId> run) {
    actions.add(
        new Action(
            action,
            words.get("action." + key),
            icon,
            "",
            shortcut,
            Shortcuts.display(shortcut, words),
            () -> run.accept(id)));
  }

  private HBox toolBar() {
    HBox bar = new HBox();
    bar.getStyleClass().add("main-toolbar");
    for (String action :
        List.of(
            "message.reply",
            "message.replyAll",
            "message.forward",
            "|",
            "message.archive",
            "message.delete",
            "message.junk",
            "|",
            "message.print")) {
      if (action.equals("|")) {
        Region gap = new Region();
        gap.getStyleClass().add("toolbar-gap");
        bar.getChildren().add(gap);
      } else {
        bar.getChildren().add(ActionButtons.icon(actions.get(action)));
      }
    }
    Region rest = new Region();
    HBox.setHgrow(rest, Priority.ALWAYS);
    bar.getChildren().add(rest);
    return bar;
  }

  private void stored(StoreChange change) {
    switch (change) {
      case StoreChange.Content(MessageId message) -> reader.contentChanged(message);
      case StoreChange.Messages messages -> {
        messages.changed().forEach(reader::contentChanged);
        if (messages.removed().contains(id)) {
          stage.close();
        }
      }
      case StoreChange.Accounts _,
          StoreChange.Mailboxes _,
          StoreChange.Outbox _,
          StoreChange.Drafts _,
          StoreChange.PendingChanges _,
          StoreChange.Preferences _,
          StoreChange.External _ -> {}
    }
  }

  MessageId id() {
    return id;
  }

  Stage stage() {
    return stage;
  }

  ReaderViewModel reader() {
    return reader;
  }

  void show() {
    stage.show();
    reader.show(List.of(id));
    view.focusBody();
  }
}
