package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.model.MailProtocol;
import app.paloma.model.OfflineLimits;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.accounts.CertificateQuestion;
import app.paloma.ui.accounts.LeaveChoice;
import app.paloma.ui.accounts.PasswordBox;
import app.paloma.ui.accounts.ServerForm;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One account's page, top to bottom like the setup.
final class AccountPage {
  private static final List<OfflineLimits> LIMITS =
      List.of(
          OfflineLimits.NONE,
          new OfflineLimits(false, 12, 0),
          new OfflineLimits(false, 3, 0),
          new OfflineLimits(false, 0, 5 << 20),
          new OfflineLimits(false, 3, 5 << 20),
          new OfflineLimits(true, 0, 0));

  /// How old a message is a POP3 server does not say.
  private static final List<OfflineLimits> POP3_LIMITS =
      LIMITS.stream().filter(limits -> limits.months() == 0).toList();

  private final AccountSettingsViewModel model;
  private final Messages words;
  private final Messages setup;
  private final Theme theme;
  private final Runnable back;
  private final VBox node = new VBox(24);

  AccountPage(
      AccountSettingsViewModel model, Messages words, Messages setup, Theme theme, Runnable back) {
    this.model = model;
    this.words = words;
    this.setup = setup;
    this.theme = theme;
    this.back = back;
    Button all = new Button(words.get("page.ACCOUNTS"), Icons.of("back"));
    all.getStyleClass().add("tool-button");
    all.setOnAction(e -> {
      model.apply();
      back.run();
    });
    Label title = new Label(model.account().email());
    title.getStyleClass().add("setup-title");
    title.setWrapText(true);
    node.getChildren()
        .setAll(new VBox(8, all, title), person(), servers(), filing(), direct(), removal());
    node.getStyleClass().add("account-page");
    model
        .certificateProperty()
        .subscribe(certificate -> {
          if (certificate != null) {
            new CertificateQuestion(certificate, setup, theme)
                .ask(node.getScene().getWindow(), () -> model.trust(certificate));
          }
        });
  }

  Node node() {
    return node;
  }

  private Node person() {
    TextField name = new TextField();
    name.setId("account-name");
    name.textProperty().bindBidirectional(model.nameProperty());
    applyWhenLeft(name);
    TextArea signature = new TextArea();
    signature.setId("account-signature");
    signature.setPrefRowCount(3);
    signature.setWrapText(true);
    signature.setPromptText(words.get("signature.prompt"));
    signature.textProperty().bindBidirectional(model.signatureProperty());
    applyWhenLeft(signature);
    return card(labelled(setup.get("name"), name), labelled(words.get("signature"), signature));
  }

  private void applyWhenLeft(Node field) {
    field
        .focusedProperty()
        .subscribe(focused -> {
          if (!focused) {
            model.apply();
          }
        });
  }

  private Node servers() {
    PasswordBox password = new PasswordBox(setup, "account-password");
    password.textProperty().bindBidirectional(model.passwordProperty());
    Label in = strong(setup.get("server.incoming"));
    Label out = strong(setup.get("server.outgoing"));
    Label answer = new Label();
    answer.setId("account-answer");
    answer.setWrapText(true);
    answer.textProperty().bind(model.answerProperty());
    HBox.setHgrow(answer, Priority.ALWAYS);
    Button save = new Button(words.get("account.check"));
    save.setId("account-save");
    save.getStyleClass().add("accent-button");
    save.setMinWidth(Region.USE_PREF_SIZE);
    save.setOnAction(e -> model.checkAndSave());
    HBox foot = new HBox(12, save, answer);
    foot.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    VBox card =
        card(
            in,
            new ServerForm(
                model.incoming(), List.of(MailProtocol.IMAP, MailProtocol.POP3), setup, "set-in"),
            out,
            new ServerForm(model.outgoing(), List.of(MailProtocol.SMTP), setup, "set-out"),
            labelled(words.get("account.password"), password),
            foot);
    card.disableProperty().bind(model.busyProperty());
    return card;
  }

