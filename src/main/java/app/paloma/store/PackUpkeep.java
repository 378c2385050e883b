package app.paloma.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What [Maintenance] does about packs.
final class PackUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(PackUpkeep.class);

  private PackUpkeep() {}

  record Packed(long message, Packs.Place place) {}

  private static List<Packed> packed(Session session, long pack) throws SQLException {
    return session
        .sql(
            """
            SELECT id, pack_position, packed, pack_check FROM message WHERE pack = ?
            ORDER BY pack_position, id
            """)
        .set(pack)
        .list(row ->
            new Packed(
                row.getLong(1),
                new Packs.Place(pack, row.getLong(2), row.getLong(3), row.getLong(4))));
  }

  /// Messages that name octets which their pack does not hold, or not as they were written. Reads
  /// all packs, so no transaction should wait for it.
  static List<Packed> broken(Database database) {
    List<Packed> broken = new ArrayList<>();
    for (long pack :
        database.read(session ->
            session.sql("SELECT DISTINCT pack FROM message WHERE pack IS NOT NULL").numbers())) {
      List<Packed> messages = database.read(session -> packed(session, pack));
      broken.addAll(broken(database.profile(), pack, messages));
    }
    return broken;
  }

  private static List<Packed> broken(Path profile, long pack, List<Packed> messages) {
    List<Packed> broken = new ArrayList<>();
    Packs.Place last = null;
    boolean intact = false;
    try (PackCheck check = new PackCheck(profile, pack)) {
      for (Packed each : messages) {
        if (!each.place.equals(last)) {
          intact = check.isIntact(each.place);
          last = each.place;
        }
        if (!intact) {
          broken.add(each);
        }
      }
      return broken;
    } catch (IOException e) {
      LOG.warn("pack {} cannot be read: {}", pack, e.getMessage());
      return messages;
    }
  }

  /// Turns what is in packs into pieces, so that a database stands for itself.
  ///
  /// @param database whose packs they are
  static void unpack(Session copy, Database database) throws SQLException, IOException {
    Path profile = database.profile();
    Database.Tx tx = new Database.Tx(copy, new Changes(), database.clock());
    copy.run("PRAGMA journal_mode = OFF; BEGIN");
    for (long pack : copy.sql("SELECT id FROM pack").numbers()) {
      for (Packed each : packed(copy, pack)) {
        if (!PackCheck.isIntact(profile, each.place) && Contents.forget(tx, each)) {
          // Damage must not look sound for being copied: who restores it fetches it again.
          continue;
        }
        long number = each.message << Pieces.BITS;
        for (long at = 0; at < each.place.length(); at += Pieces.PIECE) {
          copy.sql("INSERT INTO content (id, data) VALUES (?, ?)")
              .set(number++)
              .set(Packs.read(profile, each.place, at))
              .update();
        }
      }
    }
    copy.run(
        "UPDATE message SET pack = NULL, packed = 0, pack_check = NULL WHERE pack IS NOT NULL");
    copy.run("DELETE FROM pack; COMMIT; PRAGMA journal_mode = DELETE");
  }

  /// Writes packs anew of which a quarter or more is of no use, and removes files that nobody
  /// names. Packs that a process adds to stay as they are.
  static void compact(Database database) {
    ArrivalLog.sweep(database);
    // On the disk before a file goes: after a power cut no row may name one that is gone.
    List<Path> gone =
        database.writeDurably(tx -> {
          List<Path> old = new ArrayList<>();
          try {
            for (long pack : tx.sql("SELECT id FROM pack ORDER BY id").numbers()) {
              if (rewrite(tx, database, pack)) {
                old.add(Packs.file(database.profile(), pack));
              }
            }
            old.addAll(unnamed(tx, database.profile()));
          } catch (IOException e) {
            throw Packs.failed(e, database.profile());
          }
          return old;
        });
    for (Path file : gone) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.warn("{} goes with the next time: {}", file, e.getMessage());
      }
    }
  }

  private static boolean rewrite(Database.Tx tx, Database database, long pack)
      throws SQLException, IOException {
    if (Lease.isAlive(tx.sql("SELECT owner FROM pack WHERE id = ?").set(pack).text())) {
      return false;
    }
    List<Packed> messages = packed(tx.session(), pack);
    long live = 0;
    long last = -1;
    for (Packed each : messages) {
      live += each.place.position() == last ? 0 : each.place.length();
      last = each.place.position();
    }
    long used = tx.sql("SELECT used FROM pack WHERE id = ?").set(pack).number(0);
    if (live > used / 4 * 3) {
      return false;
    }
    if (live > 0) {
      move(tx, database, messages);
    }
    tx.sql("DELETE FROM pack WHERE id = ?").set(pack).update();
    return true;
  }

  private static void move(Database.Tx tx, Database database, List<Packed> messages)
      throws SQLException, IOException {
    try (Packs.Appender target = Packs.create(tx, database.profile())) {
      Map<Packs.Place, Long> moved = new HashMap<>();
      for (Packed each : messages) {
        Long position = moved.get(each.place);
        if (position == null) {
          position = target.end();
          for (long at = 0; at < each.place.length(); at += Pieces.PIECE) {
            byte[] octets = Packs.read(database.profile(), each.place, at);
            target.append(octets, octets.length);
          }
          moved.put(each.place, position);
        }
        tx.sql("UPDATE message SET pack = ?, pack_position = ? WHERE id = ?")
            .set(target.id)
            .set(position)
            .set(each.message)
            .update();
      }
      target.sync();
      tx.sql("UPDATE pack SET used = ?, owner = NULL WHERE id = ?")
          .set(target.end())
          .set(target.id)
          .update();
    }
  }

  /// Files of packs that were never committed, or could not be removed in their time.
  private static List<Path> unnamed(Database.Tx tx, Path profile) throws SQLException, IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(profile, "paloma-*.pack")) {
      for (Path file : all) {
        String name = file.getFileName().toString();
        String number = name.substring("paloma-".length(), name.length() - ".pack".length());
        if (number.matches("[0-9]{1,18}")
            && !tx.sql("SELECT 1 FROM pack WHERE id = ?").set(Long.parseLong(number)).exists()) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
