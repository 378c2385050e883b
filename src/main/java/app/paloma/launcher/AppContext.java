package app.paloma.launcher;

import app.paloma.mime.*;
import app.paloma.search.*;
import app.paloma.security.*;
import app.paloma.send.Outbox;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine;

/// The one composition root: plain constructors. Opening it opens the profile; the engines start
/// when asked.
public final class AppContext implements AutoCloseable {
  public Store store() {
    throw new UnsupportedOperationException();
  }

  public SyncEngine sync() {
    throw new UnsupportedOperationException();
  }

  public Outbox outbox() {
    throw new UnsupportedOperationException();
  }

  public CredentialStore credentials() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
