package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.AccountId;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.StoreException;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.outbox.FakeOutbox;
import app.paloma.ui.shell.StatusViewModel.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The line at the bottom of the window.
class StatusViewModelTest {
  private static final AccountId HOME = new AccountId(1);
  private static final AccountId WORK = new AccountId(2);

  private final List<OutboxStore.Entry> outbox = new ArrayList<>();

  private final Map<AccountId, String> names =
      new HashMap<>(Map.of(HOME, "yo@casa.example", WORK, "yo@trabajo.example"));
  private final StatusViewModel model =
      new StatusViewModel(
          Messages.ui(Locale.of("es")),
          UiExecutor.direct(),
          id -> names.getOrDefault(id, ""),
          (account, name) -> Map.of("Junk", "No deseado").getOrDefault(name, name),
          Exception::getMessage,
          () -> outbox);

  private StatusViewModel.Line line() {
    return model.lineProperty().get();
  }

  @Test
  void aFolderIsCalledAsInTheTreeAndItsProgressShown() {
    model.syncStatus(new Status.Working(HOME, "Junk", 1_500, 3_000, 812));
    assertThat(line().text()).isEqualTo("No deseado: 1.500 de 3.000 mensajes");
    assertThat(line().detail()).isEqualTo("812 por segundo");
    assertThat(line().progress()).isEqualTo(0.5);
    assertThat(line().busy()).containsExactly(HOME);
  }

  @Test
  void aFailureIsSaidWhileAnotherAccountIsFine() {
    model.syncStatus(
        new Status.Failed(HOME, new StoreException(StoreException.Reason.FULL, "lleno", null), 0));
    model.syncStatus(new Status.Idle(WORK));
    assertThat(line().text()).isEqualTo("yo@casa.example: lleno");
    assertThat(line().failed()).as("no settings mend a full disk").isEmpty();
    model.syncStatus(
        new Status.Failed(
            HOME, new ConnectFailed(ConnectFailed.Reason.REFUSED, "rechazado", null), 0));
    assertThat(line().failed()).contains(HOME);
    model.syncStatus(new Status.Idle(HOME));
    assertThat(line().text()).isEqualTo("Al día");
  }

  /// Two days may pass until the last one has an answer.
  @Test
  void aRefusedRecipientIsToldWhileOthersAreTriedAgain() {
    outbox.add(
        FakeOutbox.entry(
            1,
            "five",
            State.QUEUED,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.DEFERRED, 450, "", "busy", ""),
            FakeOutbox.recipient("c@b.example", RecipientStatus.REJECTED, 550, "", "no", "")));
    model.outboxChanged();
    assertThat(model.waitingProperty().get().needsUser()).isTrue();
  }

  @Test
  void whatTheUserHasToDecideIsNotCalledWaiting() {
    outbox.add(FakeOutbox.entry(1, "later", State.QUEUED, 1, Instant.EPOCH));
    model.outboxChanged();
    assertThat(model.waitingProperty().get()).isEqualTo(new Waiting(1, "", false));
    outbox.add(FakeOutbox.mixed());
    model.outboxChanged();
    assertThat(model.waitingProperty().get()).isEqualTo(new Waiting(1, "", true));
  }

  @Test
  void anAccountThatFailsBeforeTheTreeIsReadIsCalledByItsNameAfterwards() {
    names.clear();
    model.syncStatus(
        new Status.Failed(
            HOME, new ConnectFailed(ConnectFailed.Reason.REFUSED, "rechazado", null), 0));
    names.put(HOME, "yo@casa.example");
    model.renamed();
    assertThat(line().text()).isEqualTo("yo@casa.example: rechazado");
  }
}
