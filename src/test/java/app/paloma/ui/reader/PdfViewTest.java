package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.embed.swing.SwingFXUtils;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window with a PDF's pages.
class PdfViewTest {
  @TempDir Path directory;

  private static boolean shows(PdfView view, double ratio) {
    return view.lookup("ImageView") instanceof ImageView picture
        && picture.getImage() != null
        && Math.abs(picture.getImage().getHeight() / picture.getImage().getWidth() - ratio) < 0.01;
  }

  @Test
  void keysTurnThePagesAndTheWordsSayWhereOneIs() throws Exception {
    Toolkit.start();
    Path file = directory.resolve("plan.pdf");
    try (PDDocument document = new PDDocument()) {
      for (int n = 0; n < 3; n++) {
        PDPage page = new PDPage(new PDRectangle(400, 400 + 100 * n));
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.addRect(60, 60, 280, 120);
          content.fill();
        }
      }
      document.save(file.toFile());
    }
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        PdfPages pages = new PdfPages(file, PdfPages.PATIENCE)) {
      Stage[] stage = new Stage[1];
      PdfView view =
          Toolkit.onFx(() -> {
            PdfView made =
                new PdfView(pages, Messages.ui(Locale.of("es")), UiExecutor.javafx(workers));
            stage[0] = new Stage();
            Scene scene = new Scene(made, 860, 640);
            Theme theme = new Theme();
            theme.appearance().set(Theme.Appearance.DARK);
            theme.apply(scene);
            stage[0].setScene(scene);
            stage[0].show();
            return made;
          });
      Toolkit.until("the first page", () -> shows(view, 1));
      for (KeyCode key : new KeyCode[] {KeyCode.PAGE_DOWN, KeyCode.END, KeyCode.RIGHT}) {
        Toolkit.onFx(() -> {
          Event.fireEvent(
              view, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
          return null;
        });
        Toolkit.until("the page", () -> shows(view, key == KeyCode.PAGE_DOWN ? 1.25 : 1.5));
      }
      assertThat(Toolkit.onFx(() -> ((Label) view.lookup(".label")).getText()))
          .isEqualTo("Página 3 de 3");
      Path pictures = Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));
      Files.createDirectories(pictures);
      ImageIO.write(
          Toolkit.onFx(() -> SwingFXUtils.fromFXImage(view.getScene().snapshot(null), null)),
          "png",
          pictures.resolve("pdf-es-dark.png").toFile());
      Toolkit.onFx(() -> {
        stage[0].close();
        return null;
      });
    }
  }
}
