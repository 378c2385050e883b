package app.paloma.ui.reader;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MimeText;
import app.paloma.mime.TrackingParameters;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.EmptyState;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.messages.Tags;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.print.PrinterJob;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The pane on the right: header, quiet bars, body, attachments.
public final class ReaderView extends BorderPane {
  /// What the reader asks of the window around it.
  public interface Surroundings {
    void openLink(URI target);

    void openMailto(String url);

    void openFile(Path file);

    void say(String text);

    void toggleFlag(MessageSummary message);

    /// Words for a failure: what happened, why, what to do.
    String explain(Exception failure);
  }

  private final ReaderViewModel model;
  private final Messages words;
  private final Formats formats;
  private final Theme theme;
  private final UiExecutor executor;
  private final Surroundings around;
  private final AttachmentFiles files;
  private final BodyView body;
  private final MessageSaver saver;
  private final VBox top = new VBox();
  private final ReaderBars bars;
  private final VBox cards = new VBox();
  private final ConversationLines older;
  private final ConversationLines newer;
  private final VBox bottom = new VBox();
  private final ReaderTop scrollingTop = new ReaderTop(top, this);
  private final TextField find = new TextField();
  private final HBox findBar = new HBox();
  private final Label linkHint = new Label();
  private final StackPane middle = new StackPane();
  private final BooleanProperty details = new SimpleBooleanProperty(this, "details");
  private double zoom = 1;
  private MessageId shown;
  private String shownHeader = "";
  private List<Object> shownAttachments = List.of();
  private Tags tags = new Tags(Optional.empty(), List.of(), text -> {});
  private MessageCards makeCards = (message, openLink) -> List.of();

  public ReaderView(
      ReaderViewModel model,
      Messages words,
      Formats formats,
      Theme theme,
      UiExecutor executor,
      AttachmentFiles files,
      Surroundings around) {
    this.model = model;
    this.words = words;
    this.formats = formats;
    this.theme = theme;
    this.executor = executor;
    this.files = files;
    this.around = around;
    this.bars = new ReaderBars(model, words, formats, around::explain);
    this.body = new BodyView(this::clicked);
    this.saver = new MessageSaver(model, words, executor, around::say);
    getStyleClass().add("reader-pane");
    older = new ConversationLines(words, formats, model::turnTo);
    newer = new ConversationLines(words, formats, model::turnTo);
    bottom.getStyleClass().add("reader-bottom");
    cards.getStyleClass().add("reader-cards");
    linkHint.getStyleClass().add("link-hint");
    linkHint.textProperty().bind(body.hoveredProperty());
    linkHint.visibleProperty().bind(body.hoveredProperty().isNotEmpty());
    linkHint.setMouseTransparent(true);
    StackPane.setAlignment(linkHint, Pos.BOTTOM_LEFT);
    middle.getChildren().addAll(body, linkHint);
    findBar();
    body.onZoomWheel(factor -> setZoom(zoom * factor));
    theme.textSize().addListener(o -> setZoom(zoom));
    setZoom(1);
    model.stateProperty().addListener(o -> show());
    show();
  }

  /// What stands between a message's header and its text.
  @FunctionalInterface
  public interface MessageCards {
    /// @param openLink asked to open a link as if it stood in the message
    List<Node> of(OpenMessage message, Consumer<String> openLink);
  }

  public void setCards(MessageCards cards) {
    makeCards = cards;
  }

  /// How the keywords of a message are shown.
  public void setTags(Tags shown) {
    tags = shown;
    tags.allProperty()
        .addListener((o, was, is) -> {
          shownHeader = "";
          show();
        });
  }

  private void show() {
    switch (model.stateProperty().get()) {
      case ReaderViewModel.State.Nothing _ ->
          blank(new EmptyState("mail-open", words.get("reader.nothing"), words.get("reader.hint")));
      case ReaderViewModel.State.Several(int count) ->
          blank(
              new EmptyState(
                  "list", words.count("reader.several", count), words.get("reader.severalHint")));
      case ReaderViewModel.State.Loading _ -> blank(new Label(words.get("reader.loading")));
      case ReaderViewModel.State.Failed failed ->
          blank(
              new EmptyState("error", words.get("reader.failed"), around.explain(failed.failure()))
                  .withAction(words.get("retry"), model::retry));
      case ReaderViewModel.State.Open(OpenMessage message) -> show(message);
    }
  }

