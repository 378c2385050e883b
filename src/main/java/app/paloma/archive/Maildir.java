package app.paloma.archive;

import app.paloma.model.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The Maildir format: a file a message in `cur` and `new`, flags in the name after `:2,`.
public final class Maildir {
  private static final String LETTERS = "DFRST";
  private static final int[] BITS = {
    Flags.DRAFT, Flags.FLAGGED, Flags.ANSWERED, Flags.SEEN, Flags.DELETED
  };

  private Maildir() {}

  public static boolean is(Path directory) {
    return Files.isDirectory(directory.resolve("cur"))
        && Files.isDirectory(directory.resolve("new"));
  }

  public static void read(Path directory, Mbox.Sink sink) throws IOException {
    for (String part : List.of("cur", "new")) {
      try (Stream<Path> files = Files.list(directory.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          sink.message(
              new ArchivedMessage(
                  Files.readAllBytes(file),
                  flags(file.getFileName().toString()),
                  Optional.of(Files.getLastModifiedTime(file).toInstant())));
        }
      }
    }
  }

  private static Flags flags(String name) {
    int at = name.lastIndexOf("2,");
    int bits = 0;
    for (int i = 0; at >= 0 && i < LETTERS.length(); i++) {
      if (name.indexOf(LETTERS.charAt(i), at + 2) >= 0) {
        bits |= BITS[i];
      }
    }
    return Flags.of(bits);
  }

  /// Adds one message under a name that is unique for its `id`.
  public static void write(
      Path directory, long id, Flags flags, Instant received, InputStream message)
      throws IOException {
    for (String part : List.of("cur", "new", "tmp")) {
      Files.createDirectories(directory.resolve(part));
    }
    String name = received.getEpochSecond() + ".P" + id + ".paloma";
    Path temporary = directory.resolve("tmp").resolve(name);
    Files.copy(message, temporary, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(temporary, FileTime.from(received));
    StringBuilder info = new StringBuilder();
    for (int i = 0; i < LETTERS.length(); i++) {
      if (flags.has(BITS[i])) {
        info.append(LETTERS.charAt(i));
      }
    }
    // Windows has no colon in file names; a semicolon is what others use there.
    String mark = java.io.File.separatorChar == '\\' ? ";2," : ":2,";
    Files.move(temporary, directory.resolve("cur").resolve(name + mark + info));
  }
}
