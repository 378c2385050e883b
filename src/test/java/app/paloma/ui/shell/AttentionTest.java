package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.store.Store;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.Toolkit;
import app.paloma.ui.folders.FolderNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pin, mute and snooze, in the window.
class AttentionTest {
  @TempDir Path directory;
  private DemoWindow demo;
  private Store store;
  private MailViewModel model;

  @BeforeEach
  void open() throws Exception {
    demo = DemoWindow.open(directory);
    store = demo.store();
    model = demo.model();
  }

  @AfterEach
  void close() throws Exception {
    demo.close();
  }

  private boolean isFirst(MessageId id) {
    return model.list().rows().idAt(0) == id.value();
  }

  private boolean hasSnoozed() {
    return model.folders().all().stream().anyMatch(n -> n instanceof FolderNode.Snoozed);
  }

  @Test
  void aPinnedMessageGoesToTheTopAndBack() throws Exception {
    MessageId id = demo.select(3);
    demo.run("message.pin");
    Toolkit.until("it is on top", () -> isFirst(id));
    Toolkit.until("and marked", () -> model.list().rows().marks(id.value()).pinned());
    assertThat(model.list().selected()).containsExactly(id);
    demo.run("message.pin");
    Toolkit.until("it is in its place", () -> model.list().rows().idAt(3) == id.value());
    demo.run("undo");
    Toolkit.until("it is on top again", () -> isFirst(id));
  }

  @Test
  void aMutedConversationIsMarkedUntilItIsNotMuted() throws Exception {
    MessageId id = demo.select(0);
    demo.run("message.mute");
    Toolkit.until("it is marked", () -> model.list().rows().marks(id.value()).muted());
    demo.run("message.mute");
    Toolkit.until("it is not", () -> !model.list().rows().marks(id.value()).muted());
  }

  @Test
  void aSnoozedMessageIsInItsOwnPlaceUntilItIsBroughtBack() throws Exception {
    MessageId id = demo.select(1);
    demo.run("message.snooze");
    List<MenuItem> offered =
        Toolkit.onFx(() ->
            Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(w -> List.copyOf(((ContextMenu) w).getItems()))
                .findFirst()
                .orElseThrow());
    MenuItem tomorrow =
        offered.stream()
            .filter(item -> item.getText() != null && item.getText().startsWith("Tomorrow"))
            .findFirst()
            .orElseThrow();
    Toolkit.onFx(() -> {
      tomorrow.fire();
      return null;
    });
    Toolkit.until("it left", () -> model.list().rows().indexOfId(id.value()) < 0);
    Toolkit.until("its place is there", this::hasSnoozed);
    assertThat(
            store
                .attention()
                .nextReturn()
                .orElseThrow()
                .atZone(DemoProfile.CLOCK.getZone())
                .getHour())
        .isEqualTo(8);
    Toolkit.onFx(() -> {
      model.folders().selectedProperty().set("snoozed");
      return null;
    });
    Toolkit.until("it is there", () -> model.list().rowCount() == 1 && isFirst(id));
    demo.run("undo");
    Toolkit.until("its place is gone", () -> !hasSnoozed());
    Toolkit.until("it is back", () -> model.list().rows().indexOfId(id.value()) >= 0);
  }

  @Test
  void whatIsDueComesBackUnreadOnTopByItself() throws Exception {
    MessageId id = demo.select(4);
    store.actions().setFlags(List.of(id), Flags.of(Flags.SEEN), Flags.NONE);
    Instant due = DemoProfile.CLOCK.instant().minusSeconds(1);
    store.attention().snooze(List.of(id), due);
    Toolkit.until("it came back", () -> isFirst(id));
    Toolkit.until("marked as back", () -> model.list().rows().marks(id.value()).returned());
    assertThat(hasSnoozed()).isFalse();
  }

  @Test
  void timesThatMakeSenseAreOffered() {
    ZonedDateTime wednesday = ZonedDateTime.parse("2026-11-18T09:20:00Z");
    assertThat(SnoozeTimes.from(wednesday))
        .extracting(SnoozeTimes.Choice::key, c -> c.when().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("snooze.later", "2026-11-18T12:00Z"),
            org.assertj.core.groups.Tuple.tuple("snooze.evening", "2026-11-18T18:00Z"),
            org.assertj.core.groups.Tuple.tuple("snooze.tomorrow", "2026-11-19T08:00Z"),
            org.assertj.core.groups.Tuple.tuple("snooze.weekend", "2026-11-21T08:00Z"),
            org.assertj.core.groups.Tuple.tuple("snooze.week", "2026-11-23T08:00Z"));
    for (int hour = 0; hour < 24 * 14; hour++) {
      ZonedDateTime now = wednesday.plusHours(hour);
      List<ZonedDateTime> times =
          SnoozeTimes.from(now).stream().map(SnoozeTimes.Choice::when).toList();
      assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(when -> when.isAfter(now));
    }
  }
}
