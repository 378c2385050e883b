package app.paloma.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.accounts.FakeAccounts;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AccountSettingsViewModelTest {
  private final FakeAccounts fake = new FakeAccounts();

  private AccountSettingsViewModel open() {
    return open("imaps://ines@imap.ejemplo.cl");
  }

  private AccountSettingsViewModel open(String incoming) {
    Account account =
        fake.add(
            Account.unsaved(
                "ines@ejemplo.cl",
                "Inés",
                ServerSettings.parse(incoming),
                ServerSettings.parse("smtps://ines@smtp.ejemplo.cl")),
            Secret.of("known"));
    return new AccountSettingsViewModel(
        account,
        fake,
        UiExecutor.direct(),
        Messages.of("/app/paloma/ui/settings/SettingsMessages", Locale.ENGLISH));
  }

  @Test
  void howMuchIsKeptHereIsShownAndAppliesAtOnce() {
    fake.limits = new OfflineLimits(false, 6, 0);
    AccountSettingsViewModel model = open();
    assertThat(model.offlineProperty().get()).isEqualTo(new OfflineLimits(false, 6, 0));
    model.offlineProperty().set(new OfflineLimits(true, 0, 0));
    assertThat(fake.limits).isEqualTo(new OfflineLimits(true, 0, 0));
  }

  @Test
  void byPop3PalomaKeepsWhatWasSentOrNobody() {
    AccountSettingsViewModel model = open("pop3s://ines@pop.ejemplo.cl");
    assertThat(model.sentCopies().stream().map(model::name))
        .containsExactly("Paloma puts it in Sent", "Keep no copy");
    assertThat(model.sentCopies()).contains(model.sentCopyProperty().get());
    assertThat(open().sentCopies()).hasSize(4);
  }

  /// The incoming server's was tried on it, and refused.
  @Test
  void anOutgoingServerWithAPasswordOfItsOwnKeepsIt() {
    fake.kept.put("smtp.ejemplo.cl", "own");
    AccountSettingsViewModel model = open();
    model.passwordProperty().set("new");
    model.checkAndSave();
    assertThat(fake.checkedOutgoing).isEqualTo("own");
    assertThat(fake.kept).containsEntry("imap.ejemplo.cl", "new");
    assertThat(fake.kept).containsEntry("smtp.ejemplo.cl", "own");
    assertThat(model.answerProperty().get()).isNotBlank();
  }

  @Test
  void aNewPasswordIsForBothWhereTheyShareIt() {
    AccountSettingsViewModel model = open();
    model.passwordProperty().set("new");
    model.checkAndSave();
    assertThat(fake.kept).containsEntry("imap.ejemplo.cl", "new");
    assertThat(fake.kept).containsEntry("smtp.ejemplo.cl", "new");
  }
}
