package app.paloma.store;

import app.paloma.model.MessageId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Optional;

/// The octets of one message, wherever they are: the first ones in a pack where the message came
/// together with many, all others in pieces in the database.
final class Contents {
  private Contents() {}

  static InputStream open(Database database, long message) {
    return new Reader(database, message);
  }

  /// Adds octets behind those that are there. Numbers of pieces are left free for what is in a
  /// pack, so that it can become pieces (in a backup).
  static void append(Database.Tx tx, long message, byte[] octets, int length) throws SQLException {
    long packed = Packs.place(tx.session(), message).map(Packs.Place::length).orElse(0L);
    int first = Math.toIntExact((packed + Pieces.PIECE - 1) / Pieces.PIECE);
    Pieces.CONTENT.append(tx, message, first, octets, length);
  }

  /// The octets alone; the row stays.
  static void delete(Database.Tx tx, long message) throws SQLException {
    Pieces.CONTENT.delete(tx, message);
    tx.sql(
            """
            UPDATE message SET pack = NULL, packed = 0, pack_check = NULL, stored = 0, body_state = 0
            WHERE id = ?
            """)
        .set(message)
        .update();
  }

  /// Whether the message's octets still are where they were found damaged.
  static boolean isAt(Database.Tx tx, PackUpkeep.Packed damaged) throws SQLException {
    return Packs.place(tx.session(), damaged.message()).filter(damaged.place()::equals).isPresent();
  }

  /// Forgets damaged octets where the server has the message, to be fetched again.
  static boolean forget(Database.Tx tx, PackUpkeep.Packed damaged) throws SQLException {
    long message = damaged.message();
    if (!isAt(tx, damaged)
        || !tx.sql("SELECT 1 FROM message WHERE id = ? AND uid IS NOT NULL")
            .set(message)
            .exists()) {
      return false;
    }
    delete(tx, message);
    tx.changes().other(new StoreChange.Content(new MessageId(message)));
    return true;
  }

  private static final class Reader extends PieceStream {
    private final Database database;
    private final long message;
    private final PieceStream pieces;
    private long offset;
    private boolean packed = true;

    Reader(Database database, long message) {
      this.database = database;
      this.message = message;
      this.pieces = Pieces.CONTENT.open(database, message);
    }

    @Override
    byte[] next() throws IOException {
      if (packed) {
        byte[] octets = fromPack();
        if (octets != null) {
          offset += octets.length;
          return octets;
        }
        packed = false;
      }
      return pieces.next();
    }

    private byte[] fromPack() throws IOException {
      try {
        return readPack();
      } catch (FileNotFoundException e) {
        // The mail was compacted in this moment: its row says where it is now.
        return readPack();
      }
    }

    private byte[] readPack() throws IOException {
      Optional<Packs.Place> place;
      try {
        place = database.read(session -> Packs.place(session, message));
      } catch (StoreException e) {
        throw new IOException(e.getMessage(), e);
      }
      return place.isEmpty() || place.get().length() <= offset
          ? null
          : Packs.read(database.profile(), place.get(), offset);
    }
  }
}
