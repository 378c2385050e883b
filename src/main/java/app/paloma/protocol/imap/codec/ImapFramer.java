package app.paloma.protocol.imap.codec;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.LiteralSink;
import app.paloma.protocol.imap.types.SectionContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/// Cuts what a server sends into complete responses: lines with the literals that belong to them
/// (RFC 9051 §4.3, literal8 of RFC 3516). Parses nothing else, copies as little as can be: small
/// literals stay in the one buffer, large ones are read right into an array of their own or go on
/// to a sink.
public final class ImapFramer {
  private static final int BUFFER = 128 * 1024;
  private static final int SIDE = 64 * 1024;

  private final OctetSource source;
  private final FrameLimits limits;
  private final Frame frame = new Frame();
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private boolean bulk = true;
  private LiteralSink sink;
  private long sinkAbove = Long.MAX_VALUE;

  public ImapFramer(OctetSource source, FrameLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /// Without bulk no octet is taken before it is needed, so that TLS or DEFLATE can begin right
  /// behind a response.
  public void bulk(boolean on) {
    bulk = on;
  }

  /// @param to null keeps all in memory
  public void sink(LiteralSink to, long above) {
    sink = to;
    sinkAbove = to == null ? Long.MAX_VALUE : above;
  }

  /// Whether octets of a further response have arrived.
  public boolean hasBuffered() {
    return end > start;
  }

  /// @return null at the end of the stream
  /// @throws MailException.ProtocolBroken when no border can be found
  public Frame next() throws MailException {
    frame.side.clear();
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > 8 * BUFFER) {
        buffer = new byte[BUFFER];
      }
    }
    int line = 0;
    int scan = 0;
    int literals = 0;
    long inline = 0;
    while (true) {
      int lf = lineFeed(start + scan);
      if (lf < 0) {
        scan = end - start;
        if (scan - inline > limits.lineOctets()) {
          throw new MailException.ProtocolBroken("a response line without end");
        }
        if (!fill()) {
          if (end == start) {
            return null;
          }
          throw lost();
        }
        continue;
      }
      int textEnd = lf > start + line && buffer[lf - 1] == '\r' ? lf - 1 : lf;
      if (line == 0 && textEnd == start) {
        start = lf + 1;
        scan = 0;
        continue;
      }
      long literal = line == 0 && isStatus(textEnd) ? -1 : literalAt(start + line, textEnd);
      if (literal < 0) {
        frame.buffer = buffer;
        frame.start = start;
        frame.end = textEnd;
        start = lf + 1;
        return frame;
      }
      if (++literals > limits.literals()) {
        throw new MailException.ProtocolBroken("too many literals in one response");
      }
      int at = lf + 1 - start;
      line = at;
      if (literal > sinkAbove) {
        side(at, literal, sink);
      } else if (literal > limits.literalOctets()) {
        side(at, literal, null);
      } else if (literal >= SIDE && end - start - at < literal) {
        frame.side.add(new Frame.SideLiteral(at, sideOctets(at, (int) literal)));
      } else {
        line += (int) literal;
        inline += literal;
        while (end - start < line) {
          if (!fillFor(line)) {
            throw lost();
          }
        }
      }
      scan = line;
    }
  }

  private static MailException lost() {
    return new MailException.ConnectFailed(
        MailException.ConnectFailed.Reason.LOST, "the connection ended inside a response", null);
  }

  private int lineFeed(int from) {
    byte[] octets = buffer;
    int limit = end;
    for (int i = from; i < limit; i++) {
      if (octets[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() throws MailException {
    return fillFor(end - start + 1);
  }

  /// Reads on, with room for at least `total` octets of this response.
  private boolean fillFor(int total) throws MailException {
    if (end == buffer.length || start + total > buffer.length) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      }
      if (total > buffer.length || end == buffer.length) {
        long size = Math.max(2L * buffer.length, total + (long) BUFFER);
        buffer = Arrays.copyOf(buffer, (int) Math.min(size, Integer.MAX_VALUE - 8));
      }
    }
    int count = source.read(buffer, end, bulk ? buffer.length - end : 1);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }

  /// Takes what is buffered of the literal at `at` out of the buffer, up to `most` octets.
  private int cutOut(int at, int most, byte[] into) {
    int from = start + at;
    int count = Math.min(end - from, most);
    System.arraycopy(buffer, from, into, 0, count);
    System.arraycopy(buffer, from + count, buffer, from, end - from - count);
    end -= count;
    return count;
  }

  private SectionContent sideOctets(int at, int length) throws MailException {
    byte[] octets = new byte[Math.min(length, 16 << 20)];
    int done = cutOut(at, length, octets);
    while (done < length) {
      if (done == octets.length) {
        // Grown with what really came: a server that only promises much costs nothing.
        octets = Arrays.copyOf(octets, (int) Math.min(length, 2L * octets.length));
      }
      int count = source.read(octets, done, octets.length - done);
      if (count < 0) {
        throw lost();
      }
      done += count;
    }
    return new SectionContent.Octets(octets);
  }

  private void side(int at, long length, LiteralSink to) throws MailException {
    if (length > limits.streamedOctets()) {
      throw new MailException.ProtocolBroken("a literal of " + length + " octets");
    }
    OutputStream stream = OutputStream.nullOutputStream();
    IOException failure = to == null ? new IOException("too large: " + length + " octets") : null;
    if (to != null) {
      try {
        stream = to.open(length);
      } catch (IOException e) {
        failure = e;
      }
    }
    byte[] piece = new byte[SIDE];
    long done = 0;
    try {
      while (done < length) {
        int most = (int) Math.min(piece.length, length - done);
        int count = end - start > at ? cutOut(at, most, piece) : source.read(piece, 0, most);
        if (count < 0) {
          throw lost();
        }
        done += count;
        if (failure == null) {
          try {
            stream.write(piece, 0, count);
          } catch (IOException e) {
            failure = e;
          }
        }
      }
    } finally {
      try {
        stream.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    frame.side.add(
        new Frame.SideLiteral(
            at, new SectionContent.Streamed(stream, length, Optional.ofNullable(failure))));
  }

  /// The text of a status response is for people and may end in `{5}`; no literal begins there.
  private boolean isStatus(int textEnd) {
    byte first = buffer[start];
    if (first == '+') {
      return true;
    }
    int space = start;
    while (space < textEnd && buffer[space] != ' ') {
      space++;
    }
    int word = space + 1;
    int wordEnd = word;
    while (wordEnd < textEnd && buffer[wordEnd] != ' ') {
      wordEnd++;
    }
    return switch (wordEnd - word) {
      case 2 -> is(word, "OK") || is(word, "NO");
      case 3 -> is(word, "BAD") || is(word, "BYE");
      case 7 -> is(word, "PREAUTH");
      default -> false;
    };
  }

  private boolean is(int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((buffer[at + i] & 0xdf) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The length of the literal that a line announces at its end, or -1.
  private long literalAt(int lineStart, int textEnd) throws MailException {
    int at = textEnd - 1;
    if (at <= lineStart || buffer[at] != '}') {
      return -1;
    }
    at--;
    if (at > lineStart && buffer[at] == '+') {
      at--;
    }
    int digits = at;
    while (digits >= lineStart && buffer[digits] >= '0' && buffer[digits] <= '9') {
      digits--;
    }
    if (digits == at || digits < lineStart || buffer[digits] != '{') {
      return -1;
    }
    if (at - digits > 18) {
      throw new MailException.ProtocolBroken("a literal of absurd length");
    }
    long length = 0;
    for (int i = digits + 1; i <= at; i++) {
      length = 10 * length + (buffer[i] - '0');
    }
    return length;
  }
}
