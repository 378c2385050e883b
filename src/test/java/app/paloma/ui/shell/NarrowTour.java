package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Renders what stands around messages in Spanish, dark, in a small window: `mvn test
/// -Dtest=NarrowTour -Dtest.excludedGroups=none`.
@Tag("slow")
@Tag("tour")
public class NarrowTour {
  @TempDir Path directory;

  @Test
  void cardsBarsAndFilters() throws Exception {
    try (DemoWindow demo =
        DemoWindow.open(directory, Locale.of("es"), Theme.Appearance.DARK, 1024, 700)) {
      MailViewModel model = demo.model();
      for (String[] one :
          new String[][] {
            {"The gardener", "contact"},
            {"first walk round", "invitation"},
            {"confirm your card", "phishing"},
            {"Garden plan", "route"}
          }) {
        if (read(demo, one[0])) {
          Toolkit.onFx(() -> {
            if (one[1].equals("route")) {
              ((ToggleButton) demo.window().scene().lookup(".details-toggle")).setSelected(true);
            }
            return null;
          });
          Toolkit.settle(300);
          demo.shoot("narrow-" + one[1]);
        }
      }
      demo.run("message.tag1");
      demo.run("message.tag4");
      Toolkit.settle(500);
      Toolkit.onFx(() -> {
        demo.window().listView().focusFilter();
        model
            .list()
            .arrangement()
            .tagProperty()
            .set(model.list().tags().all().getFirst().keyword());
        return null;
      });
      Toolkit.settle(800);
      demo.shoot("narrow-tag");
      Toolkit.onFx(() -> {
        model.list().arrangement().clearFilters();
        model.searchProperty().set("garden plan");
        return null;
      });
      Toolkit.settle(1200);
      Toolkit.onFx(() -> {
        model.saveSearch();
        return null;
      });
      Toolkit.settle(1200);
      demo.shoot("narrow-saved-search");
    }
  }

  /// Whether there is a message with these words in its subject, which is open then.
  private static boolean read(DemoWindow demo, String subject) throws Exception {
    for (long id : Toolkit.onFx(() -> demo.model().list().rows().slice(0, 2000))) {
      MessageId message = new MessageId(id);
      if (demo.store().messages().get(message).orElseThrow().subject().contains(subject)) {
        demo.read(message);
        return true;
      }
    }
    return false;
  }
}
