package app.paloma.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// Octets in a table of pieces of at most a megabyte.
enum Pieces {
  CONTENT("content"),
  OUTBOX("outbox_content"),
  ATTACHMENT("attachment_content");

  static final int PIECE = 1 << 20;
  private static final int BITS = 20;
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
  void append(Database.Tx tx, long owner, byte[] octets, int length) throws SQLException {
    long last =
        tx.sql("SELECT max(id) FROM " + table + " WHERE id >= ? AND id < ?")
            .set(first(owner))
            .set(end(owner))
            .number(first(owner) - 1);
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
    tx.sql(
            "INSERT INTO %s (id, data) SELECT id + ?, data FROM %s WHERE id >= ? AND id < ?"
                .formatted(table, table))
        .set(first(to) - first(from))
        .set(first(from))
        .set(end(from))
        .update();
  }

  /// Copies between two tables.
  static void copy(Database.Tx tx, Pieces source, long from, Pieces target, long to)
      throws SQLException {
    tx.sql(
            "INSERT INTO %s (id, data) SELECT id + ?, data FROM %s WHERE id >= ? AND id < ?"
                .formatted(target.table, source.table))
        .set(first(to) - first(from))
        .set(first(from))
        .set(end(from))
        .update();
  }

  void delete(Database.Tx tx, long owner) throws SQLException {
    tx.sql("DELETE FROM " + table + " WHERE id >= ? AND id < ?")
        .set(first(owner))
        .set(end(owner))
        .update();
  }

  long stored(Session session, long owner) throws SQLException {
    return session
        .sql("SELECT sum(length(data)) FROM " + table + " WHERE id >= ? AND id < ?")
        .set(first(owner))
        .set(end(owner))
        .number(0);
  }

  /// Reads the pieces one after the other; no connection is held in between.
  InputStream open(Database database, long owner) {
    return new Reader(database, owner);
  }

  private final class Reader extends InputStream {
    private final Database database;
    private final long owner;
    private long next;
    private byte[] piece = new byte[0];
    private int position;

    Reader(Database database, long owner) {
      this.database = database;
      this.owner = owner;
      this.next = first(owner);
    }

    @Override
    public int read() throws IOException {
      return fill() ? piece[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, piece.length - position);
      System.arraycopy(piece, position, target, offset, count);
      position += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (position == piece.length) {
        long wanted = next;
        Optional<byte[]> found;
        try {
          found =
              database.read(session ->
                  session
                      .sql("SELECT data FROM " + table + " WHERE id = ? AND id < ?")
                      .set(wanted)
                      .set(end(owner))
                      .first(row -> row.getBytes(1)));
        } catch (StoreException e) {
          throw new IOException(e.getMessage(), e);
        }
        if (found.isEmpty()) {
          return false;
        }
        piece = found.get();
        position = 0;
        next++;
      }
      return true;
    }
  }
}
