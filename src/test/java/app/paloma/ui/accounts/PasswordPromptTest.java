package app.paloma.ui.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.composer.FakeComposer;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordPromptTest {
  private final FakeAccounts services = new FakeAccounts();
  private final Account account = new FakeComposer().accounts.getFirst();

  @BeforeAll
  static void start() throws Exception {
    Toolkit.start();
  }

  /// It asked the incoming server, and so took a password that cannot send, or none while that one
  /// could not be reached.
  @Test
  void theServerThatRefusedThePasswordIsAskedAboutTheNewOne() throws Exception {
    services.incomingFails = new AuthRejected("not this one");
    boolean open =
        Toolkit.onFx(() -> {
          PasswordPrompt prompt =
              new PasswordPrompt(
                  account,
                  account.outgoing(),
                  new AuthRejected("535 5.7.8 wrong"),
                  services,
                  UiExecutor.direct(),
                  new Theme(),
                  Locale.ENGLISH);
          prompt.show(null);
          var scene = prompt.stage().getScene();
          assertThat(scene.getRoot().lookupAll(".label"))
              .as("which of the two passwords is meant")
              .anyMatch(node -> ((Labeled) node).getText().contains("that sends your mail"));
          ((TextInputControl) scene.lookup("#prompt-password")).setText("new");
          ((Button) scene.lookup("#prompt-ok")).fire();
          boolean showing = prompt.stage().isShowing();
          prompt.stage().hide();
          return showing;
        });
    assertThat(open).isFalse();
    assertThat(services.kept).containsOnlyKeys(account.outgoing().host());
  }
}
