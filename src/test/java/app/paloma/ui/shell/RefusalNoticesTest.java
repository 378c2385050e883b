package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.RefusalReason;
import app.paloma.model.ServerSettings;
import app.paloma.store.MailboxStore.Listed;
import app.paloma.store.PendingChangeStore.PendingChange;
import app.paloma.store.Store;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the window says of a change to a folder that did not come about.
class RefusalNoticesTest {
  @TempDir Path profile;

  /// @param known the folder was not deleted because of new mail; else the server said no
  private String said(Locale language, boolean known) {
    List<String> said = new ArrayList<>();
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      Account account =
          store
              .accounts()
              .add(
                  Account.unsaved(
                      "a@example.test",
                      "",
                      ServerSettings.parse("imaps://a@mail.example"),
                      ServerSettings.parse("smtps://a@mail.example")));
      List<Mailbox> mailboxes =
          store
              .mailboxes()
              .reconcile(
                  account.id(),
                  List.of(new Listed("Fotos/2019", '/', MailboxRole.NONE, true, true)));
      RefusalNotices notices =
          new RefusalNotices(store, UiExecutor.direct(), Messages.ui(language), said::add);
      notices.begin();
      store.actions().deleteMailbox(mailboxes.getFirst().id());
      for (PendingChange change : store.pendingChanges().next(account.id(), 9)) {
        String reason = known ? RefusalReason.NEW_MAIL.text() : "Permission denied";
        store.pendingChanges().refused(change.id(), reason);
      }
      notices.look();
    }
    assertThat(said).hasSize(1);
    return said.getFirst();
  }

  @ParameterizedTest
  @CsvSource({"en,true", "en,false", "es,true", "es,false"})
  void itNamesTheFolder(String language, boolean known) {
    boolean spanish = language.equals("es");
    assertThat(said(Locale.of(language), known))
        .contains(spanish ? "«Fotos/2019»" : "“Fotos/2019”")
        .contains(
            known
                ? spanish ? "no se eliminó: ha llegado" : "was not deleted: mail"
                : "Permission denied");
  }
}
