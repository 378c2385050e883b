package app.paloma.ui.composer;

import app.paloma.model.Account;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The composer's nodes: who, what about, the text, the files, and Send at the same place always.
final class ComposerView {
  private final ComposerViewModel model;
  private final Messages words;
  private final BorderPane page = new BorderPane();
  private final Pane overlay = new Pane();
  private final VBox drop = new VBox(12);
  private final StackPane root = new StackPane();
  private final VBox head = new VBox();
  private final HBox noticeBar = new HBox(8);
  private final TextField subject = new TextField();
  private final RecipientField to;
  private final RecipientField cc;
  private final RecipientField bcc;
  private final EditorPane editor;
  private final ComposerBar bar;

  ComposerView(ComposerViewModel model, Theme theme) {
    this.model = model;
    this.words = model.words();
    overlay.setPickOnBounds(false);
    overlay.setMouseTransparent(false);
    to = new RecipientField(model.to(), words, words.get("to"), "to", overlay);
    cc = new RecipientField(model.cc(), words, words.get("cc"), "cc", overlay);
    bcc = new RecipientField(model.bcc(), words, words.get("bcc"), "bcc", overlay);
    editor = new EditorPane(model, theme, this::attach);
    bar = new ComposerBar(model, editor, theme);
    buildHead();
    buildDrop();
    VBox foot =
        new VBox(new AttachmentBar(model.attachments(), words, model.formats()), bar.node());
    foot.getStyleClass().add("composer-foot");
    page.setTop(head);
    page.setCenter(editor.node());
    page.setBottom(foot);
    page.getStyleClass().add("composer");
    root.getChildren().addAll(page, overlay, drop);
    root.getStylesheets()
        .add(
            ComposerView.class
                .getResource("/app/paloma/ui/composer/composer.css")
                .toExternalForm());
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    root.addEventFilter(DragEvent.DRAG_OVER, this::dragOver);
    root.addEventFilter(DragEvent.DRAG_DROPPED, this::dropped);
    root.addEventFilter(DragEvent.DRAG_EXITED_TARGET, e -> hideDrop(e));
    model.noticeProperty().subscribe(this::showNotice);
    model.sendingProperty().subscribe(page::setDisable);
  }

  Parent root() {
    return root;
  }

  EditorPane editor() {
    return editor;
  }

  /// Where a person goes on writing: the first field that is empty.
  void focusFirst() {
    if (model.to().chips().isEmpty()) {
      to.input().requestFocus();
    } else if (subject.getText().isBlank()) {
      subject.requestFocus();
    } else {
      editor.focus();
    }
  }

  private void buildHead() {
    Button showCc = linkButton("cc", "show-cc");
    showCc.setOnAction(e -> reveal(true));
    Button showBcc = linkButton("bcc", "show-bcc");
    showBcc.setOnAction(e -> reveal(false));
    showCc.visibleProperty().bind(model.showCcProperty().not());
    showCc.managedProperty().bind(showCc.visibleProperty());
    showBcc.visibleProperty().bind(model.showBccProperty().not());
    showBcc.managedProperty().bind(showBcc.visibleProperty());
    // Tab goes from the people to the subject; these two have keys of their own.
    showCc.setFocusTraversable(false);
    showBcc.setFocusTraversable(false);
    showCc.setTooltip(new Tooltip(words.get("cc") + " (Ctrl+Shift+C)"));
    showBcc.setTooltip(new Tooltip(words.get("bcc") + " (Ctrl+Shift+B)"));
    HBox toRow = row("to", to);
    toRow.getChildren().addAll(showCc, showBcc);
    HBox ccRow = row("cc", cc);
    ccRow.visibleProperty().bind(model.showCcProperty());
    ccRow.managedProperty().bind(ccRow.visibleProperty());
    HBox bccRow = row("bcc", bcc);
    bccRow.visibleProperty().bind(model.showBccProperty());
    bccRow.managedProperty().bind(bccRow.visibleProperty());
    subject.setId("subject");
    subject.setPromptText(words.get("subject"));
    subject.setAccessibleText(words.get("subject"));
    subject.getStyleClass().addAll("plain-field", "composer-subject");
    subject.textProperty().bindBidirectional(model.subjectProperty());
    subject.setOnAction(e -> editor.focus());
    HBox subjectRow = new HBox(subject);
    HBox.setHgrow(subject, Priority.ALWAYS);
    subjectRow.getStyleClass().addAll("composer-row", "subject-row");
    noticeBar.setId("notice");
    noticeBar.setAlignment(Pos.CENTER_LEFT);
    StackPane noticeSlot = new StackPane(noticeBar);
    noticeSlot.getStyleClass().add("notice-slot");
    noticeSlot.visibleProperty().bind(noticeBar.visibleProperty());
    noticeSlot.managedProperty().bind(noticeBar.visibleProperty());
    head.getStyleClass().add("composer-head");
    head.getChildren().setAll(fromRow(), toRow, ccRow, bccRow, subjectRow, noticeSlot);
  }

