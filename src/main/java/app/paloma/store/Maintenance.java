package app.paloma.store;

import app.paloma.model.IndexedContent;
import app.paloma.model.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

public final class Maintenance {
  /// @param name database, index, search, counts, outbox
  /// @param found empty when all was well
  /// @param mended what was mended of it
  public record Finding(String name, boolean ok, List<Note> found, List<Note> mended) {
    public Finding {
      found = List.copyOf(found);
      mended = List.copyOf(mended);
    }

    /// For programs; words for people are made elsewhere.
    public String detail() {
      return text(found);
    }

    /// For programs.
    public String repaired() {
      return text(mended);
    }

    private static String text(List<Note> notes) {
      return notes.stream().map(Note::text).collect(Collectors.joining("; "));
    }
  }

  /// @param value the database's own words, or of how many it is true
  public record Note(Kind kind, String value) {
    /// What there is to say.
    public enum Kind {
      SAYS("{0}"),
      INDEXES_BUILT("indexes were built anew"),
      OCTETS_LACKING("{0} messages lack octets or have damaged ones"),
      NOWHERE("no server has {0} of the messages"),
      TO_FETCH("{0} messages will be fetched again"),
      STRAY("{0} pieces belong to none"),
      STRAY_REMOVED("{0} pieces were removed"),
      SEARCH_DAMAGED("the search index was damaged"),
      SEARCH_EMPTIED("the search index was emptied, to be filled again"),
      ENTRIES_REMOVED("{0} entries of messages that are gone were removed"),
      NOT_INDEXED("{0} messages are not in the search index"),
      COUNTS_WRONG("{0} mailboxes had wrong counts"),
      COUNTS_MADE("the counts of {0} mailboxes were made anew"),
      UNSENT_LACKING("{0} messages to be sent lack octets"),
      SENT_REMOVED("{0} pieces of sent messages were removed");

      private final String sentence;

      Kind(String sentence) {
        this.sentence = sentence;
      }
    }

    /// @return nothing where it is true of none
    static List<Note> of(Kind kind, long number) {
      return number == 0 ? List.of() : List.of(new Note(kind, Long.toString(number)));
    }

    static List<Note> of(Kind kind) {
      return List.of(new Note(kind, ""));
    }

    String text() {
      return kind.sentence.replace("{0}", value);
    }
  }

  private final Database database;

  Maintenance(Database database) {
    this.database = database;
  }

  /// What can be mended is; the text of a message that lost its place in the search index comes
  /// from its octets: see [#unindexed].
  public List<Finding> check() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Check.database(database));
    if (findings.get(0).ok()) {
      List<PackUpkeep.Packed> broken = PackUpkeep.broken(database);
      findings.add(database.write(tx -> Check.octets(tx, broken)));
      findings.add(Check.search(database));
      findings.add(database.write(Check::counts));
      OutboxRecovery.release(database, OutboxRecovery.NO_ACCOUNT);
      findings.add(database.write(Check::outbox));
    }
    return List.copyOf(findings);
  }

  /// Messages whose text is not in the search index, as after its loss; to be given to [#reindex].
  public List<MessageId> unindexed(int limit) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT id FROM message WHERE mailbox IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM fts_docsize WHERE fts_docsize.id = doc)
                LIMIT ?
                """)
            .set(limit)
            .list(row -> new MessageId(row.getLong(1))));
  }

  public void reindex(MessageId id, IndexedContent index) {
    database.write(tx -> {
      if (tx.sql("SELECT 1 FROM message WHERE id = ?").set(id.value()).exists()) {
        new MessageRows(tx).reindex(id.value(), index);
      }
      return null;
    });
  }

  /// A whole copy in one file, made while the profile is in use.
  ///
  /// @throws StoreException IO where the file exists already
  public void backup(Path file) {
    if (Files.exists(file)) {
      throw new StoreException(StoreException.Reason.IO, file + " exists already", null);
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      try {
        Files.deleteIfExists(unfinished);
        copyInto(unfinished);
        Files.move(unfinished, file);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (SQLException e) {
      throw Connections.explain(e);
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.IO, e.toString(), e);
    }
  }

  private void copyInto(Path file) throws SQLException, IOException {
    Session session = Connections.plain(database.profile().resolve(Connections.FILE));
    try {
      session.sql("VACUUM INTO ?").set(file.toAbsolutePath().toString()).update();
    } finally {
      session.close();
    }
    Connections.protect(file);
    Session copy = Connections.plain(file);
    try {
      PackUpkeep.unpack(copy, database);
    } finally {
      copy.close();
    }
  }

  /// Into an empty profile.
  ///
  /// @throws StoreException IO where the profile is not empty, DAMAGED or NEWER_VERSION where the
  ///   file is no backup that can be used
  public static void restore(Path file, Path profile) {
    Path target = profile.resolve(Connections.FILE);
    if (Files.exists(target)) {
      throw new StoreException(
          StoreException.Reason.IO, "there is mail in the profile " + profile, null);
    }
    try {
      if (!Files.isReadable(file)) {
        throw new StoreException(StoreException.Reason.IO, "cannot read " + file, null);
      }
      Path copy = profile.resolve(Connections.FILE + ".restoring");
      Connections.createDirectory(profile);
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      Connections.protect(copy);
      boolean good = false;
      try {
        Session session = Connections.plain(copy);
        try {
          if (session.number("PRAGMA user_version") > 0) {
            // An older version's backup is as good.
            Migrations.run(session);
          }
          Migrations.check(session);
          Check.requireSound(session);
        } finally {
          session.close();
        }
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        good = true;
      } finally {
        if (!good) {
          Files.deleteIfExists(copy);
        }
      }
    } catch (SQLException e) {
      throw Connections.explain(e);
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.IO, e.toString(), e);
    }
  }

  /// Gives space of deleted mail back to the disk, and tidies the search index.
  public void compact() {
    database.write(tx -> {
      long[] gone = tx.sql("SELECT id FROM message WHERE mailbox IS NULL").numbers();
      MessageRows rows = new MessageRows(tx);
      for (long id : gone) {
        rows.delete(id);
      }
      return null;
    });
    PackUpkeep.compact(database);
    database.write(tx -> {
      tx.session().run("INSERT INTO fts (fts) VALUES ('optimize')");
      return null;
    });
    // On a connection of its own: the writer's holds cursors of the search index open, which VACUUM
    // refuses. The writer's thread waits, so that nothing is written meanwhile.
    database.exclusively(session -> {
      Session own = Connections.plain(database.profile().resolve(Connections.FILE));
      try {
        own.run("VACUUM");
        own.number("PRAGMA wal_checkpoint(TRUNCATE)");
      } finally {
        own.close();
      }
      return null;
    });
  }
}
