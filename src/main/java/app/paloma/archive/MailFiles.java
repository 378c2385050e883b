package app.paloma.archive;

import app.paloma.model.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads a path of any kind: an mbox, a Maildir, an .eml file, or a folder of them.
public final class MailFiles {
  private MailFiles() {}

  /// @throws IOException a file cannot be read, or is no mail
  public static void read(Path path, Mbox.Sink sink) throws IOException {
    if (Files.isDirectory(path)) {
      if (Maildir.is(path)) {
        Maildir.read(path, sink);
        return;
      }
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.sorted().toList()) {
          boolean hidden = entry.getFileName().toString().startsWith(".");
          if (Files.isDirectory(entry) || (!hidden && looksLikeMail(entry))) {
            read(entry, sink);
          }
        }
      }
    } else if (isMbox(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        Mbox.read(in, sink);
      }
    } else {
      sink.message(
          new ArchivedMessage(
              Files.readAllBytes(path),
              Flags.NONE,
              Optional.of(Files.getLastModifiedTime(path).toInstant())));
    }
  }

  private static boolean looksLikeMail(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".eml") || name.endsWith(".mbox") || isMbox(file);
  }

  private static boolean isMbox(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(5), StandardCharsets.ISO_8859_1).equals("From ");
    }
  }
}
