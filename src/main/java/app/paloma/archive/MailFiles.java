package app.paloma.archive;

import app.paloma.model.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads a path of any kind: an mbox, a Maildir, an .eml file, or a folder of them.
public final class MailFiles {
  /// Where the first field of a message must have begun.
  private static final int BEGINNING = 4096;

  private static final Pattern FIELD =
      Pattern.compile("[\\r\\n]*[!-9;-~]+[ \\t]*:[^\\x00]*", Pattern.DOTALL);

  private MailFiles() {}

  /// @throws IOException a file cannot be read, or is no mail; in a folder after all others were
  ///   read
  public static void read(Path path, Mbox.Sink sink) throws IOException {
    if (Files.isDirectory(path)) {
      if (Maildir.is(path)) {
        Maildir.read(path, sink);
        return;
      }
      ArrayList<String> others = new ArrayList<>();
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.sorted().toList()) {
          boolean hidden = entry.getFileName().toString().startsWith(".");
          if (Files.isDirectory(entry) || (!hidden && looksLikeMail(entry))) {
            try {
              read(entry, sink);
            } catch (NoMail e) {
              others.add(e.getMessage());
            }
          }
        }
      }
      if (!others.isEmpty()) {
        throw new NoMail(String.join(", ", others));
      }
    } else if (isMbox(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        Mbox.read(in, sink);
      }
    } else {
      if (!isMessage(path)) {
        throw new NoMail(path + " is no mail message");
      }
      sink.message(
          new ArchivedMessage(
              Files.readAllBytes(path),
              Flags.NONE,
              Optional.of(Files.getLastModifiedTime(path).toInstant())));
    }
  }

  private static final class NoMail extends IOException {
    private static final long serialVersionUID = 1;

    NoMail(String message) {
      super(message);
    }
  }

  /// A header field stands first (RFC 5322 §2.2), perhaps after a byte order mark.
  private static boolean isMessage(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
      String text = beginning.startsWith("\u00ef\u00bb\u00bf") ? beginning.substring(3) : beginning;
      return FIELD.matcher(text).matches();
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
