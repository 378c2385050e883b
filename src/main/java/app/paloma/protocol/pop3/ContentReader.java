package app.paloma.protocol.pop3;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.protocol.transport.Connection;

/// A multi-line response as octets: byte-stuffing undone (RFC 1939 §3), of any length.
final class ContentReader {
  private static final int BLOCK = 64 * 1024;

  private enum At {
    LINE_START,
    LINE,
    AFTER_CR,
    DOT,
    DOT_CR,
    END
  }

  /// Takes blocks of content.
  @FunctionalInterface
  interface Blocks {
    void take(byte[] block, int length);
  }

  private final byte[] block = new byte[2 * BLOCK];
  private int length;
  private At at;

  // A line that ends in a bare LF starts a new one only with servers that know nothing else:
  // otherwise LF "." CRLF inside a message would end it, and what follows would be replies.
  private boolean crlfSeen;

  /// Reads up to and with the final dot.
  void read(Connection connection, Blocks blocks) throws MailException {
    connection.content(true);
    try {
      readLines(connection, blocks);
    } finally {
      connection.content(false);
    }
  }

  private void readLines(Connection connection, Blocks blocks) throws MailException {
    at = At.LINE_START;
    crlfSeen = false;
    length = 0;
    while (at != At.END) {
      if (!connection.offer(this::take)) {
        throw new ConnectFailed(
            ConnectFailed.Reason.LOST,
            "the server closed the connection in the middle of a message",
            null);
      }
      if (length >= BLOCK) {
        blocks.take(block, length);
        length = 0;
      }
    }
    if (length > 0) {
      blocks.take(block, length);
    }
  }

  private int take(byte[] octets, int from, int most) {
    int to = Math.min(most, from + BLOCK - 4);
    int i = from;
    while (i < to && at != At.END) {
      switch (at) {
        case LINE_START -> {
          if (octets[i] == '.') {
            at = At.DOT;
            i++;
          } else {
            i = line(octets, i, to);
          }
        }
        case LINE, AFTER_CR -> i = line(octets, i, to);
        case DOT, DOT_CR -> {
          byte octet = octets[i];
          if (octet == '\n' && (at == At.DOT_CR || !crlfSeen)) {
            at = At.END;
            i++;
          } else if (at == At.DOT && octet == '\r') {
            at = At.DOT_CR;
            i++;
          } else {
            // The dot was stuffing (or a server's that does not stuff: RFC 1939 takes one dot off
            // either way).
            if (at == At.DOT_CR) {
              block[length++] = '\r';
            }
            at = At.LINE;
            i = line(octets, i, to);
          }
        }
        case END -> throw new IllegalStateException("behind the end");
      }
    }
    return i;
  }

  /// Copies what is here of a line.
  private int line(byte[] octets, int from, int to) {
    int end = from;
    while (end < to && octets[end] != '\n') {
      end++;
    }
    boolean whole = end < to;
    boolean cr = end > from ? octets[end - 1] == '\r' : at == At.AFTER_CR;
    if (whole) {
      end++;
      crlfSeen |= cr;
      at = cr || !crlfSeen ? At.LINE_START : At.LINE;
    } else {
      at = cr ? At.AFTER_CR : At.LINE;
    }
    System.arraycopy(octets, from, block, length, end - from);
    length += end - from;
    return end;
  }
}
