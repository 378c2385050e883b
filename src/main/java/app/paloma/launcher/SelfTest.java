package app.paloma.launcher;

import app.paloma.ui.shell.MainWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javax.imageio.ImageIO;

/// Proves that an installed program works: waits until mail has come, opens the newest message,
/// takes a picture of the window, and ends with 0; with 1 when that takes more than a minute.
final class SelfTest {
  private static final long LIMIT = 60_000_000_000L;
  private static final long SETTLE = 3_000_000_000L;

  private final MainWindow window;
  private final Path picture;

  /// @param picture a PNG file, or an empty path for none
  SelfTest(MainWindow window, Path picture) {
    this.window = window;
    this.picture = picture;
  }

  void run() {
    long start = System.nanoTime();
    new AnimationTimer() {
      private long opened;

      @Override
      public void handle(long now) {
        if (System.nanoTime() - start > LIMIT) {
          System.err.println("paloma: no mail was shown within a minute");
          Runtime.getRuntime().halt(1);
        }
        if (opened == 0 && !window.model().list().rows().isEmpty()) {
          opened = System.nanoTime();
          window.model().list().move(1);
        }
        if (opened != 0 && System.nanoTime() - opened > SETTLE) {
          stop();
          Platform.runLater(SelfTest.this::finish);
        }
      }
    }.start();
  }

  private void finish() {
    try {
      if (!picture.toString().isEmpty()) {
        BufferedImage image = SwingFXUtils.fromFXImage(window.scene().snapshot(null), null);
        ImageIO.write(image, "png", picture.toFile());
      }
    } catch (IOException e) {
      System.err.println("paloma: the picture cannot be written: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
    Platform.exit();
  }
}
