package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.UidSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Writes one command (RFC 9051 §9). Whatever a mail or a person can have put into a string leaves
/// as a quoted string or a literal, and keywords are checked, so nothing can begin a command of its
/// own.
public final class CommandWriter {
  /// How a literal may be sent (RFC 7888).
  public enum Literals {
    SYNCHRONIZING,
    /// LITERAL-: without waiting up to 4,096 octets.
    MINUS,
    /// LITERAL+.
    PLUS
  }

  private static final int MINUS_LIMIT = 4096;

  private final Literals literals;
  private final boolean utf8;
  private final ArrayList<byte[]> segments = new ArrayList<>();
  private ByteArrayOutputStream octets = new ByteArrayOutputStream(128);

  /// @param utf8 whether quoted strings may hold UTF-8 (UTF8=ACCEPT was enabled)
  public CommandWriter(Literals literals, boolean utf8) {
    this.literals = literals;
    this.utf8 = utf8;
  }

  /// Fixed words of the grammar.
  public CommandWriter raw(String words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException("not for the wire as it is");
      }
      octets.write(c);
    }
    return this;
  }

  public CommandWriter number(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("negative: " + number);
    }
    return raw(Long.toString(number));
  }

  public CommandWriter set(UidSet uids) {
    if (uids.isEmpty()) {
      throw new IllegalArgumentException("the empty set cannot be written");
    }
    return raw(uids.toString());
  }

  public CommandWriter mailbox(MailboxName mailbox) {
    return string(mailbox.raw().getBytes(StandardCharsets.ISO_8859_1));
  }

  /// A string of people's text, UTF-8.
  public CommandWriter string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  private CommandWriter string(byte[] value) {
    if (!quotable(value)) {
      return literal(value);
    }
    octets.write('"');
    for (byte b : value) {
      if (b == '"' || b == '\\') {
        octets.write('\\');
      }
      octets.write(b);
    }
    octets.write('"');
    return this;
  }

  private boolean quotable(byte[] value) {
    if (value.length > 1000) {
      return false;
    }
    for (byte b : value) {
      if (b == 0) {
        throw new IllegalArgumentException("NUL cannot be sent");
      }
      if (b == '\r' || b == '\n' || b < 0 && !utf8) {
        return false;
      }
    }
    return true;
  }

  /// literal with its octets.
  public CommandWriter literal(byte[] value) {
    for (byte b : value) {
      if (b == 0) {
        throw new IllegalArgumentException("NUL cannot be sent");
      }
    }
    if (beginLiteral(value.length, false, false)) {
      endSegment();
    }
    octets.writeBytes(value);
    return this;
  }

  /// Announces a literal whose octets the caller sends.
  ///
  /// @param literal8 RFC 3516, RFC 6855
  /// @param patient waits for the server even where it need not be
  /// @return whether the server must be waited for
  public boolean beginLiteral(long length, boolean literal8, boolean patient) {
    boolean wait =
        patient
            || switch (literals) {
              case SYNCHRONIZING -> true;
              case MINUS -> length > MINUS_LIMIT;
              case PLUS -> false;
            };
    raw((literal8 ? "~{" : "{") + length + (wait ? "}" : "+}"));
    octets.write('\r');
    octets.write('\n');
    return wait;
  }

  /// What comes next waits for a continuation.
  public void endSegment() {
    segments.add(octets.toByteArray());
    octets = new ByteArrayOutputStream(128);
  }

  /// `flag-list`, each name checked.
  public CommandWriter flagList(Collection<String> flags) {
    octets.write('(');
    boolean first = true;
    for (String flag : flags) {
      if (!first) {
        octets.write(' ');
      }
      first = false;
      flag(flag);
    }
    octets.write(')');
    return this;
  }

  /// `flag = "\" atom / flag-keyword`.
  public CommandWriter flag(String flag) {
    requireAtom(flag.startsWith("\\") ? flag.substring(1) : flag);
    return raw(flag);
  }

  /// @throws IllegalArgumentException for anything but `1*ATOM-CHAR`
  public static String requireAtom(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty atom");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "(){%*\"\\]".indexOf(c) >= 0) {
        throw new IllegalArgumentException("not an atom: " + text.replaceAll("\\p{Cntrl}", "?"));
      }
    }
    return text;
  }

  /// The command without its tag and last CRLF, cut where a continuation must come first.
  public List<byte[]> segments() {
    ArrayList<byte[]> all = new ArrayList<>(segments);
    all.add(octets.toByteArray());
    return List.copyOf(all);
  }
}
