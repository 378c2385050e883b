package app.paloma.ui.shell;

import app.paloma.mime.MessageReader;
import app.paloma.mime.MessageSkeleton;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.PartialMessage;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.Store;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Toolkit;
import app.paloma.ui.reader.OpenMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Renders the ways to arrange lists and readers, for people to look at: `mvn test
/// -Dtest=ReadingTour -Dtest.excludedGroups=none`.
@Tag("slow")
@Tag("tour")
public class ReadingTour {
  @TempDir Path directory;

  private MailViewModel model;
  private MainWindow window;

  @Test
  void arrangements() throws Exception {
    try (DemoWindow demo = DemoWindow.open(directory)) {
      tour(demo);
    }
  }

  private void tour(DemoWindow demo) throws Exception {
    Store store = demo.store();
    ReadingPreferences reading = demo.reading();
    window = demo.window();
    model = demo.model();
    select("Garden plan");
    Toolkit.onFx(() -> {
      ((javafx.scene.control.ToggleButton) window.scene().lookup(".details-toggle"))
          .setSelected(true);
      return null;
    });
    shoot(window.scene(), "route");
    select("The gardener");
    shoot(window.scene(), "contact");
    Toolkit.onFx(() -> {
      model.list().arrangement().columnsProperty().set(true);
      reading.pane().set(ReadingPreferences.Pane.BELOW);
      return null;
    });
    select("Garden plan");
    shoot(window.scene(), "columns-below");
    Toolkit.onFx(() -> {
      reading.pane().set(ReadingPreferences.Pane.OFF);
      model.list().arrangement().sort(SortBy.FROM);
      window.messageWindows().open(model.list().current().orElseThrow());
      return null;
    });
    shoot(window.scene(), "columns-only");
    MessageWindow own = Toolkit.onFx(() -> window.messageWindows().all().getFirst());
    Toolkit.until("own window", () -> own.reader().open().isPresent());
    shoot(own.stage().getScene(), "own-window");
    Toolkit.onFx(() -> {
      window.messageWindows().close();
      model.list().arrangement().sort(SortBy.DATE);
      model.list().arrangement().columnsProperty().set(false);
      reading.pane().set(ReadingPreferences.Pane.RIGHT);
      return null;
    });
    select("Garden plan");
    Toolkit.onFx(() -> {
      window.actions().run("message.tag1");
      window.actions().run("message.tag4");
      return null;
    });
    Toolkit.onFx(() -> {
      window.listView().focusFilter();
      model.list().arrangement().tagProperty().set(model.list().tags().all().getFirst().keyword());
      return null;
    });
    shoot(window.scene(), "tag-filter");
    Toolkit.onFx(() -> {
      model.list().arrangement().clearFilters();
      model.folders().searches().save("from:lucía has:attachment");
      model.folders().searches().rename("from:lucía has:attachment", "Plans from Lucía");
      model.searchProperty().set("dinner");
      return null;
    });
    shoot(window.scene(), "search");
    Toolkit.onFx(() -> {
      model.saveSearch();
      return null;
    });
    shoot(window.scene(), "saved-search");
    Toolkit.onFx(() -> {
      model.goTo(model.folders().all().getFirst());
      return null;
    });
    select("Garden plan");
    Toolkit.onFx(() -> {
      KeyEvent press =
          new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ALT, false, false, true, false);
      KeyEvent release =
          new KeyEvent(KeyEvent.KEY_RELEASED, "", "", KeyCode.ALT, false, false, false, false);
      Event.fireEvent(window.scene().getRoot(), press);
      Event.fireEvent(window.scene().getRoot(), release);
      return null;
    });
    shoot(window.scene(), "tags-menu-bar");
    MessageId largest = partlyFetched(store);
    Toolkit.until("the text", () -> row(largest));
    Toolkit.until(
        "the files", () -> model.reader().open().map(OpenMessage::isPartial).orElse(false));
    shoot(window.scene(), "files-on-server");
    Toolkit.onFx(() -> {
      Node chip = window.scene().getRoot().lookup(".attachment-chip");
      Event.fireEvent(
          chip,
          new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
      return null;
    });
    shoot(window.scene(), "file-on-its-way");
    Toolkit.onFx(() -> {
      HBox chip = (HBox) window.scene().getRoot().lookup(".attachment-chip");
      ((Button) chip.getChildren().getLast()).fire();
      return null;
    });
    Toolkit.settle(300);
  }

  private boolean row(MessageId id) {
    model.list().selectionProperty().set(List.of(id));
    return model.reader().open().map(o -> o.summary().id().equals(id)).orElse(false);
  }

  /// A message whose text was fetched, and whose film stayed on the server.
  private static MessageId partlyFetched(Store store) {
    String type = "multipart/mixed; boundary=b";
    byte[] head =
        ("From: Marta Ruiz <marta@garden.example>\r\nTo: clara@paloma.example\r\n"
                + "Subject: The film of the garden\r\nDate: Wed, 17 Jun 2026 09:00:00 +0200\r\n"
                + "Message-ID: <film@garden.example>\r\nContent-Type: "
                + type
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    PartialMessage partial =
        MessageSkeleton.of(
                new MessageSkeleton.Multipart(
                    head,
                    List.of(
                        new MessageSkeleton.Leaf(
                            "Content-Type: text/plain\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                            "1",
                            "text/plain",
                            "Here it is, with the plan of the new beds.\r\n"
                                .getBytes(StandardCharsets.UTF_8),
                            44),
                        file("2", "video/mp4", "The garden in June.mp4", 41_000_000),
                        file("3", "application/pdf", "Plan.pdf", 900_000))))
            .orElseThrow();
    Mailbox inbox =
        store
            .mailboxes()
            .byRole(store.accounts().list().getFirst().id(), MailboxRole.INBOX)
            .orElseThrow();
    MessageReader reader = new MessageReader();
    Arrived arrived =
        new Arrived(
            90_002,
            0,
            Flags.NONE,
            Instant.parse("2026-06-17T07:00:00Z"),
            42_000_000,
            reader.index(head, false),
            head,
            false);
    MessageId id =
        store
            .messages()
            .apply(
                new SyncStep(
                    inbox.id(),
                    List.of(arrived),
                    List.of(),
                    new long[0],
                    List.of(),
                    Optional.empty()))
            .added()
            .getFirst();
    store.contents().keepPartial(id, partial, reader.index(partial.skeleton(), true));
    return id;
  }

  private static MessageSkeleton.Piece file(String section, String type, String name, long octets) {
    String header =
        "Content-Type: "
            + type
            + "\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment; filename=\""
            + name
            + "\"\r\n\r\n";
    return new MessageSkeleton.Leaf(
        header.getBytes(StandardCharsets.UTF_8), section, type, null, octets);
  }

  private void select(String subject) throws Exception {
    Toolkit.until(
        "row " + subject,
        () -> {
          for (int i = 0; i < Math.min(60, model.list().rows().size()); i++) {
            int row = i;
            boolean found =
                model
                    .list()
                    .rows()
                    .get(row)
                    .summary()
                    .filter(m -> m.subject().contains(subject))
                    .isPresent();
            if (found) {
              model
                  .list()
                  .selectionProperty()
                  .set(List.of(model.list().rows().get(row).messageId()));
              return true;
            }
          }
          return false;
        });
    Toolkit.until("message", () -> model.reader().open().isPresent());
  }

  private static void shoot(Scene scene, String name) throws Exception {
    Toolkit.settle(900);
    DemoWindow.shoot(scene, "reading-" + name);
  }
}
