package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextInputDialog;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;

/// The text, rich or plain, and the way between the two. UI thread only.
final class EditorPane {
  private static final int LARGEST_PICTURE = 15_000_000;

  private final ComposerViewModel model;
  private final Messages words;
  private final Theme theme;
  private final Predicate<Clipboard> attach;
  private final StackPane node = new StackPane();
  private final PlainEditor plain;
  private RichEditor rich;
  private Consumer<String> onState = formats -> {};
  private boolean focused;

  /// @param attach takes files and pictures of a clipboard; false where there are none
  EditorPane(ComposerViewModel model, Theme theme, Predicate<Clipboard> attach) {
    this.model = model;
    this.words = model.words();
    this.theme = theme;
    this.attach = attach;
    node.getStyleClass().add("composer-body");
    node.setMinSize(0, 0);
    plain = new PlainEditor(model::touch, words.get("body"));
    plain.node().addEventFilter(KeyEvent.KEY_PRESSED, this::plainKey);
    open(model.opened());
    model.richProperty().addListener((property, before, now) -> switchTo(now));
  }

  /// Follows the theme until taken back: the theme outlives every composer.
  Subscription followTheme() {
    return theme.dark().subscribe(() -> restyle()).and(theme.textSize().subscribe(() -> restyle()));
  }

  Node node() {
    return node;
  }

  void onState(Consumer<String> listener) {
    onState = listener;
  }

  void focus() {
    focused = true;
    if (model.richProperty().get()) {
      if (rich != null) {
        rich.focus();
      }
    } else {
      plain.node().requestFocus();
    }
  }

  private void open(Draft draft) {
    if (draft.html().isEmpty()) {
      plain.load(draft.text());
      showPlain();
      return;
    }
    String html = draft.html().get();
    model
        .executor()
        .load(
            () -> EditorPage.editable(html, cid -> picture(draft, cid)),
            editable -> showRich(editable, draft.text()),
            failure -> showRich(EditorPage.ofText(draft.text()), draft.text()));
  }

