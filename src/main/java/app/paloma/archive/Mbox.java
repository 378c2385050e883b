package app.paloma.archive;

import app.paloma.model.Flags;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The mbox format: messages one after the other, each after a line that begins with `From `. Lines
/// of a message that look so get one `>` more when written and one less when read, so what is read
/// is what was written.
public final class Mbox {
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "From (?:\\S+ )?.*?(\\w{3}) +(\\d{1,2}) (\\d\\d:\\d\\d(?::\\d\\d)?)(?: \\S+)?"
              + " (\\d{4}).*");
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter PARSED =
      DateTimeFormatter.ofPattern("MMM d HH:mm[:ss] yyyy", Locale.ENGLISH);
  private static final int LONGEST_MESSAGE = 1 << 30;

  private Mbox() {}

  /// Takes one message after the other.
  @FunctionalInterface
  public interface Sink {
    void message(ArchivedMessage message) throws IOException;
  }

  /// Reads all messages; what stands before the first separator is passed over. A separator needs
  /// no blank line before it, for a message may end without a line end; its date tells it from
  /// text.
  public static void read(InputStream in, Sink sink) throws IOException {
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    ByteArrayOutputStream message = null;
    Optional<Instant> received = Optional.empty();
    byte[] line;
    while ((line = readLine(buffered)) != null) {
      if (startsWith(line, 0, "From ") && isSeparator(line)) {
        if (message != null) {
          deliver(sink, message, received);
        }
        message = new ByteArrayOutputStream();
        received = date(line);
        continue;
      }
      if (message != null) {
        int skip = isQuoted(line) ? 1 : 0;
        if (message.size() + line.length > LONGEST_MESSAGE) {
          throw new IOException("a message of the mbox is larger than 1 GB");
        }
        message.write(line, skip, line.length - skip);
      }
    }
    if (message != null) {
      deliver(sink, message, received);
    }
  }

  private static boolean isSeparator(byte[] line) {
    return SEPARATOR.matcher(new String(line, StandardCharsets.ISO_8859_1).strip()).matches();
  }

  private static void deliver(Sink sink, ByteArrayOutputStream message, Optional<Instant> received)
      throws IOException {
    byte[] octets = message.toByteArray();
    int length = octets.length;
    // The line end before the separator belongs to the format, not to the message.
    if (length > 0 && octets[length - 1] == '\n') {
      length--;
      boolean crlf = length > 1 && octets[length - 1] == '\r' && octets[length - 2] == '\n';
      if (crlf) {
        length--;
      }
    }
    sink.message(new ArchivedMessage(Arrays.copyOf(octets, length), Flags.NONE, received));
  }

  private static Optional<Instant> date(byte[] line) {
    Matcher matcher = SEPARATOR.matcher(new String(line, StandardCharsets.ISO_8859_1).strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      String text =
          matcher.group(1)
              + " "
              + Integer.parseInt(matcher.group(2))
              + " "
              + matcher.group(3)
              + " "
              + matcher.group(4);
      return Optional.of(LocalDateTime.parse(text, PARSED).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// `>From `, `>>From ` and so on.
  private static boolean isQuoted(byte[] line) {
    int at = 0;
    while (at < line.length && line[at] == '>') {
      at++;
    }
    return at > 0 && startsWith(line, at, "From ");
  }

  private static boolean startsWith(byte[] line, int at, String text) {
    if (line.length - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (line[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// With its line end; null at the end.
  private static byte[] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  /// Appends one message.
  public static void write(OutputStream out, Instant received, InputStream message)
      throws IOException {
    String separator =
        "From MAILER-DAEMON " + ASCTIME.format(received.atOffset(ZoneOffset.UTC)) + "\n";
    out.write(separator.getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(message, 1 << 16);
    byte[] line;
    while ((line = readLine(in)) != null) {
      if (startsWith(line, 0, "From ") || isQuoted(line)) {
        out.write('>');
      }
      out.write(line);
    }
    out.write('\n');
  }
}
