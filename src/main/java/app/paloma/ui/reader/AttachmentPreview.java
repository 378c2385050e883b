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
import java.util.Locale;
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

/// Pictures, texts and PDFs, looked at without handing them to another program.
final class AttachmentPreview {
  private static final int LARGEST = 32 << 20;
  private static final int TEXT = 2 << 20;
  private static final long PIXELS = 60_000_000;
  private static final int SIDE = 2400;
  private static final String PDF = "application/pdf";
  private static final Set<String> PICTURES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/bmp");

  /// What was read of a file.
  private sealed interface Content {
    record Picture(Image image) implements Content {}

    record Text(String text) implements Content {}

    record Pdf(PdfPages pages) implements Content {}
  }

  private AttachmentPreview() {}

  static boolean canShow(Attachment attachment) {
    String type = type(attachment);
    return !attachment.dangerous()
        && attachment.size() <= LARGEST
        && (type.equals(PDF)
            || PICTURES.contains(type)
            || type.startsWith("text/") && !type.equals("text/html")
            || type.equals("application/json"));
  }

  /// Many senders call every file an octet-stream: then its name tells.
  private static String type(Attachment attachment) {
    String type = attachment.contentType();
    String name = attachment.name().toLowerCase(Locale.ROOT);
    return type.equals("application/octet-stream")
        ? switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "pdf" -> PDF;
          case "png" -> "image/png";
          case "jpg", "jpeg" -> "image/jpeg";
          case "gif" -> "image/gif";
          case "bmp" -> "image/bmp";
          case "txt", "log", "csv", "md", "diff", "patch" -> "text/plain";
          default -> type;
        }
        : type;
  }

  static void show(
      Attachment attachment,
      AttachmentFiles files,
      Window owner,
      Messages words,
      Theme theme,
      UiExecutor executor,
      Consumer<String> say) {
    executor.load(
        () -> read(attachment, files),
        content -> open(attachment.name(), content, owner, words, theme, executor),
        failed -> say.accept(words.get("attachments.noPreview", attachment.name())));
  }

  private static Content read(Attachment attachment, AttachmentFiles files) throws IOException {
    if (type(attachment).equals(PDF)) {
      return new Content.Pdf(new PdfPages(files.forOpening(attachment), PdfPages.PATIENCE));
    }
    try (InputStream in = attachment.open()) {
      if (PICTURES.contains(type(attachment))) {
        byte[] octets = in.readNBytes(LARGEST);
        if (pixels(octets) > PIXELS) {
          throw new IOException("the picture is too large");
        }
        Image picture = new Image(new ByteArrayInputStream(octets), SIDE, SIDE, true, true);
        if (picture.isError() || picture.getWidth() < 1) {
          throw new IOException("not a picture");
        }
        return new Content.Picture(picture);
      }
      return new Content.Text(text(in.readNBytes(TEXT)));
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

  private static Node node(Content content, Messages words, UiExecutor executor) {
    return switch (content) {
      case Content.Text(String text) -> {
        TextArea area = new TextArea(text);
        area.setEditable(false);
        area.getStyleClass().add("source-text");
        yield area;
      }
      case Content.Picture(Image image) -> picture(image);
      case Content.Pdf(PdfPages pages) -> new PdfView(pages, words, executor);
    };
  }

  private static Node picture(Image image) {
    ImageView view = new ImageView(image);
    view.setPreserveRatio(true);
    StackPane middle = new StackPane(view);
    ScrollPane scroll = new ScrollPane(middle);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    view.fitWidthProperty()
        .bind(scroll.widthProperty().subtract(16).map(w -> fit(w.doubleValue(), image)));
    return scroll;
  }

  /// Never larger than it is.
  private static double fit(double room, Image picture) {
    return Math.clamp(room, 1, Math.max(1, picture.getWidth()));
  }

  private static void open(
      String name,
      Content content,
      Window owner,
      Messages words,
      Theme theme,
      UiExecutor executor) {
    Node node = node(content, words, executor);
    Stage stage = new Stage();
    stage.initOwner(owner);
    stage.setTitle(name);
    Scene scene = new Scene(new BorderPane(node), 860, 640);
    theme.apply(scene);
    node.setAccessibleText(name);
    scene.addEventFilter(
        javafx.scene.input.KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ESCAPE) {
            stage.close();
          }
        });
    if (content instanceof Content.Pdf(PdfPages pages)) {
      stage.setHeight(860);
      stage.setOnHidden(e -> pages.close());
    }
    stage.setScene(scene);
    stage.show();
  }
}
