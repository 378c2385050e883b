package app.paloma.ui.accounts;

import app.paloma.model.Account;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Adds an account; also the first screen of a new profile. UI thread only.
public final class AddAccountDialog {
  private final Stage stage = new Stage();
  private final AddAccountViewModel model;
  private final AddAccountView view;

  /// @param first whether there is no account yet: then it welcomes
  public AddAccountDialog(
      AccountServices services,
      UiExecutor executor,
      Theme theme,
      Locale locale,
      boolean first,
      Consumer<Account> onAdded) {
    Messages words = words(locale);
    model =
        new AddAccountViewModel(
            services,
            executor,
            words,
            account -> {
              stage.hide();
              onAdded.accept(account);
            });
    view =
        new AddAccountView(
            model,
            first,
            certificate ->
                new CertificateQuestion(certificate, words, theme)
                    .ask(stage, () -> model.trust(certificate)),
            stage::hide);
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.4);
    Scene scene = new Scene(view.root(), Math.min(960, 600 * grow), Math.min(680, 660 * grow));
    theme.apply(scene);
    stage.setScene(scene);
    stage.setTitle(words.get(first ? "welcome.title" : "add.title"));
    stage.setOnHidden(e -> model.cancel());
  }

  static Messages words(Locale locale) {
    return Messages.of("/app/paloma/ui/accounts/AccountsMessages", locale);
  }

  public void show(Window owner) {
    if (owner != null) {
      stage.initOwner(owner);
      stage.initModality(Modality.WINDOW_MODAL);
    }
    stage.show();
    view.focusFirst();
  }

  public Stage stage() {
    return stage;
  }

  public AddAccountViewModel model() {
    return model;
  }

  Parent root() {
    return view.root();
  }
}