  private void reveal(boolean copy) {
    (copy ? model.showCcProperty() : model.showBccProperty()).set(true);
    (copy ? cc : bcc).input().requestFocus();
  }

  private HBox fromRow() {
    ComboBox<Account> from = new ComboBox<>(model.accounts());
    from.setId("from");
    from.setAccessibleText(words.get("from"));
    from.getStyleClass().add("from-choice");
    from.setMaxWidth(Double.MAX_VALUE);
    from.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Account account) {
            return account == null ? "" : account.address().toString();
          }

          @Override
          public Account fromString(String text) {
            return null;
          }
        });
    from.valueProperty().bindBidirectional(model.accountProperty());
    HBox row = row("from", from);
    Runnable several = () -> row.setVisible(model.accounts().size() > 1);
    model
        .accounts()
        .addListener((javafx.collections.ListChangeListener<Account>) c -> several.run());
    several.run();
    row.managedProperty().bind(row.visibleProperty());
    return row;
  }

  private HBox row(String key, Region field) {
    Label label = new Label(words.get(key));
    label.getStyleClass().addAll("muted", "composer-label");
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setLabelFor(field instanceof RecipientField r ? r.input() : field);
    HBox row = new HBox(8, label, field);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("composer-row");
    HBox.setHgrow(field, Priority.ALWAYS);
    return row;
  }

  private Button linkButton(String key, String id) {
    Button button = new Button(words.get(key));
    button.setId(id);
    button.getStyleClass().addAll("tool-button", "quiet-link");
    button.setAccessibleText(words.get("show." + key));
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private void showNotice(Notice notice) {
    noticeBar.setVisible(notice != null);
    if (notice == null) {
      return;
    }
    noticeBar
        .getStyleClass()
        .setAll(
            "bar",
            switch (notice.kind()) {
              case INFO -> "info";
              case WARNING -> "warning";
              case ERROR -> "danger";
            });
    Label text = new Label(notice.text());
    text.setWrapText(true);
    text.setMinWidth(0);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    noticeBar
        .getChildren()
        .setAll(Icons.of(notice.kind() == Notice.Kind.INFO ? "info" : "warning"), text);
    for (Notice.Choice choice : notice.choices()) {
      Button button = new Button(choice.word());
      button.getStyleClass().add("quiet-button");
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setOnAction(e -> {
        model.dismissNotice();
        choice.run().run();
      });
      noticeBar.getChildren().add(button);
    }
    Button close = new Button();
    close.setGraphic(Icons.of("close"));
    close.getStyleClass().add("tool-button");
    close.setAccessibleText(words.get("notice.close"));
    close.setOnAction(e -> model.dismissNotice());
    noticeBar.getChildren().add(close);
    noticeBar.setAccessibleRole(AccessibleRole.TEXT);
    noticeBar.setAccessibleText(notice.text());
  }

  private void key(KeyEvent e) {
    if (!e.isShortcutDown()) {
      return;
    }
    boolean taken = true;
    KeyCode code = e.getCode();
    if (code == KeyCode.ENTER) {
      model.send();
    } else if (code == KeyCode.S && !e.isShiftDown()) {
      model.save();
    } else if (code == KeyCode.W) {
      model.close();
    } else if (code == KeyCode.C && e.isShiftDown()) {
      reveal(true);
    } else if (code == KeyCode.B && e.isShiftDown()) {
      reveal(false);
    } else if (code == KeyCode.A && e.isShiftDown()) {
      bar.chooseFiles();
    } else {
      taken = false;
    }
    if (taken) {
      e.consume();
    }
  }

  private void buildDrop() {
    Label text = new Label(words.get("drop"));
    text.getStyleClass().add("headline");
    Node icon = Icons.huge("drop");
    drop.getChildren().setAll(icon, text);
    drop.setAlignment(Pos.CENTER);
    drop.getStyleClass().add("drop-zone");
    drop.setVisible(false);
    drop.setMouseTransparent(true);
  }

  private void dragOver(DragEvent e) {
    Dragboard board = e.getDragboard();
    if (board.hasFiles() || board.hasImage()) {
      e.acceptTransferModes(TransferMode.COPY);
      drop.setVisible(true);
      e.consume();
    }
  }

  private void hideDrop(DragEvent e) {
    if (e.getTarget() == root || e.getTarget() == root.getScene()) {
      drop.setVisible(false);
    }
  }

  private void dropped(DragEvent e) {
    drop.setVisible(false);
    boolean taken = attach(e.getDragboard());
    e.setDropCompleted(taken);
    if (taken) {
      e.consume();
    }
  }

  /// Files and pictures of a clipboard or a drag.
  private boolean attach(javafx.scene.input.Clipboard board) {
    if (board.hasFiles()) {
      board.getFiles().forEach(file -> model.attachments().add(file.toPath()));
      return true;
    }
    if (board.hasImage() && !board.hasHtml()) {
      Optional<byte[]> png = Pictures.png(board.getImage());
      png.ifPresent(editor::insertPicture);
      return png.isPresent();
    }
    return false;
  }
}
