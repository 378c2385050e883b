package app.paloma.ui.messages;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.EventType;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ten rows of 50 pixels are on the screen.
class RowsViewTest {
  private static final String CTRL = "c";
  private static final String SHIFT = "s";

  private final MessageRows rows = new MessageRows(ids -> {});
  private final ObjectProperty<List<MessageId>> selection = new SimpleObjectProperty<>(List.of());
  private RowsView view;
  private Stage stage;

  @BeforeEach
  void show() throws Exception {
    Toolkit.start();
    stage =
        Toolkit.onFx(() -> {
          view = new RowsView(rows, selection, Cell::new);
          view.setRowHeight(50);
          view.setStyle("-fx-padding: 0");
          Stage shown = new Stage();
          shown.setScene(new Scene(view, 300, 500));
          new Theme().apply(shown.getScene());
          shown.show();
          view.requestFocus();
          return shown;
        });
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      stage.close();
      return null;
    });
  }

  private static final class Cell extends RowCell {
    Cell() {
      fill(new Region());
    }

    @Override
    void draw(MessageRow row) {}
  }

  // --- what is on the screen ---

  @Test
  void ofAMillionRowsOnlyThoseOnTheScreenAreMadeWhereverItIs() throws Exception {
    list(LongStream.rangeClosed(1, 1_000_000).toArray());
    assertThat(shown()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    press(KeyCode.END);
    assertThat(shown()).hasSize(10).endsWith(1_000_000);
    press(KeyCode.HOME);
    assertThat(shown()).startsWith(1).hasSize(10);
    assertThat(made()).isLessThan(14);
  }

  @Test
  void theThumbOfAMillionRowsCanBeSeenAndGrabbed() throws Exception {
    list(LongStream.rangeClosed(1, 1_000_000).toArray());
    assertThat(
            Toolkit.onFx(() -> ((Region) view.lookup(".scroll-bar:vertical .thumb")).getHeight()))
        .isBetween(24.0, 60.0);
  }

  @Test
  void whatTheUserLooksAtStaysWhereItIsWhenMailComesInAbove() throws Exception {
    list(LongStream.rangeClosed(100, 200).toArray());
    Toolkit.onFx(() -> {
      view.reveal(60);
      return null;
    });
    settle();
    long[] before = shown();
    Toolkit.onFx(() -> {
      rows.replace(LongStream.rangeClosed(90, 200).toArray());
      return null;
    });
    settle();
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void atTheTopNewMailIsSeenAtOnce() throws Exception {
    list(LongStream.rangeClosed(100, 200).toArray());
    Toolkit.onFx(() -> {
      rows.replace(LongStream.rangeClosed(98, 200).toArray());
      return null;
    });
    settle();
    assertThat(shown()).startsWith(98, 99, 100);
  }

  @Test
  void mailThatComesInDoesNotBringTheListBackToWhatIsSelected() throws Exception {
    list(LongStream.rangeClosed(100, 200).toArray());
    select(101);
    Toolkit.onFx(() -> {
      view.scroll(2000);
      return null;
    });
    settle();
    long[] before = shown();
    assertThat(before).doesNotContain(101);
    Toolkit.onFx(() -> {
      rows.replace(LongStream.rangeClosed(99, 200).toArray());
      return null;
    });
    settle();
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void aMessageThatIsSelectedBeforeItsRowIsThereIsShownWhenItComes() throws Exception {
    list(LongStream.rangeClosed(1, 20).toArray());
    select(77);
    Toolkit.onFx(() -> {
      rows.replace(LongStream.rangeClosed(1, 100).toArray());
      return null;
    });
    settle();
    assertThat(shown()).contains(77);
  }

  @Test
  void inAnotherOrderTheListBeginsAtItsBeginOrAtWhatIsSelected() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    press(KeyCode.END);
    Toolkit.onFx(() -> {
      selection.set(List.of());
      view.rearranged();
      rows.replace(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());
      return null;
    });
    settle();
    assertThat(shown()).startsWith(100, 99);
    select(60);
    Toolkit.onFx(() -> {
      view.rearranged();
      rows.replace(LongStream.rangeClosed(1, 100).toArray());
      return null;
    });
    settle();
    assertThat(shown()).contains(60);
  }

  @Test
  void aShorterListLeavesNoRowBehind() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    press(KeyCode.END);
    Toolkit.onFx(() -> {
      rows.remove(Set.copyOf(LongStream.rangeClosed(4, 100).boxed().toList()));
      return null;
    });
    settle();
    assertThat(shown()).containsExactly(1, 2, 3);
    Toolkit.onFx(() -> {
      rows.remove(Set.of(1L, 2L, 3L));
      return null;
    });
    settle();
    assertThat(shown()).isEmpty();
  }

  // --- keys ---

  @Test
  void theArrowsSelectOneRowAfterTheOther() throws Exception {
    list(1, 2, 3, 4, 5);
    press(KeyCode.DOWN);
    assertThat(selected()).containsExactly(1);
    press(KeyCode.DOWN);
    press(KeyCode.DOWN);
    press(KeyCode.UP);
    assertThat(selected()).containsExactly(2);
    press(KeyCode.UP);
    press(KeyCode.UP);
    assertThat(selected()).containsExactly(1);
  }

  @Test
  void shiftSelectsFromWhereItBeganAndTheLastComesLast() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    select(5);
    press(KeyCode.DOWN, SHIFT);
    press(KeyCode.DOWN, SHIFT);
    assertThat(selected()).containsExactly(5, 6, 7);
    press(KeyCode.UP, SHIFT);
    press(KeyCode.UP, SHIFT);
    press(KeyCode.UP, SHIFT);
    assertThat(selected()).containsExactly(5, 4);
    press(KeyCode.END, SHIFT);
    assertThat(selected()).hasSize(96).startsWith(5).endsWith(100);
    press(KeyCode.HOME, SHIFT);
    assertThat(selected()).containsExactly(2, 3, 4, 5, 1);
  }

  @Test
  void ctrlMovesWithoutSelectingAndTheSpaceBarChooses() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    select(2);
    press(KeyCode.DOWN, CTRL);
    press(KeyCode.DOWN, CTRL);
    assertThat(selected()).containsExactly(2);
    press(KeyCode.SPACE, CTRL);
    assertThat(selected()).containsExactly(2, 4);
    press(KeyCode.DOWN, CTRL + SHIFT);
    assertThat(selected()).containsExactly(2, 4, 5);
    press(KeyCode.UP, CTRL);
    press(KeyCode.SPACE, CTRL);
    assertThat(selected()).containsExactly(2, 5);
    press(KeyCode.DOWN);
    assertThat(selected()).containsExactly(5);
  }

  @Test
  void aPageIsWhatIsOnTheScreen() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    select(1);
    press(KeyCode.PAGE_DOWN);
    assertThat(selected()).containsExactly(10);
    press(KeyCode.PAGE_DOWN);
    assertThat(selected()).containsExactly(19);
    assertThat(shown()).contains(19);
    press(KeyCode.PAGE_UP);
    press(KeyCode.PAGE_UP);
    press(KeyCode.PAGE_UP);
    assertThat(selected()).containsExactly(1);
    assertThat(shown()).startsWith(1);
  }

  @Test
  void ctrlASelectsAllAndKeepsTheContentOfTheOneThatWasSelected() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    select(7);
    press(KeyCode.A, CTRL);
    assertThat(selected()).hasSize(100).endsWith(7);
  }

  // --- mouse ---

  @Test
  void aClickSelectsOneWithShiftARangeWithCtrlOneMore() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    click(2, "");
    assertThat(selected()).containsExactly(3);
    click(5, SHIFT);
    assertThat(selected()).containsExactly(3, 4, 5, 6);
    click(8, CTRL);
    assertThat(selected()).containsExactly(3, 4, 5, 6, 9);
    click(8, CTRL);
    assertThat(selected()).containsExactly(3, 4, 5, 6);
    click(3, "");
    assertThat(selected()).containsExactly(4);
  }

  @Test
  void afterTheArrowsShiftAndClickGoOnFromThere() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    click(8, "");
    press(KeyCode.HOME);
    press(KeyCode.DOWN);
    click(4, SHIFT);
    assertThat(selected()).containsExactly(2, 3, 4, 5);
  }

  @Test
  void aPressOnOneOfSeveralKeepsThemForADrag() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    click(2, "");
    click(4, SHIFT);
    mouse(MouseEvent.MOUSE_PRESSED, MouseButton.PRIMARY, 3, "");
    mouse(MouseEvent.MOUSE_DRAGGED, MouseButton.PRIMARY, 6, "");
    mouse(MouseEvent.MOUSE_RELEASED, MouseButton.PRIMARY, 6, "");
    assertThat(selected()).containsExactly(3, 4, 5);
  }

  @Test
  void theOtherButtonSelectsWhatItIsPressedOnUnlessThatIsSelected() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    click(2, "");
    click(4, SHIFT);
    mouse(MouseEvent.MOUSE_PRESSED, MouseButton.SECONDARY, 3, "");
    assertThat(selected()).containsExactly(3, 4, 5);
    mouse(MouseEvent.MOUSE_PRESSED, MouseButton.SECONDARY, 7, "");
    assertThat(selected()).containsExactly(8);
  }

  // --- screen readers ---

  @Test
  void aScreenReaderHearsOfTheRowsAndSelectsThem() throws Exception {
    list(LongStream.rangeClosed(1, 100).toArray());
    press(KeyCode.END);
    Toolkit.onFx(() -> {
      assertThat(view.queryAccessibleAttribute(AccessibleAttribute.ITEM_COUNT)).isEqualTo(100);
      Node last = (Node) view.queryAccessibleAttribute(AccessibleAttribute.FOCUS_ITEM);
      assertThat(last.queryAccessibleAttribute(AccessibleAttribute.INDEX)).isEqualTo(99);
      assertThat(last.queryAccessibleAttribute(AccessibleAttribute.SELECTED)).isEqualTo(true);
      Object other = view.queryAccessibleAttribute(AccessibleAttribute.ITEM_AT_INDEX, 95);
      view.executeAccessibleAction(AccessibleAction.SET_SELECTED_ITEMS, List.of(other));
      return null;
    });
    settle();
    assertThat(selected()).containsExactly(96);
  }

  // --- the hands ---

  private void list(long... ids) throws Exception {
    Toolkit.onFx(() -> {
      rows.append(ids);
      return null;
    });
    settle();
  }

  private void select(long id) throws Exception {
    Toolkit.onFx(() -> {
      selection.set(List.of(new MessageId(id)));
      return null;
    });
    settle();
  }

  private void press(KeyCode code, String... modifiers) throws Exception {
    String held = String.join("", modifiers);
    Toolkit.onFx(() -> {
      view.fireEvent(
          new KeyEvent(
              KeyEvent.KEY_PRESSED,
              "",
              "",
              code,
              held.contains(SHIFT),
              held.contains(CTRL),
              false,
              false));
      return null;
    });
    settle();
  }

  private void click(int place, String modifiers) throws Exception {
    mouse(MouseEvent.MOUSE_PRESSED, MouseButton.PRIMARY, place, modifiers);
    mouse(MouseEvent.MOUSE_RELEASED, MouseButton.PRIMARY, place, modifiers);
  }

  /// @param place which row of those on the screen, from 0
  private void mouse(EventType<MouseEvent> type, MouseButton button, int place, String modifiers)
      throws Exception {
    Toolkit.onFx(() -> {
      double y = place * 50 + 25;
      view.fireEvent(
          new MouseEvent(
              type,
              40,
              y,
              40,
              y,
              button,
              1,
              modifiers.contains(SHIFT),
              modifiers.contains(CTRL),
              false,
              false,
              button == MouseButton.PRIMARY,
              false,
              button == MouseButton.SECONDARY,
              true,
              false,
              true,
              new PickResult(view, 40, y)));
      return null;
    });
    settle();
  }

  private static void settle() throws Exception {
    Toolkit.settle(60);
  }

  private long[] shown() throws Exception {
    return Toolkit.onFx(() ->
        view.lookupAll(".message-cell").stream()
            .filter(Node::isVisible)
            .map(RowCell.class::cast)
            .sorted((a, b) -> Double.compare(a.getLayoutY(), b.getLayoutY()))
            .mapToLong(cell -> cell.row().id())
            .toArray());
  }

  private int made() throws Exception {
    return Toolkit.onFx(() -> view.lookupAll(".message-cell").size());
  }

  private long[] selected() throws Exception {
    return Toolkit.onFx(() -> selection.get().stream().mapToLong(MessageId::value).toArray());
  }
}
