package app.paloma.ui.composer;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;

/// Pictures of the clipboard as files.
final class Pictures {
  private static final double LARGEST = 12_000;

  private Pictures() {}

  static Optional<byte[]> png(Image image) {
    if (image == null || image.getWidth() > LARGEST || image.getHeight() > LARGEST) {
      return Optional.empty();
    }
    BufferedImage pixels = SwingFXUtils.fromFXImage(image, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      return pixels != null && ImageIO.write(pixels, "png", out)
          ? Optional.of(out.toByteArray())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
