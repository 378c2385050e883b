package app.paloma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full, and has room again.
class FullDiskTest {
  @TempDir Path profile;

  private static void write(Database database, String key, int octets) {
    database.write(tx ->
        tx.sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
            .set(key)
            .set("x".repeat(octets))
            .update());
  }

  @Test
  void theSameProcessGoesOnWhenThereIsRoomAgain() {
    Database database = new Database(profile, Store.Mode.READ_WRITE, Samples.CLOCK);
    try {
      write(database, "before", 10);
      database.exclusively(session -> {
        session.run("PRAGMA max_page_count = " + (session.number("PRAGMA page_count") + 1));
        return null;
      });
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> write(database, "large", 1 << 20))
            .as("try %d", i)
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.FULL));
      }
      database.exclusively(session -> {
        session.run("PRAGMA max_page_count = 1000000");
        return null;
      });
      write(database, "large", 1 << 20);
      assertThat(
              database.<Long>read(session ->
                  session.number("SELECT count(*) FROM meta WHERE key IN ('before', 'large')")))
          .isEqualTo(2);
    } finally {
      database.close();
    }
  }
}
