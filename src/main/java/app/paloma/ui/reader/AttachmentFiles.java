package app.paloma.ui.reader;

import app.paloma.mime.MessageContent.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Attachments as files: at a place nobody can foretell, readable by the user alone, gone when the
/// program ends; or where the user said.
public final class AttachmentFiles {
  private final Map<Attachment, Path> prepared = new ConcurrentHashMap<>();

  /// Blocks. Write-protected, so that nobody works on a file that goes away with the program.
  Path forOpening(Attachment attachment) throws IOException {
    Path file = prepared(attachment);
    file.toFile().setWritable(false);
    return file;
  }

  /// To be copied by whoever takes it: the user's own then.
  Path forDragging(Attachment attachment) throws IOException {
    Path file = prepared(attachment);
    file.toFile().setWritable(true);
    return file;
  }

  private Path prepared(Attachment attachment) throws IOException {
    Path known = prepared.get(attachment);
    if (known != null && Files.exists(known)) {
      return known;
    }
    // createTempDirectory gives a random name and rights 0700 where the platform has rights.
    Path directory = Files.createTempDirectory("paloma");
    directory.toFile().deleteOnExit();
    Path file = save(attachment, directory.resolve(attachment.name()));
    file.toFile().deleteOnExit();
    prepared.put(attachment, file);
    return file;
  }

  /// The same, its failure left for the moment the file is asked for.
  void prepare(Attachment attachment) {
    try {
      prepared(attachment);
    } catch (IOException | UncheckedIOException e) {
      prepared.remove(attachment);
    }
  }

  Path save(Attachment attachment, Path file) throws IOException {
    try (InputStream in = attachment.open()) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    markForeign(file);
    return file;
  }

  /// Into a directory, beside a file of the same name, never over it.
  Path saveInto(Attachment attachment, Path directory) throws IOException {
    String name = attachment.name();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    for (int n = 1; ; n++) {
      Path file = directory.resolve(n == 1 ? name : stem + " (" + n + ")" + ending);
      try (InputStream in = attachment.open()) {
        Files.copy(in, file);
        markForeign(file);
        return file;
      } catch (FileAlreadyExistsException e) {
        if (n > 10_000) {
          throw e;
        }
      }
    }
  }

  /// Tells Windows that the file came from the internet; other systems have no such stream.
  private static void markForeign(Path file) {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      try {
        Files.write(
            Path.of(file + ":Zone.Identifier"),
            "[ZoneTransfer]\r\nZoneId=3\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException | RuntimeException e) {
        // A file system without streams: the file is saved all the same.
      }
    }
  }
}
