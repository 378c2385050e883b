package app.paloma.ui.accounts;

import app.paloma.discovery.SettingsDiscovery.Tried;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailProtocol;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.accounts.AddAccountViewModel.Check;
import app.paloma.ui.accounts.AddAccountViewModel.Failure;
import app.paloma.ui.accounts.AddAccountViewModel.Step;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The add-account page: who you are, where your mail is, and one button that goes on.
final class AddAccountView {
  private final AddAccountViewModel model;
  private final Messages words;
  private final BorderPane root = new BorderPane();
  private final TextField email = new TextField();
  private final TextField name = new TextField();
  private final PasswordBox password;
  private final ServerForm incomingForm;
  private final VBox failureBox = new VBox(8);
  private final ScrollPane scroll = new ScrollPane();
  private final Consumer<CertificateDetails> askCertificate;

  /// @param first whether this is the very first screen
  /// @param askCertificate shows the question; the answer comes by [AddAccountViewModel#trust]
  AddAccountView(
      AddAccountViewModel model,
      boolean first,
      Consumer<CertificateDetails> askCertificate,
      Runnable close) {
    this.model = model;
    this.words = model.words();
    this.askCertificate = askCertificate;
    password = new PasswordBox(words, "password");
    incomingForm =
        new ServerForm(
            model.incoming(), List.of(MailProtocol.IMAP, MailProtocol.POP3), words, "incoming");
    VBox page = new VBox(16, welcome(first), person(), triedList(), settings());
    page.getStyleClass().add("setup-page");
    page.setMaxWidth(Region.USE_PREF_SIZE);
    StackPane middle = new StackPane(page);
    middle.setAlignment(Pos.TOP_CENTER);
    middle.setMinWidth(0);
    scroll.setContent(middle);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "setup-scroll");
    root.setCenter(scroll);
    failureBox.getStyleClass().add("setup-failure");
    root.setBottom(new VBox(failureBox, buttons(close)));
    root.getStyleClass().add("setup");
    root.getStylesheets()
        .add(
            AddAccountView.class
                .getResource("/app/paloma/ui/accounts/accounts.css")
                .toExternalForm());
    model.failureProperty().subscribe(this::showFailure);
    model
        .stepProperty()
        .subscribe(step -> {
          if (step == Step.SETTINGS) {
            root.applyCss();
            root.layout();
            scroll.setVvalue(1);
          }
        });
  }

  Parent root() {
    return root;
  }

  void focusFirst() {
    (name.getText().isEmpty() ? name : email).requestFocus();
  }

  private Node welcome(boolean first) {
    Label title = new Label(words.get(first ? "welcome.title" : "add.title"));
    title.getStyleClass().add("setup-title");
    Label text = new Label(words.get(first ? "welcome.text" : "add.text"));
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    VBox box = new VBox(4, title, text);
    shownWhen(text, step(Step.ADDRESS));
    if (first) {
      Node dove = Icons.huge("dove");
      dove.getStyleClass().add("setup-dove");
      shownWhen(dove, step(Step.ADDRESS));
      box.getChildren().addFirst(dove);
      box.setAlignment(Pos.CENTER);
      text.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    }
    return box;
  }

  private Node person() {
    name.setId("name");
    name.setPromptText(words.get("name.prompt"));
    name.textProperty().bindBidirectional(model.nameProperty());
    email.setId("email");
    email.setPromptText(words.get("email.prompt"));
    email.textProperty().bindBidirectional(model.emailProperty());
    password.textProperty().bindBidirectional(model.passwordProperty());
    password.setOnEnter(this::goOn);
    email.setOnAction(e -> goOn());
    name.setOnAction(e -> email.requestFocus());
    VBox box =
        new VBox(
            12,
            labelled("name", name),
            labelled("email", email),
            labelled("password", password),
            hint("password.kept"));
    BooleanBinding busy = step(Step.SEARCHING).or(step(Step.CHECKING));
    name.editableProperty().bind(busy.not());
    email.editableProperty().bind(busy.not());
    busy.subscribe(password::setBusy);
    return box;
  }

  private Node hint(String key) {
    Label label = new Label(words.get(key), Icons.of("lock"));
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }

  private Node labelled(String key, Region field) {
    Label label = new Label(words.get(key));
    label.getStyleClass().add("strong");
    label.setLabelFor(field);
    field.setAccessibleText(words.get(key));
    field.setMaxWidth(Double.MAX_VALUE);
    return new VBox(4, label, field);
  }

  private Node triedList() {
    VBox rows = new VBox(6);
    rows.getStyleClass().add("tried");
    Runnable refresh =
        () -> rows.getChildren().setAll(model.tried().stream().map(this::triedRow).toList());
    model.tried().addListener((ListChangeListener<Tried>) c -> refresh.run());
    Label searching = new Label(words.get("searching"));
    ProgressIndicator busy = new ProgressIndicator();
    busy.setPrefSize(16, 16);
    HBox line = new HBox(8, busy, searching);
    line.setAlignment(Pos.CENTER_LEFT);
    shownWhen(line, step(Step.SEARCHING));
    VBox box = new VBox(8, line, rows);
    box.getStyleClass().add("card");
    BooleanBinding any = Bindings.isNotEmpty(model.tried());
    shownWhen(box, step(Step.SEARCHING).or(any));
    return box;
  }

  private Node triedRow(Tried tried) {
    Node icon = Icons.of(tried.found() ? "done" : "remove");
    icon.getStyleClass().add(tried.found() ? "good" : "none");
    String key = "tried." + tried.source();
    String source = words.has(key) ? words.get(key) : tried.source();
    Label what = new Label(source);
    what.setMinWidth(Region.USE_PREF_SIZE);
    Label result = new Label(tried.found() ? words.get("tried.found") : words.get("tried.missing"));
    result.getStyleClass().add("muted");
    result.setMinWidth(Region.USE_PREF_SIZE);
    Label detail = new Label(tried.what());
    detail.getStyleClass().add("muted");
    detail.setMinWidth(0);
    detail.setMaxWidth(Double.MAX_VALUE);
    if (!tried.detail().isBlank()) {
      detail.setTooltip(new javafx.scene.control.Tooltip(tried.detail()));
    }
    HBox.setHgrow(detail, Priority.ALWAYS);
    HBox row = new HBox(8, icon, what, detail, result);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private Node settings() {
    Label source = new Label();
    source.textProperty().bind(model.sourceProperty());
    source.getStyleClass().add("strong");
    source.setWrapText(true);
    Label help = new Label();
    help.textProperty().bind(model.helpProperty());
    help.setWrapText(true);
    HBox helpBar = new HBox(8, Icons.of("info"), help);
    helpBar.getStyleClass().add("bar");
    shownWhen(helpBar, model.helpProperty().isNotEmpty());
    VBox summary =
        new VBox(6, serverLine(model.incoming(), true), serverLine(model.outgoing(), false));
    Button edit = new Button(words.get("settings.edit"), Icons.of("edit"));
    edit.setId("edit-settings");
    edit.getStyleClass().add("quiet-button");
    edit.setOnAction(e -> model.editingProperty().set(true));
    VBox read = new VBox(12, summary, edit);
    shownWhen(read, model.editingProperty().not());
    Label in = new Label(words.get("server.incoming"));
    in.getStyleClass().add("strong");
    Label out = new Label(words.get("server.outgoing"));
    out.getStyleClass().add("strong");
    VBox forms =
        new VBox(
            12,
            in,
            incomingForm,
            out,
            new ServerForm(model.outgoing(), List.of(MailProtocol.SMTP), words, "outgoing"));
    shownWhen(forms, model.editingProperty());
    LeaveChoice leave = new LeaveChoice(words);
    leave.valueProperty().bindBidirectional(model.leaveProperty());
    shownWhen(leave, model.incoming().protocolProperty().isEqualTo(MailProtocol.POP3));
    VBox box = new VBox(12, source, helpBar, read, forms, leave);
    box.getStyleClass().add("card");
    box.disableProperty().bind(step(Step.CHECKING));
    shownWhen(box, step(Step.SETTINGS).or(step(Step.CHECKING)));
    return box;
  }

  /// One server in words, with the state of its check.
  private Node serverLine(ServerFormModel form, boolean in) {
    Label text = new Label();
    text.setWrapText(true);
    text.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    words.get(
                        in ? "line.incoming" : "line.outgoing",
                        words.get("protocol." + form.protocolProperty().get()),
                        form.hostProperty().get(),
                        form.portProperty().get(),
                        words.get("security." + form.securityProperty().get())),
                form.protocolProperty(),
                form.hostProperty(),
                form.portProperty(),
                form.securityProperty()));
    StackPane mark = new StackPane();
    mark.setMinWidth(20);
    (in ? model.incomingCheckProperty() : model.outgoingCheckProperty())
        .subscribe(check -> mark.getChildren().setAll(mark(check, in)));
    return new HBox(8, mark, text);
  }

  private Node mark(Check check, boolean in) {
    return switch (check) {
      case RUNNING -> {
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(16, 16);
        busy.setMaxSize(16, 16);
        yield busy;
      }
      case ACCEPTED -> styled("done", "good");
      case REFUSED -> styled("error", "bad");
      case WAITING -> Icons.of(in ? "inbox" : "send");
    };
  }

  private static Node styled(String icon, String style) {
    Node node = Icons.of(icon);
    node.getStyleClass().add(style);
    return node;
  }

  private Node buttons(Runnable close) {
    Label state = new Label();
    state.getStyleClass().add("muted");
    state.setMinWidth(0);
    state
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.stepProperty().get() != Step.CHECKING
                        ? ""
                        : words.get(
                            model.outgoingCheckProperty().get() == Check.RUNNING
                                ? "checking.outgoing"
                                : "checking.incoming"),
                model.stepProperty(),
                model.outgoingCheckProperty()));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button manual = button("settings.manual", "quiet-button", "manual", model::manual);
    shownWhen(manual, step(Step.ADDRESS));
    Button cancel =
        button(
            "cancel",
            "quiet-button",
            "cancel",
            () -> {
              Step step = model.stepProperty().get();
              boolean busy = step == Step.SEARCHING || step == Step.CHECKING;
              model.cancel();
              if (!busy) {
                close.run();
              }
            });
    cancel.setCancelButton(true);
    PasswordBox.withoutEnter(cancel);
    Button find = button("find", "accent-button", "find", model::find);
    shownWhen(find, step(Step.ADDRESS).or(step(Step.SEARCHING)));
    find.disableProperty().bind(step(Step.SEARCHING));
    Button add = button("add", "accent-button", "add", model::add);
    shownWhen(add, step(Step.SETTINGS).or(step(Step.CHECKING)));
    add.disableProperty().bind(step(Step.CHECKING));
    HBox bar = new HBox(8, manual, state, space, cancel, find, add);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("setup-buttons");
    return bar;
  }

  private Button button(String key, String style, String id, Runnable run) {
    Button button = new Button(words.get(key));
    button.setId(id);
    button.getStyleClass().add(style);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(e -> run.run());
    return button;
  }

  private void goOn() {
    Step step = model.stepProperty().get();
    if (step == Step.ADDRESS) {
      model.find();
    } else if (step == Step.SETTINGS) {
      model.add();
    }
  }

  private void showFailure(Failure failure) {
    failureBox.getChildren().clear();
    failureBox.setVisible(failure != null);
    failureBox.setManaged(failure != null);
    if (failure == null) {
      return;
    }
    var e = failure.explanation();
    Label what = new Label(e.what());
    what.getStyleClass().add("strong");
    what.setWrapText(true);
    VBox text = new VBox(4, what);
    Stream.of(e.why(), e.advice())
        .filter(s -> !s.isBlank())
        .forEach(s -> {
          Label line = new Label(s);
          line.setWrapText(true);
          text.getChildren().add(line);
        });
    HBox.setHgrow(text, Priority.ALWAYS);
    Button help =
        button("help." + failure.help(), "quiet-button", "help-button", () -> help(failure));
    VBox.setMargin(help, new javafx.geometry.Insets(4, 0, 0, 0));
    text.getChildren().add(help);
    HBox bar = new HBox(8, Icons.of("error"), text);
    bar.getStyleClass().addAll("bar", "danger", "tall");
    bar.setAccessibleText(
        Stream.of(e.what(), e.why(), e.advice())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" ")));
    failureBox.getChildren().setAll(bar);
  }

  private void help(Failure failure) {
    switch (failure.help()) {
      case EDIT_ADDRESS -> email.requestFocus();
      case EDIT_PASSWORD -> password.focus();
      case EDIT_SERVER -> {
        model.editingProperty().set(true);
        Node host = root.lookup(failure.incoming() ? "#incoming-host" : "#outgoing-host");
        if (host != null) {
          host.requestFocus();
        }
      }
      case SHOW_CERTIFICATE -> failure.certificate().ifPresent(askCertificate);
      case TRY_AGAIN -> model.add();
      case ADD_ANYWAY -> model.addAnyway();
    }
  }

  private BooleanBinding step(Step step) {
    return model.stepProperty().isEqualTo(step);
  }

  private static void shownWhen(Node node, javafx.beans.value.ObservableBooleanValue when) {
    node.visibleProperty().bind(when);
    node.managedProperty().bind(node.visibleProperty());
  }

  /// The choices for POP3, shared with the settings window.
  static List<LeaveOnServer> leaveChoices() {
    return List.of(
        new LeaveOnServer.Keep(),
        new LeaveOnServer.UntilDeleted(),
        new LeaveOnServer.Days(7),
        new LeaveOnServer.Days(14),
        new LeaveOnServer.Days(30),
        new LeaveOnServer.Delete());
  }
}
