package app.paloma.ui.accounts;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Asks the user when a server wants another password or shows a certificate that proves nothing:
/// one question an account at a time. UI thread only.
public final class ServerQuestions {
  private final AccountServices services;
  private final UiExecutor executor;
  private final Theme theme;
  private final Locale locale;
  private final Map<AccountId, Stage> asking = new HashMap<>();

  /// The last one that was asked about: the outbox tells of it again with each of its changes.
  private final Map<ServerSettings, MailException> heard = new HashMap<>();

  public ServerQuestions(
      AccountServices services, UiExecutor executor, Theme theme, Locale locale) {
    this.services = services;
    this.executor = executor;
    this.theme = theme;
    this.locale = locale;
  }

  /// An engine tells of a failure, maybe again: asks once.
  public void hear(Window owner, Account account, ServerSettings server, MailException failure) {
    if (!asking.containsKey(account.id()) && heard.put(server, failure) != failure) {
      ask(owner, account, server, failure);
    }
  }

  /// The user wants to answer, asked before or not.
  ///
  /// @return false where there is nothing to ask: then the settings are what may help
  public boolean ask(Window owner, Account account, ServerSettings server, MailException failure) {
    Stage open = asking.get(account.id());
    if (open != null) {
      open.toFront();
      return true;
    }
    return switch (failure) {
      case AuthRejected rejected -> askPassword(owner, account, server, rejected);
      case TlsFailed refused -> askCertificate(owner, account, server, refused);
      case MailException.ConnectFailed _,
          MailException.CommandRejected _,
          MailException.ProtocolBroken _ ->
          false;
    };
  }

  private boolean askPassword(
      Window owner, Account account, ServerSettings server, AuthRejected rejected) {
    if (!rejected.isAboutPassword()) {
      return false;
    }
    PasswordPrompt prompt =
        new PasswordPrompt(account, server, rejected, services, executor, theme, locale);
    remember(account, prompt.stage());
    prompt.show(owner);
    return true;
  }

  private boolean askCertificate(
      Window owner, Account account, ServerSettings server, TlsFailed refused) {
    Optional<CertificateDetails> details = services.certificate(refused, server);
    if (details.isEmpty()) {
      return false;
    }
    CertificateQuestion question =
        new CertificateQuestion(details.get(), AddAccountDialog.words(locale), theme);
    remember(account, question.stage());
    question.ask(
        owner,
        () ->
            executor.work(() -> {
              services.trust(details.get());
              services.resume(account);
            }));
    return true;
  }

  private void remember(Account account, Stage stage) {
    asking.put(account.id(), stage);
    stage.setOnHidden(_ -> asking.remove(account.id()));
  }
}
