package app.paloma.protocol.transport;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Appends the dialogue to a file, one line an event: `2026-11-20T21:00:00.123Z imap
/// alice@localhost C: a1 LOGIN alice ***`.
public final class FileTranscript implements TranscriptSink, AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final BufferedWriter writer;

  public FileTranscript(Path file) throws IOException {
    writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// The line of the file for one event, without its end.
  public static String format(
      Instant time, String protocol, String who, char direction, String text) {
    return TIME.format(time) + " " + protocol + " " + who + " " + direction + ": " + text;
  }

  @Override
  public synchronized void line(
      Instant time, String protocol, String who, char direction, String text) {
    try {
      writer.write(format(time, protocol, who, direction, text));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      // A full disk must not end the mail session that is being watched.
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
