package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import app.paloma.store.ArrivalLog.Entry;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalLogTest {
  @TempDir Path profile;
  private Store store;
  private Account account;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    store = Samples.open(profile);
    account = store.accounts().add(imap("alice@example.org"));
    inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ArrivalLog log(String generation) {
    return store.contents().arrivals(inbox, generation, true);
  }

  private static Entry entry(int number, int length) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) number);
    return new Entry(
        "" + number, Instant.ofEpochSecond(number), length + 1L, number % 2 == 0, "señal", octets);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.list(profile)) {
      return all.filter(p -> p.getFileName().toString().startsWith("arrivals")).sorted().toList();
    }
  }

  private void leave(int entries) {
    try (ArrivalLog log = log("7")) {
      for (int i = 1; i <= entries; i++) {
        log.append(entry(i, 10_000 * i));
      }
    }
  }

  @Test
  void whatIsNotCommittedIsFoundAsItCame() {
    leave(9);
    try (ArrivalLog log = log("7")) {
      assertThat(log.keys()).hasSize(9);
      for (int i = 1; i <= 9; i++) {
        assertThat(log.read("" + i).orElseThrow())
            .usingRecursiveComparison()
            .isEqualTo(entry(i, 10_000 * i));
      }
      assertThat(log.read("10")).isEmpty();
    }
  }

  /// A connection that breaks before anything was taken over costs nothing.
  @Test
  void itStaysUntilItIsTakenOver() throws Exception {
    leave(3);
    log("7").close();
    try (ArrivalLog log = log("7")) {
      assertThat(log.keys()).hasSize(3);
      log.pass();
      log.recovered();
    }
    try (ArrivalLog log = log("7")) {
      assertThat(log.keys()).hasSize(3);
      log.pass();
      log.recovered();
      log.committed(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void anotherGenerationFindsNothing() {
    leave(3);
    try (ArrivalLog log = log("8")) {
      assertThat(log.keys()).isEmpty();
    }
  }

  @Test
  void damageCostsWhatLiesBehindIt() throws Exception {
    leave(5);
    try (RandomAccessFile file = new RandomAccessFile(files().getLast().toFile(), "rw")) {
      file.seek(50_000);
      file.write('!');
    }
    try (ArrivalLog log = log("7")) {
      assertThat(log.keys()).containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void itNeedsNoMoreRoomThanWhatIsOnItsWay() throws Exception {
    try (ArrivalLog log = log("7")) {
      for (int i = 0; i < 1000; i++) {
        log.append(entry(i, 100_000));
        if (i >= 50) {
          log.committed(1);
        }
      }
      long octets = 0;
      for (Path file : files()) {
        octets += Files.size(file);
      }
      assertThat(octets).isLessThan(50_000_000);
    }
    try (ArrivalLog log = log("7")) {
      assertThat(log.keys()).contains("950", "999");
    }
  }

  @Test
  void itGoesWithTheAccount() throws Exception {
    leave(3);
    assertThat(files()).hasSize(2);
    store.accounts().remove(account.id());
    assertThat(files()).isEmpty();
  }
}
