package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.SectionContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One complete response in the framer's buffer, valid until the next one is asked for. Large
/// literals are beside it.
public final class Frame {
  byte[] buffer = new byte[0];
  int start;
  int end;
  final List<SideLiteral> side = new ArrayList<>();

  Frame() {}

  /// @param position where the literal would begin, counted from the start of the frame
  record SideLiteral(int position, SectionContent content) {}

  /// A whole response, without its last CRLF, literals inline.
  public static Frame of(byte[] octets) {
    Frame frame = new Frame();
    frame.buffer = octets;
    frame.end = octets.length;
    return frame;
  }

  /// Octets of the response, literals beside it not counted.
  public int length() {
    return end - start;
  }

  @Override
  public String toString() {
    return new String(buffer, start, Math.min(end - start, 200), StandardCharsets.ISO_8859_1);
  }
}
