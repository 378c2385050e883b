package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MomentChooserTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  @BeforeAll
  static void start() throws Exception {
    Toolkit.start();
  }

  private static Button button(MomentChooser chooser, int n) {
    var pane = chooser.dialog().getDialogPane();
    return (Button) pane.lookupButton(pane.getButtonTypes().get(n));
  }

  @SuppressWarnings("unchecked")
  private static void choose(MomentChooser chooser, LocalDate day, LocalTime time) {
    List<Node> row =
        List.copyOf(chooser.dialog().getDialogPane().getContent().lookupAll(".combo-box-base"));
    ((DatePicker) row.get(0)).setValue(day);
    ((ComboBox<LocalTime>) row.get(1)).setValue(time);
  }

  private static MomentChooser chooser() {
    Messages words = Messages.ui(Locale.ENGLISH);
    return new MomentChooser(
        null, new Theme(), new Formats(words, NOON), NOON, words, "When?", "Send later");
  }

  @Test
  void anyTimeToComeCanBeChosen() throws Exception {
    Optional<Instant> chosen =
        Toolkit.onFx(() -> {
          MomentChooser chooser = chooser();
          Platform.runLater(() -> {
            choose(chooser, LocalDate.of(2027, 3, 1), LocalTime.of(7, 30));
            button(chooser, 0).fire();
          });
          return chooser.ask();
        });
    assertThat(chosen).contains(Instant.parse("2027-03-01T07:30:00Z"));
  }

  @Test
  void noTimeThatIsOverCanBeChosen() throws Exception {
    Optional<Instant> chosen =
        Toolkit.onFx(() -> {
          MomentChooser chooser = chooser();
          Platform.runLater(() -> {
            choose(chooser, LocalDate.of(2026, 11, 20), LocalTime.of(11, 0));
            assertThat(button(chooser, 0).isDisabled()).isTrue();
            choose(chooser, LocalDate.of(2026, 11, 20), LocalTime.of(12, 30));
            assertThat(button(chooser, 0).isDisabled()).isFalse();
            button(chooser, 1).fire();
          });
          return chooser.ask();
        });
    assertThat(chosen).isEmpty();
  }
}
