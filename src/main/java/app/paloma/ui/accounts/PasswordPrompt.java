package app.paloma.ui.accounts;

import app.paloma.model.Account;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Asks for a password again after a server did not take it; what is typed is checked before it is
/// kept. UI thread only.
public final class PasswordPrompt {
  private final Stage stage = new Stage();
  private final PasswordBox password;
  private final Button ok = new Button();
  private final Label answer = new Label();
  private final BooleanProperty checking = new SimpleBooleanProperty();

  /// @param server which of the account's servers did not take it
  /// @param rejected why it is asked for
  public PasswordPrompt(
      Account account,
      ServerSettings server,
      AuthRejected rejected,
      AccountServices services,
      UiExecutor executor,
      Theme theme,
      Locale locale) {
    Messages words = AddAccountDialog.words(locale);
    Label title = new Label(words.get("prompt.title", account.email()));
    title.getStyleClass().add("setup-title");
    title.setWrapText(true);
    boolean none = rejected.isWithoutPassword();
    String which = server.equals(account.outgoing()) ? "outgoing" : "incoming";
    Label text =
        new Label(words.get((none ? "prompt.none." : "prompt.text.") + which, server.host()));
    text.setWrapText(true);
    password = new PasswordBox(words, "prompt-password");
    answer.setWrapText(true);
    for (Label label : List.of(title, text, answer)) {
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    answer.setId("prompt-answer");
    answer.getStyleClass().add("muted");
    answer.setText(none ? "" : words.get("prompt.said", rejected.getMessage()));
    VBox page = new VBox(12, title, text, password, answer);
    page.getStyleClass().add("setup-page");
    ok.setText(words.get("prompt.ok"));
    ok.setId("prompt-ok");
    ok.getStyleClass().add("accent-button");
    ok.setDefaultButton(true);
    ok.disableProperty().bind(password.textProperty().isEmpty().or(checking));
    Button cancel = new Button(words.get("prompt.later"));
    cancel.getStyleClass().add("quiet-button");
    cancel.setCancelButton(true);
    PasswordBox.withoutEnter(cancel);
    cancel.setOnAction(e -> stage.hide());
    ok.setOnAction(e -> check(account, server, services, executor, words));
    HBox buttons = new HBox(8, cancel, ok);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    buttons.getStyleClass().add("setup-buttons");
    BorderPane root = new BorderPane(page);
    root.setBottom(buttons);
    root.getStyleClass().add("setup");
    root.getStylesheets()
        .add(
            PasswordPrompt.class
                .getResource("/app/paloma/ui/accounts/accounts.css")
                .toExternalForm());
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.6);
    Scene scene = new Scene(root, Math.min(960, 500 * grow), Math.min(680, 320 * grow));
    theme.apply(scene);
    stage.setScene(scene);
    stage.setTitle(words.get("prompt.window"));
    cancel.setMinWidth(Region.USE_PREF_SIZE);
    ok.setMinWidth(Region.USE_PREF_SIZE);
  }

  private void check(
      Account account,
      ServerSettings server,
      AccountServices services,
      UiExecutor executor,
      Messages words) {
    Secret<String> typed = Secret.of(password.textProperty().get());
    busy(true);
    boolean outgoing = server.equals(account.outgoing());
    answer.setText(words.get(outgoing ? "checking.outgoing" : "checking.incoming"));
    executor.load(
        () -> {
          if (outgoing) {
            services.checkOutgoing(account, typed);
            services.keepPassword(server, typed);
          } else {
            services.checkIncoming(account, typed);
            services.keepIncoming(account, typed);
          }
          services.resume(account);
          return account;
        },
        done -> stage.hide(),
        failure -> {
          var e = services.explain(failure, server.host(), words.locale());
          answer.setText(e.what() + " " + e.advice());
          busy(false);
          grow();
          password.focus();
        });
  }

  /// A long answer makes the window higher instead of cutting what it says.
  private void grow() {
    Scene scene = stage.getScene();
    scene.getRoot().applyCss();
    double missing = scene.getRoot().minHeight(scene.getWidth()) - scene.getHeight();
    if (missing > 0) {
      stage.setHeight(stage.getHeight() + missing);
    }
  }

  private void busy(boolean now) {
    checking.set(now);
    password.setBusy(now);
  }

  public void show(Window owner) {
    if (owner != null) {
      stage.initOwner(owner);
      stage.initModality(Modality.WINDOW_MODAL);
    }
    stage.show();
    password.focus();
  }

  public Stage stage() {
    return stage;
  }
}
