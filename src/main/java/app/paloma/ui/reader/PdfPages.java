package app.paloma.ui.reader;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.scene.image.Image;

/// The pages of a PDF as pictures, one at a time. They are drawn by another process, which has so
/// much memory and no more, and is ended when a page takes too long.
final class PdfPages implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String MEMORY = "-Xmx384m";
  private static final int LARGEST = 48 << 20;

  private static Path fontNotes;

  private final Duration patience;
  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int count;

  /// Blocks until the file is read.
  ///
  /// @throws IOException where it is no PDF, or one with a password
  PdfPages(Path file, Duration patience) throws IOException {
    this.patience = patience;
    process =
        new ProcessBuilder(command(file)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    out = new DataOutputStream(process.getOutputStream());
    count = inTime(in::readInt);
    if (count < 1) {
      close();
      throw new IOException("no pages");
    }
  }

  private static List<String> command(Path file) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(java)) {
      java = Path.of(System.getProperty("java.home"), "bin", "java.exe");
    }
    return List.of(
        java.toString(),
        MEMORY,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-Dpdfbox.fontcache=" + fontNotes(),
        "-cp",
        System.getProperty("java.class.path"),
        PdfProcess.class.getName(),
        file.toString());
  }

  /// Where PDFBox notes what fonts this computer has, which it looks for once a run.
  private static synchronized Path fontNotes() throws IOException {
    if (fontNotes == null) {
      fontNotes = Files.createTempDirectory("paloma");
      fontNotes.toFile().deleteOnExit();
      fontNotes.resolve(".pdfbox.cache").toFile().deleteOnExit();
    }
    return fontNotes;
  }

  int count() {
    return count;
  }

  /// Blocks. After a failure there are no more pages.
  ///
  /// @param number from 0
  /// @param width in pixels, as far as the page is not too large for that
  synchronized Image page(int number, int width) throws IOException {
    byte[] png =
        inTime(() -> {
          out.writeInt(number);
          out.writeInt(width);
          out.flush();
          int length = in.readInt();
          if (length < 1 || length > LARGEST) {
            throw new IOException("not a picture");
          }
          return in.readNBytes(length);
        });
    Image picture = new Image(new ByteArrayInputStream(png));
    if (picture.isError()) {
      throw new IOException("not a picture", picture.getException());
    }
    return picture;
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }

  /// An answer that does not come in time never comes: the process is ended.
  private <T> T inTime(Question<T> question) throws IOException {
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return question.ask();
    } catch (IOException e) {
      close();
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  boolean isOver() {
    return !process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
