package app.paloma.store;

import app.paloma.model.*;
import java.io.InputStream;
import java.util.Optional;

/// The octets of messages, in pieces, so that a message of 200 MB never is in memory.
public final class ContentStore {
  /// @param stored octets that are here, from the beginning; equals size when complete
  public record Extent(long size, long stored, boolean complete) {}

  public Optional<Extent> extent(MessageId id) {
    throw new UnsupportedOperationException();
  }

  /// The octets that are here; close it.
  public InputStream open(MessageId id) {
    throw new UnsupportedOperationException();
  }

  /// All octets in memory; only for messages up to `limit`.
  ///
  /// @throws StoreException NOT_FOUND, or IO when larger
  public byte[] bytes(MessageId id, long limit) {
    throw new UnsupportedOperationException();
  }

  /// The next octets; `offset` must be what is stored so far (else nothing happens and false).
  public boolean append(MessageId id, long offset, byte[] octets, int length) {
    throw new UnsupportedOperationException();
  }

  /// The last octet is here. Replaces the index (and the row's preview and attachment mark) by
  /// `index`; the size becomes what is stored.
  public void complete(MessageId id, IndexedContent index) {
    throw new UnsupportedOperationException();
  }

  /// Forgets the octets beyond the header, so that they are fetched again.
  public void reset(MessageId id) {
    throw new UnsupportedOperationException();
  }
}
