package app.paloma.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/// Octets in a table of pieces of at most a megabyte.
enum Pieces {
  CONTENT("content"),
  OUTBOX("outbox_content"),
  ATTACHMENT("attachment_content");

  static final int PIECE = 1 << 20;
  static final int BITS = 20;
  private static final String RANGE = " WHERE id >= ? AND id < ?";
  private final String table;

  Pieces(String table) {
    this.table = table;
  }

  private static long first(long owner) {
    return owner << BITS;
  }

  private static long end(long owner) {
    return (owner + 1) << BITS;
  }

  /// Adds octets behind those that are there.
  ///
  /// @param first the number of the piece where there is none yet
  void append(Database.Tx tx, long owner, int first, byte[] octets, int length)
      throws SQLException {
    long last =
        tx.sql("SELECT max(id) FROM " + table + " WHERE id >= ? AND id < ?")
            .set(first(owner))
            .set(end(owner))
            .number(first(owner) + first - 1);
    write(tx, owner, (int) (last + 1 - first(owner)), octets, length);
  }

  /// Writes pieces from number `piece` on.
  void write(Database.Tx tx, long owner, int piece, byte[] octets, int length) throws SQLException {
    tx.changes().wrote(length);
    int number = piece;
    for (int from = 0; from < length; from += PIECE) {
      if (number >= 1 << BITS) {
        throw new StoreException(
            StoreException.Reason.IO, "a message came in more than a million pieces", null);
      }
      int to = Math.min(length, from + PIECE);
      byte[] part =
          from == 0 && to == octets.length ? octets : Arrays.copyOfRange(octets, from, to);
      tx.sql("INSERT INTO " + table + " (id, data) VALUES (?, ?)")
          .set(first(owner) + number++)
          .set(part)
          .update();
    }
  }

  /// Writes all of a stream, each piece in a transaction of its own.
  ///
  /// @return how many octets there were
  long fill(Database database, long owner, InputStream octets) throws IOException {
    long size = 0;
    for (int piece = 0; ; piece++) {
      byte[] next = octets.readNBytes(PIECE);
      if (next.length == 0) {
        return size;
      }
      int number = piece;
      database.write(tx -> {
        write(tx, owner, number, next, next.length);
        return null;
      });
      size += next.length;
    }
  }

  void copy(Database.Tx tx, long from, long to) throws SQLException {
    tx.sql("INSERT INTO " + table + " (id, data) SELECT id + ?, data FROM " + table + RANGE)
        .set(first(to) - first(from))
        .set(first(from))
        .set(end(from))
        .update();
  }

  /// Copies between two tables.
  static void copy(Database.Tx tx, Pieces source, long from, Pieces target, long to)
      throws SQLException {
    tx.sql(
            "INSERT INTO "
                + target.table
                + " (id, data) SELECT id + ?, data FROM "
                + source.table
                + RANGE)
        .set(first(to) - first(from))
        .set(first(from))
        .set(end(from))
        .update();
  }

  void delete(Database.Tx tx, long owner) throws SQLException {
    tx.sql("DELETE FROM " + table + RANGE).set(first(owner)).set(end(owner)).update();
  }

  /// Reads the pieces one after the other; no connection is held in between.
  PieceStream open(Database database, long owner) {
    return new Reader(database, owner);
  }

  private final class Reader extends PieceStream {
    private final Database database;
    private final long owner;
    private long next;

    Reader(Database database, long owner) {
      this.database = database;
      this.owner = owner;
      this.next = first(owner);
    }

    @Override
    byte[] next() throws IOException {
      try {
        return database
            .read(session ->
                session
                    .sql("SELECT data, id FROM " + table + RANGE + " ORDER BY id LIMIT 1")
                    .set(next)
                    .set(end(owner))
                    .first(this::take))
            .orElse(null);
      } catch (StoreException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private byte[] take(ResultSet row) throws SQLException {
      next = row.getLong(2) + 1;
      return row.getBytes(1);
    }
  }
}
