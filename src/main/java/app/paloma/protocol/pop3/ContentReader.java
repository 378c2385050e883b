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
    DOT_CR
  }

  /// Takes blocks of content.
  @FunctionalInterface
  interface Blocks {
    void take(byte[] block, int length);
  }

  private final byte[] block = new byte[BLOCK];

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
    At at = At.LINE_START;
    // A line that ends in a bare LF starts a new one only with servers that know nothing else:
    // otherwise LF "." CRLF inside a message would end it, and what follows would be replies.
    boolean crlfSeen = false;
    int length = 0;
    while (true) {
      int octet = connection.read();
      if (octet < 0) {
        throw new ConnectFailed(
            ConnectFailed.Reason.LOST,
            "the server closed the connection in the middle of a message",
            null);
      }
      if (length > BLOCK - 4) {
        blocks.take(block, length);
        length = 0;
      }
      if (at == At.DOT || at == At.DOT_CR) {
        if (octet == '\n' && (at == At.DOT_CR || !crlfSeen)) {
          break;
        }
        if (at == At.DOT && octet == '\r') {
          at = At.DOT_CR;
          continue;
        }
        // The dot was stuffing (or a server's that does not stuff: RFC 1939 takes one dot off
        // either way).
        if (at == At.DOT_CR) {
          block[length++] = '\r';
        }
        at = At.LINE;
      } else if (at == At.LINE_START && octet == '.') {
        at = At.DOT;
        continue;
      }
      block[length++] = (byte) octet;
      if (octet == '\n') {
        crlfSeen |= at == At.AFTER_CR;
        at = at == At.AFTER_CR || !crlfSeen ? At.LINE_START : At.LINE;
      } else {
        at = octet == '\r' ? At.AFTER_CR : At.LINE;
      }
    }
    if (length > 0) {
      blocks.take(block, length);
    }
  }
}
