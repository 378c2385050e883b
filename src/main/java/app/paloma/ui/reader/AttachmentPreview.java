package app.paloma.ui.reader;

import app.paloma.mime.MessageContent.Attachment;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Pictures and texts, looked at without handing them to another program.
final class AttachmentPreview {
  private static final int LARGEST = 32 << 20;
  private static final int TEXT = 2 << 20;
  private static final long PIXELS = 60_000_000;
  private static final int SIDE = 2400;
  private static final Set<String> PICTURES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/bmp");

  /// What was read of a file: one of the two.
  private record Content(Image picture, String text) {}

  private AttachmentPreview() {}

  static boolean canShow(Attachment attachment) {
    String type = attachment.contentType();
    return !attachment.dangerous()
        && attachment.size() <= LARGEST
        && (PICTURES.contains(type)
            || type.startsWith("text/") && !type.equals("text/html")
            || type.equals("application/json"));
  }

  static void show(
      Attachment attachment,
      Window owner,
      Messages words,
      Theme theme,
      UiExecutor executor,
      Consumer<String> say) {
    executor.load(
        () -> read(attachment),
        content -> open(attachment.name(), node(content), owner, theme),
        failed -> say.accept(words.get("attachments.noPreview", attachment.name())));
  }

  private static Content read(Attachment attachment) throws IOException {
    try (InputStream in = attachment.open()) {
      if (PICTURES.contains(attachment.contentType())) {
        byte[] octets = in.readNBytes(LARGEST);
        if (pixels(octets) > PIXELS) {
          throw new IOException("the picture is too large");
        }
        Image picture = new Image(new ByteArrayInputStream(octets), SIDE, SIDE, true, true);
        if (picture.isError() || picture.getWidth() < 1) {
          throw new IOException("not a picture");
        }
        return new Content(picture, "");
      }
      return new Content(null, text(in.readNBytes(TEXT)));
    }
  }

  /// From the header of the picture alone: few octets can claim to be many pixels.
  private static long pixels(byte[] octets) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(octets))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not a picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return (long) reader.getWidth(0) * reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static String text(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  private static Node node(Content content) {
    if (content.picture() == null) {
      TextArea text = new TextArea(content.text());
      text.setEditable(false);
      text.getStyleClass().add("source-text");
      return text;
    }
    ImageView view = new ImageView(content.picture());
    view.setPreserveRatio(true);
    StackPane middle = new StackPane(view);
    ScrollPane scroll = new ScrollPane(middle);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    view.fitWidthProperty()
        .bind(
            scroll.widthProperty().subtract(16).map(w -> fit(w.doubleValue(), content.picture())));
    return scroll;
  }

  /// Never larger than it is.
  private static double fit(double room, Image picture) {
    return Math.clamp(room, 1, Math.max(1, picture.getWidth()));
  }

  private static void open(String name, Node content, Window owner, Theme theme) {
    Stage stage = new Stage();
    stage.initOwner(owner);
    stage.setTitle(name);
    Scene scene = new Scene(new BorderPane(content), 860, 640);
    theme.apply(scene);
    content.setAccessibleText(name);
    scene.addEventFilter(
        javafx.scene.input.KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ESCAPE) {
            stage.close();
          }
        });
    stage.setScene(scene);
    stage.show();
  }
}
