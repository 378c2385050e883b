package app.paloma.archive;

import app.paloma.model.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads a path of any kind: an mbox, a Maildir, an .eml file, or a folder of them.
public final class MailFiles {
  /// Where the first field of a message must have begun.
  private static final int BEGINNING = 4096;

  /// Above it may stand what does not belong there: better an odd message than none.
  private static final Pattern FIELD =
      Pattern.compile("(?:[^\\r\\n]+\\R)*?[!-9;-~]+[ \\t]*:.*", Pattern.DOTALL);

  private static final Pattern HEADER_END = Pattern.compile("(?:\\r?\\n){2}");

  private MailFiles() {}

  /// @return the files that were left out, as they are no mail
  /// @throws IOException a file cannot be read
  public static List<Path> read(Path path, Mbox.Sink sink) throws IOException {
    ArrayList<Path> leftOut = new ArrayList<>();
    read(path, sink, leftOut);
    return leftOut;
  }

  private static void read(Path path, Mbox.Sink sink, List<Path> leftOut) throws IOException {
    if (Maildir.is(path)) {
      Maildir.read(path, sink);
    } else if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.sorted().toList()) {
          boolean hidden = entry.getFileName().toString().startsWith(".");
          if (Files.isDirectory(entry) || (!hidden && looksLikeMail(entry))) {
            read(entry, sink, leftOut);
          } else if (!hidden) {
            leftOut.add(entry);
          }
        }
      }
    } else if (!(isMbox(path) && readMbox(path, sink)) && !readMessage(path, sink)) {
      leftOut.add(path);
    }
  }

  /// @return whether there was any
  private static boolean readMbox(Path path, Mbox.Sink sink) throws IOException {
    boolean[] any = new boolean[1];
    try (InputStream in = Files.newInputStream(path)) {
      Mbox.read(
          in,
          message -> {
            any[0] = true;
            sink.message(message);
          });
    }
    return any[0];
  }

  private static boolean readMessage(Path path, Mbox.Sink sink) throws IOException {
    if (!isMessage(path)) {
      return false;
    }
    sink.message(
        new ArchivedMessage(
            Files.readAllBytes(path),
            Flags.NONE,
            Optional.of(Files.getLastModifiedTime(path).toInstant())));
    return true;
  }

  /// A text with a header field before its first blank line (RFC 5322 §2.2), perhaps after a byte
  /// order mark; what is behind that line may be anything.
  private static boolean isMessage(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String beginning = new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
      String text = beginning.startsWith("\u00ef\u00bb\u00bf") ? beginning.substring(3) : beginning;
      String header = HEADER_END.split(text.stripLeading(), 2)[0];
      return (header.indexOf(0) < 0 || isNamedLikeMail(file)) && FIELD.matcher(header).matches();
    }
  }

  private static boolean looksLikeMail(Path file) throws IOException {
    return isNamedLikeMail(file) || isMbox(file);
  }

  public static boolean isNamedLikeMail(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".eml") || name.endsWith(".mbox");
  }

  private static boolean isMbox(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(5), StandardCharsets.ISO_8859_1).equals("From ");
    }
  }
}
