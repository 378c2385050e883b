package app.paloma.send;

import app.paloma.mime.LargeTransportForm;
import app.paloma.mime.MessageReader;
import app.paloma.mime.TransportForm;
import app.paloma.model.OwnReply;
import app.paloma.protocol.smtp.EhloKeywords;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MessageSource;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A queued message's octets in the form a server takes: as they are; or, where the server does not
/// offer 8BITMIME (RFC 6152 §3) or BINARYMIME (RFC 3030 §3) or a line is too long for any server,
/// with the parts that need it encoded. The copy in Sent stays as it was written.
///
/// @param size octets; what SIZE declares
/// @param small the message as it was written, where that is little
record OutboundContent(MessageSource source, long size, Body body, Optional<byte[]> small)
    implements MessageSource {
  /// Up to here a message is read once and kept.
  private static final int SMALL = 1 << 20;

  /// Up to here the octets are kept until its copy is filed.
  private static final int KEPT = 64 << 10;

  /// Up to here a message is encoded anew in memory, from here on as it leaves.
  private static final int ENCODABLE = 8 << 20;

  /// This message cannot go by this server.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient OwnReply reply;

    Refused(OwnReply reply) {
      super(reply.text());
      this.reply = reply;
    }

    OwnReply reply() {
      return reply;
    }
  }

  private record Traits(boolean eightBit, boolean longLine, boolean binary) {}

  static OutboundContent of(Store store, Entry entry, EhloKeywords keywords)
      throws Refused, IOException {
    long size = entry.size();
    MessageSource source = () -> store.outbox().open(entry.id());
    Optional<byte[]> small = Optional.empty();
    if (size <= SMALL) {
      byte[] octets = all(source, size);
      small = size <= KEPT ? Optional.of(octets) : small;
      source = () -> new ByteArrayInputStream(octets);
    }
    Traits traits = traits(source, size);
    if (traits.binary() && keywords.has("BINARYMIME") && keywords.has("CHUNKING")) {
      return new OutboundContent(source, size, Body.BINARY, small);
    }
    boolean tooWide = traits.eightBit() && !keywords.has("8BITMIME");
    if (tooWide || traits.longLine() || traits.binary()) {
      return encoded(source, size, tooWide, traits, small);
    }
    return new OutboundContent(
        source, size, traits.eightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT, small);
  }

  private static OutboundContent encoded(
      MessageSource source, long size, boolean tooWide, Traits traits, Optional<byte[]> small)
      throws Refused, IOException {
    String why =
        traits.binary()
            ? "The server takes no binary content (BINARYMIME)"
            : tooWide
                ? "The server takes no 8-bit content (8BITMIME)"
                : "The message has lines of more than " + TransportForm.LONGEST_LINE + " octets";
    Body body = traits.eightBit() && !tooWide ? Body.EIGHT_BIT : Body.SEVEN_BIT;
    try {
      if (size > ENCODABLE) {
        LargeTransportForm large = LargeTransportForm.of(octets(source, size), tooWide);
        return new OutboundContent(large::open, large.size(), body, small);
      }
      byte[] octets = TransportForm.of(all(source, size), tooWide);
      return new OutboundContent(
          () -> new ByteArrayInputStream(octets), octets.length, body, small);
    } catch (TransportForm.Impossible e) {
      throw new Refused(
          new OwnReply(e.isSigned() ? OwnReply.Kind.SIGNED : OwnReply.Kind.NOT_ENCODABLE, why));
    }
  }

  private static MessageReader.OctetSource octets(MessageSource source, long size) {
    return MessageReader.OctetSource.of(size, () -> source.open());
  }

  /// Without asking for what would come after the last octet.
  private static byte[] all(MessageSource source, long size) throws IOException {
    try (InputStream in = source.open()) {
      return in.readNBytes(Math.toIntExact(size));
    }
  }

  private static Traits traits(MessageSource source, long size) throws IOException {
    byte[] block = new byte[Math.clamp(size, 1024, 64 * 1024)];
    boolean eightBit = false;
    boolean longLine = false;
    boolean binary = false;
    byte before = '\n';
    int line = 0;
    try (InputStream in = source.open()) {
      int length;
      while ((length = in.read(block)) > 0) {
        for (int i = 0; i < length; i++) {
          byte b = block[i];
          binary |= b == 0 || (b == '\n') != (before == '\r');
          before = b;
          if (b == '\n') {
            line = 0;
          } else {
            eightBit |= b < 0;
            longLine |= ++line > TransportForm.LONGEST_LINE && b != '\r';
          }
        }
      }
    }
    return new Traits(eightBit, longLine, binary || before == '\r');
  }

  @Override
  public InputStream open() throws IOException {
    return source.open();
  }
}
