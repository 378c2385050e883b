package app.paloma.protocol.smtp;

/// Content as DATA wants it (RFC 5321 §4.5.2): a dot at the beginning of a line is doubled, and any
/// CR or LF that stands alone becomes CRLF, so that no server can see an end of data in it that
/// another does not (SMTP smuggling). Pure: octets in, octets out, in pieces of any size.
final class DataWriter {
  private enum At {
    LINE_START,
    LINE,
    AFTER_CR
  }

  private At at = At.LINE_START;

  /// The most octets that `length` octets can become.
  static int bound(int length) {
    return 2 * length + 2;
  }

  /// @return how many octets were written to `out`
  int write(byte[] in, int offset, int length, byte[] out) {
    int o = 0;
    At state = at;
    for (int i = offset; i < offset + length; i++) {
      byte b = in[i];
      if (state == At.AFTER_CR) {
        out[o++] = '\n';
        state = At.LINE_START;
        if (b == '\n') {
          continue;
        }
      }
      switch (b) {
        case '\r' -> {
          out[o++] = '\r';
          state = At.AFTER_CR;
        }
        case '\n' -> {
          out[o++] = '\r';
          out[o++] = '\n';
          state = At.LINE_START;
        }
        case '.' -> {
          if (state == At.LINE_START) {
            out[o++] = '.';
          }
          out[o++] = '.';
          state = At.LINE;
        }
        default -> {
          out[o++] = b;
          state = At.LINE;
        }
      }
    }
    at = state;
    return o;
  }

  /// Ends the last line where the message did not, then the final dot. At most 5 octets.
  int finish(byte[] out) {
    int o = 0;
    if (at == At.AFTER_CR) {
      out[o++] = '\n';
    } else if (at == At.LINE) {
      out[o++] = '\r';
      out[o++] = '\n';
    }
    out[o++] = '.';
    out[o++] = '\r';
    out[o++] = '\n';
    return o;
  }
}
