package app.paloma.sync;

import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.store.Repeated;
import app.paloma.store.Repeated.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// An APPEND or COPY that a line held back, and that was therefore sent again, may reach the server
/// at last. Then the message is there twice, and the one that came late is taken away.
final class LateCopies {
  private static final int BLOCK = 64 << 10;

  private LateCopies() {}

  /// To be called when a mailbox has been synchronized.
  static void remove(SyncContext context, Mailbox mailbox) {
    Repeated repeated = context.store().repeated();
    for (Candidate candidate : repeated.candidates(mailbox.id())) {
      if (isSame(context, candidate.kept(), candidate.late())) {
        repeated.remove(candidate.late());
      }
    }
  }

  private static boolean isSame(SyncContext context, MessageId one, MessageId other) {
    try (InputStream a = context.store().contents().open(one);
        InputStream b = context.store().contents().open(other)) {
      while (true) {
        byte[] next = a.readNBytes(BLOCK);
        if (!Arrays.equals(next, b.readNBytes(BLOCK))) {
          return false;
        }
        if (next.length == 0) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
