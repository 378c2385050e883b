package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TextField;
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

  private static Node field(MomentChooser chooser, int n) {
    return List.copyOf(chooser.dialog().getDialogPane().getContent().lookupAll(".combo-box-base"))
        .get(n);
  }

  @SuppressWarnings("unchecked")
  private static ComboBox<LocalTime> time(MomentChooser chooser) {
    return (ComboBox<LocalTime>) field(chooser, 1);
  }

  private static void choose(MomentChooser chooser, LocalDate day, LocalTime time) {
    ((DatePicker) field(chooser, 0)).setValue(day);
    time(chooser).setValue(time);
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
  void anyMinuteCanBeTyped() throws Exception {
    Optional<Instant> chosen =
        Toolkit.onFx(() -> {
          MomentChooser chooser = chooser();
          Platform.runLater(() -> {
            choose(chooser, LocalDate.of(2026, 11, 20), LocalTime.of(18, 0));
            assertThat(time(chooser).isEditable()).isTrue();
            TextField typed = time(chooser).getEditor();
            for (String wrong : List.of("", "soon", "25:00", "12:60", "13 pm", "0:30 am", "1:2")) {
              typed.setText(wrong);
              assertThat(button(chooser, 0).isDisabled()).as(wrong).isTrue();
            }
            typed.setText("12.02");
            assertThat(button(chooser, 0).isDisabled()).isFalse();
            button(chooser, 0).fire();
          });
          return chooser.ask();
        });
    assertThat(chosen).contains(Instant.parse("2026-11-20T12:02:00Z"));
  }

  @Test
  void timesAreReadAsPeopleOfALanguageWriteThem() {
    Map<String, LocalTime> read =
        Map.of(
            "8", LocalTime.of(8, 0),
            "0:07", LocalTime.of(0, 7),
            "2145", LocalTime.of(21, 45),
            "9h45", LocalTime.of(9, 45),
            "12:30 AM", LocalTime.of(0, 30),
            "12 pm", LocalTime.of(12, 0),
            "9:45 p. m.", LocalTime.of(21, 45));
    read.forEach((typed, time) -> assertThat(Formats.hour(typed)).as(typed).contains(time));
    for (String language : List.of("en-US", "en-GB", "es-ES", "es-MX", "es-CL", "es-CO")) {
      Formats formats = new Formats(Messages.ui(Locale.forLanguageTag(language)), NOON);
      for (int half = 0; half < 48; half++) {
        LocalTime time = LocalTime.of(half / 2, half % 2 * 30);
        assertThat(Formats.hour(formats.hour(time))).as(language).contains(time);
      }
    }
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