  private Node filing() {
    Region sent =
        SettingRows.choice("sent-copy", model.sentCopies(), model::name, model.sentCopyProperty());
    boolean pop3 = model.account().incoming().protocol() == MailProtocol.POP3;
    ChoiceBox<OfflineLimits> offline =
        SettingRows.choice(
            "offline-limits", pop3 ? POP3_LIMITS : LIMITS, this::limits, model.offlineProperty());
    model
        .offlineProperty()
        .subscribe(limits -> {
          if (!offline.getItems().contains(limits)) {
            // Chosen on the command line.
            offline.getItems().add(limits);
            offline.setValue(limits);
          }
        });
    VBox kept = labelled(words.get("kept"), offline);
    Label more = new Label(words.get(pop3 ? "kept.text.pop3" : "kept.text"));
    more.getStyleClass().add("muted");
    more.setWrapText(true);
    kept.getChildren().add(more);
    VBox card = card(labelled(words.get("sent-copy"), sent), kept);
    LeaveChoice leave = new LeaveChoice(setup);
    leave.valueProperty().bindBidirectional(model.leaveProperty());
    leave.visibleProperty().bind(model.incoming().protocolProperty().isEqualTo(MailProtocol.POP3));
    leave.managedProperty().bind(leave.visibleProperty());
    card.getChildren().add(leave);
    return card;
  }

  private Node direct() {
    CheckBox box = new CheckBox(words.get("direct"));
    box.setId("direct");
    box.setWrapText(true);
    box.selectedProperty().bindBidirectional(model.directProperty());
    Label text = new Label(words.get("direct.text"));
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    Label warning = new Label(words.get("direct.warning"), Icons.of("warning"));
    warning.setWrapText(true);
    return card(box, text, warning);
  }

  private String limits(OfflineLimits limits) {
    if (limits.headersOnly()) {
      return words.get("kept.HEADERS");
    }
    String size = Long.toString(limits.octets() >> 20);
    if (limits.months() > 0 && limits.octets() > 0) {
      return words.get("kept.BOTH", limits.months(), size);
    }
    return limits.months() > 0
        ? words.get("kept.MONTHS", limits.months())
        : limits.octets() > 0 ? words.get("kept.SIZE", size) : words.get("kept.ALL");
  }

  private Node removal() {
    Button remove = new Button(words.get("account.remove"), Icons.of("delete"));
    remove.setId("account-remove");
    remove.getStyleClass().addAll("quiet-button", "danger-text");
    remove.setMinWidth(Region.USE_PREF_SIZE);
    remove.setOnAction(e -> confirmRemoval());
    Label text = new Label(words.get("account.remove.text"));
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    return card(text, remove);
  }

  /// Nothing can bring the mail of a POP3 account back, so this one asks.
  private void confirmRemoval() {
    Account account = model.account();
    boolean pop = account.incoming().protocol() == MailProtocol.POP3;
    Dialog<ButtonType> dialog = new Dialog<>();
    dialog.initOwner(node.getScene().getWindow());
    dialog.setTitle(words.get("account.remove"));
    DialogPane pane = dialog.getDialogPane();
    Label text =
        new Label(
            words.get("account.remove.ask", account.email())
                + "\n\n"
                + words.get(pop ? "account.remove.pop" : "account.remove.imap"));
    text.setWrapText(true);
    text.setMaxWidth(460);
    pane.setContent(text);
    ButtonType remove =
        new ButtonType(words.get("account.remove.do"), ButtonBar.ButtonData.OK_DONE);
    ButtonType keep =
        new ButtonType(words.get("account.remove.keep"), ButtonBar.ButtonData.CANCEL_CLOSE);
    pane.getButtonTypes().setAll(remove, keep);
    ((Button) pane.lookupButton(remove)).setDefaultButton(false);
    ((Button) pane.lookupButton(keep)).setDefaultButton(true);
    theme.apply(pane.getScene());
    dialog.showAndWait().filter(remove::equals).ifPresent(yes -> model.remove(back));
  }

  private static Label strong(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("strong");
    label.setWrapText(true);
    return label;
  }

  private static VBox labelled(String text, Region field) {
    Label label = strong(text);
    label.setLabelFor(field);
    if (field.getAccessibleText() == null) {
      field.setAccessibleText(text);
    }
    field.setMaxWidth(Double.MAX_VALUE);
    return new VBox(4, label, field);
  }

  private static VBox card(Node... nodes) {
    VBox card = new VBox(12, nodes);
    card.getStyleClass().add("card");
    return card;
  }
}
