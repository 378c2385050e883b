package app.paloma.protocol.imap.codec;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Octets as if a server had sent them.
final class Wire {
  private Wire() {}

  static byte[] octets(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// All responses, read in pieces of that size.
  static List<Response> responses(byte[] octets, int piece) throws MailException {
    ImapFramer framer = new ImapFramer(source(octets, piece), FrameLimits.DEFAULT);
    ResponseParser parser = new ResponseParser();
    List<Response> all = new ArrayList<>();
    Frame frame = framer.next();
    while (frame != null) {
      all.add(parser.parse(frame));
      frame = framer.next();
    }
    return all;
  }

  static Response one(String latin1) {
    try {
      return responses(octets(latin1 + "\r\n"), Integer.MAX_VALUE).getFirst();
    } catch (MailException e) {
      throw new AssertionError(e);
    }
  }

  static OctetSource source(byte[] octets, int piece) {
    return new OctetSource() {
      private int at;

      @Override
      public int read(byte[] into, int offset, int length) {
        if (at == octets.length) {
          return -1;
        }
        int count = Math.min(Math.min(length, piece), octets.length - at);
        System.arraycopy(octets, at, into, offset, count);
        at += count;
        return count;
      }
    };
  }
}
