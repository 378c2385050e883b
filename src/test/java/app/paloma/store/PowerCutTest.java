package app.paloma.store;

import static app.paloma.store.Samples.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.KnownUid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes while mail arrives. What the database had not synced is lost from some frame of
/// its log on; of a pack anything behind what was synced may be there, missing, or zeros.
class PowerCutTest {
  private static final int STEPS = 6;
  private static final int STEP = 40;
  private static final int ALL = STEPS * STEP;
  private static final int CUTS = 45;

  @TempDir Path directory;
  private Path before;

  private static byte[] octets(long uid) {
    return ("Subject: " + uid + "\r\n\r\n" + ("line " + uid + "\r\n").repeat((int) uid % 90 + 1))
        .getBytes(UTF_8);
  }

  private static long octetsOf(int messages) {
    return LongStream.rangeClosed(1, messages).map(uid -> octets(uid).length).sum();
  }

  private static MailboxId inbox(Store store) {
    Account account =
        store
            .accounts()
            .find("alice@example.org")
            .orElseGet(() -> store.accounts().add(imap("alice@example.org")));
    return mailbox(store, account, "INBOX", MailboxRole.INBOX);
  }

  private static void arrive(Store store, long first, int count) {
    List<byte[]> octets = LongStream.range(first, first + count).mapToObj(u -> octets(u)).toList();
    List<RawOctets> kept = store.contents().keep(octets);
    Arrived[] arrived = new Arrived[count];
    for (int i = 0; i < count; i++) {
      arrived[i] = arrived(first + i, "s", "text " + (first + i)).kept(kept.get(i));
    }
    store.messages().apply(step(inbox(store), arrived));
  }

  /// All that was ever written, the log of the database not brought in.
  @BeforeEach
  void mailArrives() throws IOException {
    Path profile = directory.resolve("profile");
    before = directory.resolve("before");
    try (Store store = Samples.open(profile)) {
      for (int i = 0; i < STEPS; i++) {
        arrive(store, 1 + i * (long) STEP, STEP);
      }
      // Octets for a step that was never applied.
      store.contents().keep(LongStream.range(900, 940).mapToObj(u -> octets(u)).toList());
      copy(profile, before);
    }
    assertThat(Files.size(before.resolve("paloma-1.pack"))).isGreaterThan(octetsOf(ALL));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// The state after a cut of the log: the database is what it was some commits ago.
  private Path cut(int number) throws Exception {
    Path profile = directory.resolve("cut" + number);
    copy(before, profile);
    Path log = profile.resolve("paloma.db-wal");
    byte[] all = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(all, (int) ((long) all.length * number / CUTS)));
    Session session = Connections.plain(profile.resolve("paloma.db"));
    try {
      if (session.number("PRAGMA user_version") > 0) {
        // The process that added to it did not survive.
        session.run("UPDATE pack SET owner = '1@1'");
      }
    } finally {
      session.close();
    }
    return profile;
  }

  private static List<KnownUid> known(Store store) {
    return store.messages().known(inbox(store), 1, Integer.MAX_VALUE);
  }

  private static void assertThere(Store store, int count, String what) {
    List<KnownUid> known = known(store);
    assertThat(known).as(what).hasSize(count);
    for (KnownUid message : known) {
      assertThat(store.contents().bytes(message.id(), 1 << 20))
          .as(what + " " + message.uid())
          .isEqualTo(octets(message.uid()));
    }
  }

  private static void assertSound(Store store, String what) {
    assertThat(store.maintenance().check())
        .allSatisfy(finding -> {
          assertThat(finding.ok()).as(what + finding).isTrue();
          assertThat(finding.repaired()).as(what + finding).isEmpty();
        });
  }

  /// What a pack may hold behind its committed end.
  private enum Tail {
    ALL_OF_IT,
    NOTHING,
    ZEROS,
    HALF
  }

  private static void leave(Path pack, long committed, Tail tail) throws IOException {
    byte[] all = Files.readAllBytes(pack);
    int end = (int) committed;
    switch (tail) {
      case ALL_OF_IT -> {}
      case NOTHING -> Files.write(pack, Arrays.copyOf(all, end));
      case HALF -> Files.write(pack, Arrays.copyOf(all, end + (all.length - end) / 2));
      case ZEROS -> {
        Arrays.fill(all, end, all.length, (byte) 0);
        Files.write(pack, all);
      }
    }
  }

  @Test
  void whateverTheLogLostTheNextSynchronizationGoesOnFromThere() throws Exception {
    List<Integer> seen = new ArrayList<>();
    for (int number = 0; number <= CUTS; number++) {
      Path profile = cut(number);
      Tail tail = Tail.values()[number % Tail.values().length];
      int there;
      try (Store store = Samples.open(profile)) {
        there = known(store).size();
      }
      seen.add(there);
      String what = there + " messages, behind them " + tail;
      leave(profile.resolve("paloma-1.pack"), octetsOf(there), tail);
      try (Store store = Samples.open(profile)) {
        assertThere(store, there, what);
        assertSound(store, what);
        for (int first = there + 1; first <= ALL; first += STEP) {
          arrive(store, first, STEP);
        }
        assertThere(store, ALL, what);
        assertSound(store, what);
      }
      try (Stream<Path> files = Files.list(profile)) {
        assertThat(files.filter(f -> f.toString().endsWith(".pack"))).as(what).hasSize(1);
      }
      assertThat(Files.size(profile.resolve("paloma-1.pack"))).as(what).isEqualTo(octetsOf(ALL));
    }
    assertThat(seen)
        .as("each commit was the last one once")
        .contains(0, 40, 80, 120, 160, 200, 240);
  }

  /// A disk that said it had written what it had not.
  @Test
  void whatADiskThatLiedLostIsFoundAndFetchedAgain() throws Exception {
    for (boolean zeros : new boolean[] {true, false}) {
      for (int lost : new int[] {1, 700, 9_000}) {
        String what = lost + (zeros ? " octets are zeros" : " octets are missing");
        Path profile = cut(CUTS);
        Path pack = profile.resolve("paloma-1.pack");
        byte[] all = Arrays.copyOf(Files.readAllBytes(pack), (int) octetsOf(ALL));
        int end = all.length - lost;
        Arrays.fill(all, end, all.length, (byte) 0);
        Files.write(pack, zeros ? all : Arrays.copyOf(all, end));
        try (Store store = Samples.open(profile)) {
          assertThat(store.maintenance().check())
              .as(what)
              .filteredOn(finding -> !finding.repaired().isEmpty())
              .singleElement()
              .satisfies(finding -> assertThat(finding.ok()).isTrue());
          List<KnownUid> missing = store.messages().incomplete(inbox(store), 1000);
          assertThat(missing)
              .as(what)
              .hasSize(
                  (int)
                      LongStream.rangeClosed(1, ALL).filter(u -> octetsOf((int) u) > end).count());
          for (KnownUid message : missing) {
            byte[] octets = octets(message.uid());
            assertThat(store.contents().append(message.id(), 0, octets, octets.length)).isTrue();
            store.contents().complete(message.id(), arrived(1, "s", "t").index());
          }
          assertThere(store, ALL, what);
          assertSound(store, what);
        }
        deleteAll(profile);
      }
    }
  }

  private static void deleteAll(Path profile) throws IOException {
    try (Stream<Path> files = Files.list(profile)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(profile);
  }
}
