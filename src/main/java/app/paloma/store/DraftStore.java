package app.paloma.store;

import app.paloma.model.*;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

public final class DraftStore {
  final Database database;

  DraftStore(Database database) {
    this.database = database;
  }

  /// Saves (inserts when its id is 0). An empty text never replaces a text: the earlier version is
  /// kept too.
  public Draft save(Draft draft) {
    throw new UnsupportedOperationException();
  }

  public List<Draft> list() {
    throw new UnsupportedOperationException();
  }

  public Optional<Draft> get(DraftId id) {
    throw new UnsupportedOperationException();
  }

  /// Opens the draft behind a message of a Drafts mailbox, where there is one.
  public Optional<Draft> byServerCopy(MessageId message) {
    throw new UnsupportedOperationException();
  }

  public void delete(DraftId id) {
    throw new UnsupportedOperationException();
  }

  public DraftAttachment attach(
      DraftId draft,
      String name,
      String contentType,
      InputStream octets,
      boolean inline,
      String contentId) {
    throw new UnsupportedOperationException();
  }

  public InputStream open(DraftAttachment attachment) {
    throw new UnsupportedOperationException();
  }

  public void detach(DraftId draft, DraftAttachment attachment) {
    throw new UnsupportedOperationException();
  }
}