  private String picture(Draft draft, String cid) {
    for (DraftAttachment file : draft.attachments()) {
      if (file.contentId().equals(cid) && file.size() < LARGEST_PICTURE) {
        try (InputStream in = model.services().open(file)) {
          return dataUrl(file.contentType(), in.readAllBytes());
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static String dataUrl(String type, byte[] octets) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(octets);
  }

  private void showPlain() {
    node.getChildren().setAll(plain.node());
    model.setEditor(plain);
    if (focused) {
      plain.node().requestFocus();
    }
  }

  private void showRich(String html, String text) {
    if (rich == null) {
      rich = new RichEditor(model::touch, formats -> onState.accept(formats), this::pasteSoon);
      rich.node().setAccessibleText(words.get("body"));
      rich.onKey(this::richKey);
      rich.node()
          .setOnContextMenuRequested(e -> menu().show(rich.node(), e.getScreenX(), e.getScreenY()));
    }
    rich.load(html, text, css(), model.startsAtEnd());
    node.getChildren().setAll(rich.node());
    model.setEditor(rich);
    if (focused) {
      rich.focus();
    }
  }

  private void switchTo(boolean now) {
    focused = true;
    if (now) {
      showRich(EditorPage.ofText(plain.read().text()), plain.read().text());
      return;
    }
    Body before = rich.read();
    String html = before.html().orElse("");
    model
        .executor()
        .load(
            () -> model.services().toText(html),
            text -> {
              plain.load(text);
              showPlain();
              if (formatted(html)) {
                model.show(
                    new Notice(
                        Notice.Kind.INFO,
                        words.get("mode.lost"),
                        List.of(new Notice.Choice(words.get("undo"), () -> restore(html)))));
              }
            },
            failure -> model.richProperty().set(true));
  }

  private void restore(String html) {
    model.richProperty().set(true);
    showRich(html, "");
  }

  private static boolean formatted(String html) {
    return html.matches("(?si).*<(b|i|u|strong|em|ul|ol|img|a|font|span|table|h\\d)\\b.*");
  }

  void command(String name, String value) {
    if (rich != null && model.richProperty().get()) {
      rich.command(name, value);
    }
  }

  void askLink() {
    TextInputDialog dialog = new TextInputDialog("https://");
    dialog.initOwner(node.getScene().getWindow());
    dialog.setTitle(words.get("format.link"));
    dialog.setHeaderText(null);
    dialog.setGraphic(null);
    dialog.setContentText(words.get("link.address"));
    theme.apply(dialog.getDialogPane().getScene());
    dialog
        .showAndWait()
        .map(String::strip)
        .filter(link -> link.matches("(?i)(https?://|mailto:)\\S+"))
        .ifPresent(link -> rich.command("createLink", link));
  }

  /// A picture in the text where text is rich, else a file.
  void insertPicture(byte[] png) {
    String name = words.get("picture.name") + ".png";
    if (!model.richProperty().get() || rich == null) {
      model.attachments().add(name, "image/png", png);
      return;
    }
    String contentId = UUID.randomUUID() + "@paloma";
    model
        .attachments()
        .addInline(
            name,
            "image/png",
            png,
            contentId,
            file -> rich.insertPicture(dataUrl("image/png", png), contentId, name));
  }

  private void pasteSoon() {
    javafx.application.Platform.runLater(() -> paste(true));
  }

  /// What is pasted is cleaned on a worker before the page sees it.
  void paste(boolean formatted) {
    Clipboard board = Clipboard.getSystemClipboard();
    if (formatted && attach.test(board)) {
      return;
    }
    if (!formatted || !board.hasHtml()) {
      if (board.hasString()) {
        rich.insertText(board.getString());
      }
      return;
    }
    String html = board.getHtml();
    String text = board.getString();
    model
        .executor()
        .load(
            () -> model.services().clean(html),
            rich::insertHtml,
            failure -> rich.insertText(Optional.ofNullable(text).orElse("")));
  }

  private ContextMenu menu() {
    MenuItem cut = item("cut", () -> rich.command("cut", ""));
    MenuItem copy = item("copy", () -> rich.command("copy", ""));
    MenuItem paste = item("paste", () -> paste(true));
    MenuItem pastePlain = item("paste.plain", () -> paste(false));
    MenuItem all = item("select.all", () -> rich.command("selectAll", ""));
    return new ContextMenu(cut, copy, paste, pastePlain, new SeparatorMenuItem(), all);
  }

  private MenuItem item(String key, Runnable run) {
    MenuItem item = new MenuItem(words.get("edit." + key));
    item.setOnAction(e -> run.run());
    return item;
  }

  private void richKey(KeyEvent e) {
    KeyCode code = e.getCode();
    boolean taken = true;
    if (code == KeyCode.TAB && !e.isShortcutDown()) {
      if (rich.inList()) {
        rich.command(e.isShiftDown() ? "outdent" : "indent", "");
      } else if (e.isShiftDown()) {
        node.getScene().lookup("#subject").requestFocus();
      } else {
        node.getScene().lookup("#send").requestFocus();
      }
    } else if (!e.isShortcutDown() || e.isAltDown()) {
      taken = false;
    } else {
      switch (code) {
        case B -> rich.command("bold", "");
        case I -> rich.command("italic", "");
        case U -> rich.command("underline", "");
        case K -> askLink();
        case V -> paste(!e.isShiftDown());
        case Z -> rich.command(e.isShiftDown() ? "redo" : "undo", "");
        case Y -> rich.command("redo", "");
        default -> taken = false;
      }
    }
    if (taken) {
      e.consume();
    }
  }

  private void plainKey(KeyEvent e) {
    if (e.isShortcutDown() && e.getCode() == KeyCode.V && !e.isShiftDown()) {
      Clipboard board = Clipboard.getSystemClipboard();
      if (!board.hasString() && attach.test(board)) {
        e.consume();
      }
    }
  }

  private void restyle() {
    if (rich != null) {
      rich.restyle(css());
    }
  }

  private String css() {
    return EditorPage.css(theme.isDark(), theme.fontSize());
  }
}
