package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.stage.Window;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Renders what is pinned, muted and snoozed, for people to look at: `mvn test -Dtest=AttentionTour
/// -Dtest.excludedGroups=none`.
@Tag("slow")
@Tag("tour")
public class AttentionTour {
  @TempDir Path directory;

  @Test
  void inBothLanguages() throws Exception {
    tour(Locale.ENGLISH, Theme.Appearance.LIGHT, 1280, 800);
    tour(Locale.of("es"), Theme.Appearance.DARK, 1024, 700);
  }

  private void tour(Locale locale, Theme.Appearance look, int width, int height) throws Exception {
    String name = locale.getLanguage() + "-" + look.name().toLowerCase(Locale.ROOT);
    try (DemoWindow demo = DemoWindow.open(directory.resolve(name), locale, look, width, height)) {
      MailViewModel model = demo.model();
      var attention = demo.store().attention();
      long[] ids = Toolkit.onFx(() -> model.list().rows().slice(0, 7));
      attention.pin(List.of(new MessageId(ids[3]), new MessageId(ids[5])), true);
      attention.mute(List.of(new MessageId(ids[1])), true);
      attention.snooze(
          List.of(new MessageId(ids[4]), new MessageId(ids[2])),
          DemoProfile.CLOCK.instant().plus(Duration.ofDays(2)));
      attention.snooze(
          List.of(new MessageId(ids[6])), DemoProfile.CLOCK.instant().minusSeconds(60));
      Toolkit.until("it is back", () -> model.list().rows().marks(ids[6]).returned());
      demo.read(new MessageId(ids[0]));
      demo.shoot("attention-" + name);
      demo.run("message.snooze");
      Toolkit.settle(400);
      Scene menu =
          Toolkit.onFx(() ->
              Window.getWindows().stream()
                  .filter(ContextMenu.class::isInstance)
                  .findFirst()
                  .orElseThrow()
                  .getScene());
      DemoWindow.shoot(menu, "snooze-menu-" + name);
      Toolkit.onFx(() -> {
        menu.getWindow().hide();
        model.folders().selectedProperty().set("snoozed");
        return null;
      });
      Toolkit.until("snoozed", () -> model.list().rows().size() == 2);
      demo.read(new MessageId(ids[2]));
      demo.shoot("snoozed-" + name);
    }
  }
}
