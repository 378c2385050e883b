package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
  @TempDir Path directory;

  private Path profile() {
    return directory.resolve("profile");
  }

  private static MailboxId fill(Store store, int messages) {
    Account account = store.accounts().add(imap("alice@example.org"));
    MailboxId inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
    for (int uid = 1; uid <= messages; uid++) {
      store.messages().apply(step(inbox, arrived(uid, "s" + uid, "text " + uid)));
    }
    return inbox;
  }

  private void damage(String sql) throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + profile().resolve("paloma.db"));
        Statement statement = other.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void aSoundStoreHasNothingToMend() {
    try (Store store = Samples.open(profile())) {
      fill(store, 20);
      assertThat(store.maintenance().check())
          .hasSize(5)
          .allSatisfy(finding -> {
            assertThat(finding.ok()).as(finding.toString()).isTrue();
            assertThat(finding.repaired()).isEmpty();
          });
    }
  }

  @Test
  void wrongCountsLostOctetsAndALostIndexAreMended() throws SQLException {
    try (Store store = Samples.open(profile())) {
      MailboxId inbox = fill(store, 3);
      damage(
          "UPDATE mailbox SET messages = 77; DELETE FROM content WHERE id >> 20 = 2;"
              + " DELETE FROM fts WHERE rowid = 3");
      List<Maintenance.Finding> findings = store.maintenance().check();
      assertThat(findings).filteredOn(f -> !f.repaired().isEmpty()).hasSize(2);
      assertThat(store.mailboxes().get(inbox).orElseThrow().messages()).isEqualTo(3);
      assertThat(store.messages().incomplete(inbox, 10)).hasSize(1);
      assertThat(store.maintenance().unindexed(10)).containsExactly(new MessageId(3));
      store.maintenance().reindex(new MessageId(3), content("m3@example.org", "s3", "text 3"));
      assertThat(store.maintenance().unindexed(10)).isEmpty();
    }
  }

  @Test
  void aBackupIsRestoredIntoAnEmptyProfileOnly() {
    Path backup = directory.resolve("backup.db");
    try (Store store = Samples.open(profile())) {
      fill(store, 5);
      store.maintenance().backup(backup);
      store.maintenance().compact();
    }
    assertThatThrownBy(() -> Maintenance.restore(backup, profile()))
        .isInstanceOf(StoreException.class);
    Path other = directory.resolve("other");
    Maintenance.restore(backup, other);
    try (Store store = Samples.open(other)) {
      assertThat(store.mailboxes().listAll().get(0).messages()).isEqualTo(5);
    }
  }

  @Test
  void aProfileOfANewerVersionAndADamagedOneAreRefused() throws Exception {
    Samples.open(profile()).close();
    damage("PRAGMA user_version = 99");
    assertThatThrownBy(() -> Samples.open(profile()))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NEWER_VERSION));
    Path garbage = Files.createDirectory(directory.resolve("garbage"));
    Files.writeString(garbage.resolve("paloma.db"), "this is no database ".repeat(1000));
    assertThatThrownBy(() -> Samples.open(garbage))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DAMAGED));
  }

  @Test
  void onlyTheUserCanReadTheProfile() throws IOException {
    Samples.open(profile()).close();
    if (profile().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile())))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(profile().resolve("paloma.db"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aReaderBesideTheWriterSeesItsCommitsAndIsTold() throws Exception {
    List<StoreChange> told = new CopyOnWriteArrayList<>();
    try (Store writer = Samples.open(profile())) {
      MailboxId inbox = fill(writer, 1);
      try (Store reader = Store.open(profile(), Store.Mode.READ_ONLY, CLOCK);
          AutoCloseable subscription = reader.subscribe(told::add)) {
        assertThat(ids(reader, inbox)).hasSize(1);
        writer.messages().apply(step(inbox, arrived(2, "x", "y")));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (told.isEmpty() && System.nanoTime() < deadline) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(subscription).isNotNull();
        assertThat(told).contains(new StoreChange.External());
        assertThat(ids(reader, inbox)).hasSize(2);
        assertThatThrownBy(() -> reader.preferences().put("a", "b"))
            .isInstanceOf(StoreException.class);
      }
    }
  }

  @Test
  void aProcessKilledWhileItWritesLeavesWholeStepsOnly() throws Exception {
    for (int round = 0; round < 3; round++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  CrashWriter.class.getName(),
                  profile().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        // It says so once it is writing.
        assertThat(process.getInputStream().read()).isEqualTo('w');
        TimeUnit.MILLISECONDS.sleep(300 + 170L * round);
      } finally {
        process.destroyForcibly().waitFor();
      }
      try (Store store = Samples.open(profile())) {
        assertThat(store.maintenance().check())
            .allSatisfy(finding -> {
              assertThat(finding.ok()).as(finding.toString()).isTrue();
              assertThat(finding.repaired()).isEmpty();
            });
        Mailbox inbox = store.mailboxes().listAll().get(0);
        assertThat(inbox.messages() % CrashWriter.STEP).isZero();
        for (MessageStore.KnownUid message :
            store.messages().known(inbox.id(), 1, Integer.MAX_VALUE)) {
          assertThat(store.contents().bytes(message.id(), 1 << 20))
              .isEqualTo(CrashWriter.octets(message.uid()));
        }
      }
    }
  }
}