  private void blank(Node state) {
    shown = null;
    shownHeader = "";
    StackPane pane = new StackPane(state);
    pane.getStyleClass().add("reader-blank");
    setTop(null);
    setBottom(null);
    setCenter(pane);
  }

  private void show(OpenMessage message) {
    boolean other = !message.summary().id().equals(shown);
    if (other) {
      details.set(false);
    }
    String header =
        message.summary().id() + " " + message.summary().flags() + " " + message.hasHeader();
    if (!header.equals(shownHeader)) {
      top.getChildren()
          .setAll(
              older,
              new MessageHeader(
                  message,
                  words,
                  formats,
                  () -> around.toggleFlag(message.summary()),
                  message.summary().flags().isFlagged(),
                  tags.of(message.summary().flags()),
                  details),
              bars,
              cards,
              findBar);
      shownHeader = header;
    }
    if (other) {
      findBar.setVisible(false);
      scrollingTop.setVvalue(0);
    }
    shown = message.summary().id();
    bars.show();
    cards.getChildren().setAll(makeCards.of(message, this::clicked));
    cards.setManaged(!cards.getChildren().isEmpty());
    setTop(scrollingTop);
    showConversation(message.summary().id());
    setCenter(middle);
    body.show(message.cleaned().html());
    showAttachments(message);
    setAccessibleText(words.get("reader.spoken", message.from().display(), message.subject()));
  }

  private void showConversation(MessageId id) {
    List<MessageSummary> all = model.conversationProperty().get();
    int at = 0;
    while (at < all.size() && !all.get(at).id().equals(id)) {
      at++;
    }
    older.show(all.subList(0, at), true);
    newer.show(all.subList(Math.min(all.size(), at + 1), all.size()), false);
  }

  /// The bar stays as it is while it shows the same files: one may just be on its way here.
  private void showAttachments(OpenMessage message) {
    List<MessageContent.Attachment> attachments = message.attachments();
    List<Object> now = new ArrayList<>(List.of(message.summary().id(), message.isWhole()));
    attachments.forEach(a -> now.addAll(List.of(a.name(), a.size())));
    setBottom(bottom);
    if (attachments.isEmpty()) {
      bottom.getChildren().setAll(newer);
    } else if (bottom.getChildren().size() < 2 || !now.equals(shownAttachments)) {
      bottom
          .getChildren()
          .setAll(
              new AttachmentBar(
                  attachments,
                  words,
                  formats,
                  theme,
                  executor,
                  files,
                  around::openFile,
                  around::say,
                  failure ->
                      around.explain(
                          failure.getCause() instanceof MailException mail ? mail : failure)),
              newer);
    }
    shownAttachments = now;
  }

  // --- links ---

  private void clicked(String target) {
    Optional<HtmlCleaner.Link> suspicious = model.suspicion(target);
    if (suspicious.isPresent() && !confirmed(suspicious.get())) {
      return;
    }
    String scheme = target.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    switch (scheme) {
      case "mailto" -> around.openMailto(target);
      case "http", "https", "ftp", "rtsp", "rtmp", "tel", "xmpp" -> {
        try {
          boolean strip = model.choices().stripTracking().get();
          around.openLink(URI.create(strip ? TrackingParameters.strip(target) : target));
        } catch (IllegalArgumentException e) {
          around.say(words.get("link.broken"));
        }
      }
      default -> around.say(words.get("link.stopped", scheme));
    }
  }

