package app.paloma.store;

import app.paloma.model.*;
import java.util.List;

public final class ContactStore {
  final Database database;

  ContactStore(Database database) {
    this.database = database;
  }

  /// Known addresses whose name or address has a word that begins so; those written to come first,
  /// then those heard of, by how often and how lately.
  public List<Address> complete(String prefix, int limit) {
    throw new UnsupportedOperationException();
  }

  public void wroteTo(List<Address> addresses) {
    throw new UnsupportedOperationException();
  }

  /// Whether the user allowed remote images of this sender.
  public boolean imagesAllowed(String email) {
    throw new UnsupportedOperationException();
  }

  public void allowImages(String email, boolean allowed) {
    throw new UnsupportedOperationException();
  }
}
