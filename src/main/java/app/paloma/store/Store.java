package app.paloma.store;

import app.paloma.model.*;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/// An open profile: one SQLite database (WAL), one writer thread, a pool of readers. All methods of
/// all stores may be called from any thread; they block, so never from the UI thread.
public final class Store implements AutoCloseable {
  /// How a profile is opened. WRITER and SECOND_WRITER differ in nothing but the wait for the
  /// profile's write lock.
  public enum Mode {
    READ_WRITE,
    READ_ONLY
  }

  /// Opens (and creates or migrates) `profile/paloma.db`.
  ///
  /// @throws StoreException NEWER_VERSION, DAMAGED, BUSY, FULL, IO
  public static Store open(Path profile, Mode mode, Clock clock) {
    throw new UnsupportedOperationException();
  }

  public Path profile() {
    throw new UnsupportedOperationException();
  }

  public AccountStore accounts() {
    throw new UnsupportedOperationException();
  }

  public MailboxStore mailboxes() {
    throw new UnsupportedOperationException();
  }

  public MessageStore messages() {
    throw new UnsupportedOperationException();
  }

  public ContentStore contents() {
    throw new UnsupportedOperationException();
  }

  public MessageActions actions() {
    throw new UnsupportedOperationException();
  }

  public PendingChangeStore pendingChanges() {
    throw new UnsupportedOperationException();
  }

  public OutboxStore outbox() {
    throw new UnsupportedOperationException();
  }

  public DraftStore drafts() {
    throw new UnsupportedOperationException();
  }

  public SearchIndex search() {
    throw new UnsupportedOperationException();
  }

  public ContactStore contacts() {
    throw new UnsupportedOperationException();
  }

  public PreferenceStore preferences() {
    throw new UnsupportedOperationException();
  }

  public Pop3Ledger pop3() {
    throw new UnsupportedOperationException();
  }

  public Maintenance maintenance() {
    throw new UnsupportedOperationException();
  }

  /// Calls the listener after each commit of this process, on the writer thread (hand over at once,
  /// never block there). Another process's commits arrive as [StoreChange.External] within a
  /// second.
  public AutoCloseable subscribe(Consumer<StoreChange> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
