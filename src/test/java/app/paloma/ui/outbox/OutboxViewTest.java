package app.paloma.ui.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.ui.Messages;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The list on the screen, while messages in it come and go.
class OutboxViewTest {
  private final FakeOutbox services = new FakeOutbox();
  private OutboxViewModel model;
  private Stage stage;

  @BeforeAll
  static void start() throws Exception {
    Toolkit.start();
  }

  private static Entry waiting(long id, int attempts) {
    return FakeOutbox.entry(
        id,
        "Message " + id,
        State.QUEUED,
        attempts,
        Instant.EPOCH,
        FakeOutbox.recipient("a@b.example", RecipientStatus.DEFERRED, 450, "", "busy", ""));
  }

  private void open() throws Exception {
    for (long id = 1; id <= 12; id++) {
      services.entries.add(waiting(id, 1));
    }
    Toolkit.onFx(() -> {
      model =
          new OutboxViewModel(
              services,
              UiExecutor.direct(),
              Messages.of("/app/paloma/ui/outbox/OutboxMessages", Locale.ENGLISH),
              Clock.systemUTC(),
              draft -> {},
              (account, failure) ->
                  services.done.add("repair " + account + " " + failure.getMessage()));
      stage = new Stage();
      stage.setScene(new Scene(new OutboxView(model).root(), 680, 560));
      stage.show();
      return null;
    });
    Toolkit.settle(200);
  }

  private ScrollPane list() {
    return (ScrollPane) stage.getScene().lookup(".outbox-scroll");
  }

  private Node card(int n) {
    return ((VBox) list().getContent()).getChildren().get(n);
  }

  private double top() {
    return list().getVvalue()
        * (list().getContent().getBoundsInLocal().getHeight()
            - list().getViewportBounds().getHeight());
  }

  @Test
  void staysWhereItIsWhenSomethingChanges() throws Exception {
    open();
    double before =
        Toolkit.onFx(() -> {
          list().setVvalue(0.6);
          ((Button) card(8).lookup("#outbox-edit")).requestFocus();
          return top();
        });
    Toolkit.onFx(() -> {
      services.entries.set(8, waiting(9, 2));
      services.entries.add(FakeOutbox.mixed());
      model.refresh();
      return null;
    });
    Toolkit.settle(200);
    Toolkit.onFx(() -> {
      assertThat(top()).isCloseTo(before, within(2.0));
      assertThat(stage.getScene().getFocusOwner())
          .as("the same button of the same message")
          .isSameAs(card(8).lookup("#outbox-edit"));
      stage.close();
      return null;
    });
  }

  @Test
  void isTheEmptyPictureWhenTheLastHasLeft() throws Exception {
    open();
    Toolkit.onFx(() -> {
      ((Button) card(8).lookup("#outbox-edit")).requestFocus();
      services.entries.clear();
      model.refresh();
      return null;
    });
    Toolkit.settle(100);
    Toolkit.onFx(() -> {
      assertThat(stage.getScene().getRoot().lookup(".outbox-card")).isNull();
      stage.close();
      return null;
    });
  }

  /// The line is cut where they are many.
  @Test
  void allRecipientsCanBeRead() throws Exception {
    open();
    Toolkit.onFx(() -> {
      services.entries.clear();
      services.entries.add(FakeOutbox.mixed());
      model.refresh();
      String tips =
          card(0).lookupAll(".label").stream()
              .map(node -> ((Label) node).getTooltip())
              .filter(Objects::nonNull)
              .map(Tooltip::getText)
              .collect(Collectors.joining("\n"));
      assertThat(tips).contains("ana@example.org", "eva@busy.example");
      stage.close();
      return null;
    });
  }

  /// It would invite to send at once what was put off on purpose.
  @Test
  void whatWaitsAsItShouldHasNoAccent() throws Exception {
    open();
    Toolkit.onFx(() -> {
      services.entries.clear();
      services.entries.add(waiting(1, 0));
      services.entries.add(waiting(2, 1));
      model.refresh();
      assertThat(card(0).lookupAll(".accent-button")).isEmpty();
      assertThat(card(1).lookup(".accent-button").getId()).isEqualTo("outbox-try_again");
      stage.close();
      return null;
    });
  }
}
