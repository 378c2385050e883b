package app.paloma.ui.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.discovery.SettingsDiscovery.DiscoveryResult;
import app.paloma.model.Account;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.accounts.AddAccountViewModel.Help;
import app.paloma.ui.accounts.AddAccountViewModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AddAccountViewModelTest {
  private final FakeAccounts services = new FakeAccounts();
  private final List<Account> added = new ArrayList<>();
  private final AddAccountViewModel model =
      new AddAccountViewModel(
          services, UiExecutor.direct(), AddAccountDialog.words(Locale.ENGLISH), added::add);

  private void typed() {
    model.nameProperty().set("Inés");
    model.emailProperty().set("ines@ejemplo.cl");
    model.passwordProperty().set("secret");
  }

  @Test
  void findsChecksAndAdds() {
    typed();
    model.find();
    assertThat(model.stepProperty().get()).isEqualTo(Step.SETTINGS);
    assertThat(model.tried()).hasSize(3);
    assertThat(model.incoming().userProperty().get()).isEqualTo("ines@ejemplo.cl");
    model.add();
    assertThat(added).singleElement().returns("ines@ejemplo.cl", Account::email);
    assertThat(services.stored).hasSize(1);
    assertThat(model.passwordProperty().get()).isEmpty();
  }

  @Test
  void nothingIsStoredWhileOneServerRefuses() {
    typed();
    model.find();
    services.outgoingFails = new AuthRejected("no");
    model.add();
    assertThat(services.stored).isEmpty();
    assertThat(model.failureProperty().get().help()).isEqualTo(Help.EDIT_PASSWORD);
    assertThat(model.stepProperty().get()).isEqualTo(Step.SETTINGS);
    services.outgoingFails = AuthRejected.withoutMechanism("the server offers no way to sign in");
    model.add();
    assertThat(model.failureProperty().get().help())
        .as("no password helps")
        .isEqualTo(Help.EDIT_SERVER);
    services.outgoingFails = null;
    model.add();
    assertThat(services.stored).hasSize(1);
  }

  @Test
  void aCertificateThatIsTrustedLetsItGoOn() {
    typed();
    model.find();
    services.incomingFails = new TlsFailed(TlsFailed.Reason.UNKNOWN_ISSUER, "who?", null);
    model.add();
    var failure = model.failureProperty().get();
    assertThat(failure.help()).isEqualTo(Help.SHOW_CERTIFICATE);
    services.incomingFails = null;
    model.trust(failure.certificate().orElseThrow());
    assertThat(services.trusted).hasSize(1);
    assertThat(services.stored).hasSize(1);
  }

  @Test
  void onlyWithoutANetworkItCanBeAddedUnchecked() {
    typed();
    model.find();
    services.incomingFails =
        new ConnectFailed(ConnectFailed.Reason.UNREACHABLE, "unreachable", null);
    model.add();
    assertThat(model.failureProperty().get().help()).isEqualTo(Help.TRY_AGAIN);
    services.offline = true;
    model.add();
    assertThat(model.failureProperty().get().help()).isEqualTo(Help.ADD_ANYWAY);
    model.addAnyway();
    assertThat(services.stored).hasSize(1);
  }

  @Test
  void nothingFoundOpensTheForm() {
    services.result = new DiscoveryResult(List.of(), List.of());
    typed();
    model.find();
    assertThat(model.editingProperty().get()).isTrue();
    assertThat(model.incoming().hostProperty().get()).isEqualTo("imap.ejemplo.cl");
  }

  @Test
  void anIncompleteAddressIsSaidAtOnce() {
    model.emailProperty().set("ines");
    model.find();
    assertThat(model.stepProperty().get()).isEqualTo(Step.ADDRESS);
    assertThat(model.failureProperty().get().help()).isEqualTo(Help.EDIT_ADDRESS);
  }

  @Test
  void thePortFollowsProtocolAndProtectionUntilItIsChanged() {
    ServerFormModel form = new ServerFormModel(MailProtocol.IMAP);
    form.securityProperty().set(ConnectionSecurity.STARTTLS);
    assertThat(form.portProperty().get()).isEqualTo("143");
    form.protocolProperty().set(MailProtocol.POP3);
    assertThat(form.portProperty().get()).isEqualTo("110");
    form.portProperty().set("10110");
    form.securityProperty().set(ConnectionSecurity.TLS);
    assertThat(form.portProperty().get()).isEqualTo("10110");
  }

  @Test
  void theServersNameFollowsTheProtocolUntilItIsChanged() {
    ServerFormModel form = new ServerFormModel(MailProtocol.IMAP);
    form.hostProperty().set("imap.example.test");
    form.protocolProperty().set(MailProtocol.POP3);
    assertThat(form.hostProperty().get()).isEqualTo("pop.example.test");
    form.protocolProperty().set(MailProtocol.IMAP);
    assertThat(form.hostProperty().get()).isEqualTo("imap.example.test");
    form.hostProperty().set("mail.example.test");
    form.protocolProperty().set(MailProtocol.POP3);
    assertThat(form.hostProperty().get()).isEqualTo("mail.example.test");
  }
}
