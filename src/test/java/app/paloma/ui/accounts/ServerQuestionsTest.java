package app.paloma.ui.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.composer.FakeComposer;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerQuestionsTest {
  private final FakeAccounts services = new FakeAccounts();
  private final Account account = new FakeComposer().accounts.getFirst();
  private final AuthRejected wrong = new AuthRejected("535 5.7.8 wrong");
  private ServerQuestions questions;

  /// Of other tests.
  private List<Window> before;

  @BeforeAll
  static void start() throws Exception {
    Toolkit.start();
  }

  @BeforeEach
  void look() throws Exception {
    before = Toolkit.onFx(() -> List.copyOf(Window.getWindows()));
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      open().forEach(Stage::hide);
      return null;
    });
  }

  private ServerQuestions questions() {
    questions =
        questions == null
            ? new ServerQuestions(services, UiExecutor.direct(), new Theme(), Locale.ENGLISH)
            : questions;
    return questions;
  }

  private List<Stage> open() {
    return Window.getWindows().stream()
        .filter(w -> w instanceof Stage && w.isShowing() && !before.contains(w))
        .map(w -> (Stage) w)
        .toList();
  }

  private void hear(MailException failure) {
    questions().hear(null, account, account.outgoing(), failure);
  }

  private boolean ask(MailException failure) {
    return questions().ask(null, account, account.outgoing(), failure);
  }

  /// The outbox tells of the same failure with each of its changes; "Not now" is an answer.
  @Test
  void theSameFailureAsksOnceUnlessTheUserWantsToAnswer() throws Exception {
    Toolkit.onFx(() -> {
      hear(wrong);
      assertThat(open()).hasSize(1);
      open().getFirst().hide();
      hear(wrong);
      assertThat(open()).isEmpty();
      assertThat(ask(wrong)).isTrue();
      assertThat(ask(wrong)).as("the one that is open comes to the front").isTrue();
      assertThat(open()).hasSize(1);
      return null;
    });
  }

  @Test
  void aCertificateIsTrustedAfterItWasLookedAt() throws Exception {
    Toolkit.onFx(() -> {
      assertThat(ask(new TlsFailed(TlsFailed.Reason.UNKNOWN_ISSUER, "self-signed", null))).isTrue();
      ((Button) open().getFirst().getScene().lookup("#trust")).fire();
      assertThat(services.trusted.getFirst().port()).isEqualTo(account.outgoing().port());
      return null;
    });
  }

  /// Then the account's settings are shown instead.
  @Test
  void whatNoAnswerHelpsIsNotAsked() throws Exception {
    Toolkit.onFx(() -> {
      assertThat(ask(AuthRejected.withoutMechanism("only GSSAPI"))).isFalse();
      assertThat(ask(new ConnectFailed(ConnectFailed.Reason.REFUSED, "refused", null))).isFalse();
      assertThat(open()).isEmpty();
      return null;
    });
  }
}
