package app.paloma.send;

import app.paloma.protocol.smtp.EhloKeywords;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MessageSource;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A queued message's octets in the form a server takes: as they are, or 7-bit where it does not
/// offer 8BITMIME (RFC 6152 §3).
///
/// @param size octets before any re-encoding; what SIZE declares
record OutboundContent(MessageSource source, long size, Body body) implements MessageSource {
  /// Up to here a message is read once and kept.
  private static final int SMALL = 1 << 20;

  static OutboundContent of(Store store, Entry entry, EhloKeywords keywords) {
    long size = store.outbox().size(entry.id());
    MessageSource source = () -> store.outbox().open(entry.id());
    try {
      if (size <= SMALL) {
        byte[] octets;
        try (InputStream in = source.open()) {
          octets = in.readAllBytes();
        }
        source = () -> new ByteArrayInputStream(octets);
      }
      if (!hasEightBit(source)) {
        return new OutboundContent(source, size, Body.SEVEN_BIT);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return keywords.has("8BITMIME")
        ? new OutboundContent(source, size, Body.EIGHT_BIT)
        : new OutboundContent(source, size, Body.SEVEN_BIT);
  }

  private static boolean hasEightBit(MessageSource source) throws IOException {
    byte[] block = new byte[64 * 1024];
    try (InputStream in = source.open()) {
      int length;
      while ((length = in.read(block)) > 0) {
        for (int i = 0; i < length; i++) {
          if (block[i] < 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public InputStream open() throws IOException {
    return source.open();
  }
}