  private boolean confirmed(HtmlCleaner.Link link) {
    Alert alert = new Alert(Alert.AlertType.NONE);
    alert.initOwner(getScene().getWindow());
    alert.setTitle(words.get("link.suspicious"));
    alert.setHeaderText(words.get("link.suspicious"));
    alert.setContentText(
        words.get("link.suspiciousDetail", link.text(), link.target())
            + "\n\n"
            + MimeText.of(link.suspicious(), List.of(), words.locale()));
    alert.getDialogPane().getStylesheets().setAll(getScene().getStylesheets());
    ButtonType go = new ButtonType(words.get("link.openAnyway"), ButtonBar.ButtonData.OTHER);
    ButtonType stay = new ButtonType(words.get("link.dontOpen"), ButtonBar.ButtonData.CANCEL_CLOSE);
    alert.getButtonTypes().setAll(go, stay);
    // Who presses Enter without reading stays.
    Button safe = (Button) alert.getDialogPane().lookupButton(stay);
    safe.setDefaultButton(true);
    alert.setOnShown(e -> safe.requestFocus());
    return alert.showAndWait().filter(go::equals).isPresent();
  }

  // --- find, zoom, page, source, print ---

  private void findBar() {
    find.setPromptText(words.get("find.prompt"));
    find.setAccessibleText(words.get("find.prompt"));
    HBox.setHgrow(find, Priority.ALWAYS);
    Label outcome = new Label();
    outcome.getStyleClass().add("muted");
    Consumer<Boolean> search =
        backwards -> {
          boolean found = body.find(find.getText(), backwards);
          outcome.setText(found || find.getText().isEmpty() ? "" : words.get("find.none"));
        };
    find.textProperty().addListener(o -> search.accept(false));
    find.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        search.accept(e.isShiftDown());
        e.consume();
      } else if (e.getCode() == KeyCode.ESCAPE) {
        findBar.setVisible(false);
        body.requestFocus();
        e.consume();
      }
    });
    Button previous = findButton("up", "find.previous", () -> search.accept(true));
    Button next = findButton("down", "find.next", () -> search.accept(false));
    Button close = findButton("close", "close", () -> findBar.setVisible(false));
    findBar.getChildren().addAll(find, outcome, previous, next, close);
    findBar.getStyleClass().add("find-bar");
    findBar.setAlignment(Pos.CENTER_LEFT);
    findBar.setVisible(false);
    findBar.managedProperty().bind(findBar.visibleProperty());
  }

  private Button findButton(String icon, String key, Runnable action) {
    Button button = new Button(null, Icons.of(icon));
    button.getStyleClass().add("tool-button");
    button.setAccessibleText(words.get(key));
    button.setOnAction(e -> action.run());
    return button;
  }

  public void openFind() {
    if (model.open().isPresent()) {
      findBar.setVisible(true);
      find.requestFocus();
      find.selectAll();
    }
  }

  public void zoomIn() {
    setZoom(zoom * 1.1);
  }

  public void zoomOut() {
    setZoom(zoom / 1.1);
  }

  public void zoomReset() {
    setZoom(1);
  }

  private void setZoom(double factor) {
    zoom = Math.clamp(factor, 0.5, 4);
    body.setZoom(zoom * theme.textSize().get() / 100.0);
  }

  /// Scrolls down a page; false at the end.
  public boolean pageDown() {
    return model.open().isPresent() && body.page(true);
  }

  public void pageUp() {
    if (model.open().isPresent()) {
      body.page(false);
    }
  }

  public String selectedText() {
    return body.selectedText();
  }

  public void showSource() {
    model
        .open()
        .ifPresent(message ->
            model.source(
                text ->
                    SourceWindow.show(
                        getScene().getWindow(), message.subject(), text, words, theme),
                e -> around.say(around.explain(e))));
  }

  /// Asks where to, as `.eml` or as the page that is shown.
  public void saveAs() {
    saver.saveAs(getScene().getWindow());
  }

  /// The text without its looks, to the clipboard.
  public void copyText() {
    saver.copyText();
  }

  public void print() {
    if (model.open().isEmpty()) {
      return;
    }
    PrinterJob job = PrinterJob.createPrinterJob();
    if (job == null) {
      around.say(words.get("print.none"));
    } else if (job.showPrintDialog(getScene().getWindow())) {
      body.print(job);
      job.endJob();
    }
  }

  /// After the first paint, so that the first message opens like all others.
  public void warmUp() {
    body.warmUp();
  }

  public void focusBody() {
    body.requestFocus();
  }
}
