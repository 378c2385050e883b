package app.paloma.store;

import static app.paloma.store.Samples.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.*;
import app.paloma.store.ContentStore.Soundness;
import app.paloma.store.MessageStore.Arrived;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Octets of messages that come many at once, in files beside the database.
class PackTest {
  @TempDir Path directory;

  private Path profile() {
    return directory.resolve("profile");
  }

  private Path pack(int number) {
    return profile().resolve("paloma-" + number + ".pack");
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(profile())) {
      return files.filter(file -> file.toString().endsWith(".pack")).sorted().toList();
    }
  }

  private static MailboxId inbox(Store store) {
    Account account =
        store
            .accounts()
            .find("alice@example.org")
            .orElseGet(() -> store.accounts().add(imap("alice@example.org")));
    return mailbox(store, account, "INBOX", MailboxRole.INBOX);
  }

  private static byte[] octets(long uid) {
    return ("Subject: " + uid + "\r\n\r\n" + ("line " + uid + "\r\n").repeat((int) uid % 700))
        .getBytes(UTF_8);
  }

  private static List<Arrived> kept(Store store, long first, int count) {
    List<byte[]> octets = LongStream.range(first, first + count).mapToObj(u -> octets(u)).toList();
    List<RawOctets> raw = store.contents().keep(octets);
    List<Arrived> arrived = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrived.add(arrived(first + i, "s", "text " + (first + i)).kept(raw.get(i)));
    }
    return arrived;
  }

  private static void fill(Store store, long first, int count) {
    Arrived[] arrived = kept(store, first, count).toArray(Arrived[]::new);
    store.messages().apply(step(inbox(store), arrived));
  }

  private static void assertAllThere(Store store, int count) {
    List<MessageStore.KnownUid> known = store.messages().known(inbox(store), 1, Integer.MAX_VALUE);
    assertThat(known).hasSize(count);
    for (MessageStore.KnownUid message : known) {
      assertThat(store.contents().bytes(message.id(), 1 << 20)).isEqualTo(octets(message.uid()));
    }
  }

  private static void assertSound(Store store) {
    assertThat(store.maintenance().check())
        .allSatisfy(finding -> {
          assertThat(finding.ok()).as(finding.toString()).isTrue();
          assertThat(finding.repaired()).isEmpty();
        });
  }

  @Test
  void manyMessagesAreKeptBesideTheDatabaseForTheUserAlone() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
      fill(store, 101, 50);
      assertAllThere(store, 150);
      assertSound(store);
    }
    assertThat(packs()).containsExactly(pack(1));
    assertThat(Files.size(pack(1)))
        .isEqualTo(LongStream.rangeClosed(1, 150).map(u -> octets(u).length).sum());
    if (profile().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pack(1))))
          .isEqualTo("rw-------");
    }
    try (Store store = Store.open(profile(), Store.Mode.READ_ONLY, CLOCK)) {
      assertAllThere(store, 150);
    }
  }

  @Test
  void fewMessagesNeedNoFile() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 20);
      assertAllThere(store, 20);
    }
    assertThat(packs()).isEmpty();
  }

  @Test
  void whatWasNotCommittedIsCutOffAndItsPlaceUsedAgain() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 60);
      long committed = Files.size(pack(1));
      kept(store, 61, 40);
      assertThat(Files.size(pack(1))).isGreaterThan(committed);
    }
    Files.write(pack(1), "half of a mess".getBytes(UTF_8), StandardOpenOption.APPEND);
    try (Store store = Samples.open(profile())) {
      assertAllThere(store, 60);
      fill(store, 61, 40);
      assertAllThere(store, 100);
      assertSound(store);
    }
    assertThat(packs()).containsExactly(pack(1));
    assertThat(Files.size(pack(1)))
        .isEqualTo(LongStream.rangeClosed(1, 100).map(u -> octets(u).length).sum());
  }

  @Test
  void twoThatWriteAtTheSameTimeWriteToTwoFiles() throws IOException {
    try (Store one = Samples.open(profile());
        Store other = Samples.open(profile())) {
      fill(one, 1, 40);
      fill(other, 41, 40);
      fill(one, 81, 40);
      fill(other, 121, 40);
      assertAllThere(one, 160);
      assertAllThere(other, 160);
      assertSound(one);
    }
    assertThat(packs()).containsExactly(pack(1), pack(2));
  }

  @Test
  void aMessageGoesOnInPiecesBehindItsBeginning() {
    try (Store store = Samples.open(profile())) {
      MailboxId inbox = inbox(store);
      List<Arrived> arrived = kept(store, 1, 40);
      Arrived first = arrived.getFirst();
      arrived.set(
          0,
          new Arrived(
              1, 1, Flags.NONE, NOW, first.raw().length() + 6, first.index(), first.raw(), false));
      store.messages().apply(step(inbox, arrived.toArray(Arrived[]::new)));
      MessageId id = store.messages().known(inbox, 1, 1).getFirst().id();
      assertThat(store.contents().append(id, first.raw().length(), "ab".getBytes(UTF_8), 2))
          .isTrue();
      assertThat(store.contents().append(id, first.raw().length() + 2, "cdef".getBytes(UTF_8), 4))
          .isTrue();
      store.contents().complete(id, first.index());
      String whole = new String(octets(1), UTF_8) + "abcdef";
      assertThat(new String(store.contents().bytes(id, 1 << 20), UTF_8)).isEqualTo(whole);
      assertSound(store);
      Path backup = directory.resolve("backup.db");
      store.maintenance().backup(backup);
      Path other = directory.resolve("other");
      Maintenance.restore(backup, other);
      try (Store restored = Samples.open(other)) {
        assertThat(new String(restored.contents().bytes(id, 1 << 20), UTF_8)).isEqualTo(whole);
      }
    }
  }

  @Test
  void aBackupNeedsNoFileBesideIt() throws IOException {
    Path backup = directory.resolve("backup.db");
    Path other = directory.resolve("other");
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
      store.maintenance().backup(backup);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(profile(), backup);
    }
    Maintenance.restore(backup, other);
    try (Store store = Samples.open(other)) {
      assertAllThere(store, 100);
      assertSound(store);
      fill(store, 101, 50);
      assertAllThere(store, 150);
    }
  }

  @Test
  void aFileThatLostItsEndIsNotFilledWithZeros() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
    }
    byte[] left = java.util.Arrays.copyOf(Files.readAllBytes(pack(1)), 500);
    Files.write(pack(1), left);
    try (Store store = Samples.open(profile())) {
      fill(store, 101, 40);
    }
    assertThat(packs()).containsExactly(pack(1), pack(2));
    assertThat(Files.readAllBytes(pack(1))).isEqualTo(left);
  }

  @Test
  void octetsThatAreGoneAreFetchedAgain() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
    }
    byte[] all = Files.readAllBytes(pack(1));
    Files.write(pack(1), java.util.Arrays.copyOf(all, all.length - octets(100).length - 1));
    try (Store store = Samples.open(profile())) {
      assertThat(store.maintenance().check())
          .filteredOn(finding -> !finding.repaired().isEmpty())
          .singleElement()
          .satisfies(finding ->
              assertThat(finding.detail())
                  .startsWith("2 messages lack octets or have damaged ones"));
      assertThat(store.messages().incomplete(inbox(store), 10)).hasSize(2);
      assertSound(store);
    }
  }

  private static long position(long uid) {
    return LongStream.range(1, uid).map(u -> octets(u).length).sum();
  }

  private void flipBit(long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(pack(1).toFile(), "rw")) {
      file.seek(at);
      int octet = file.read();
      file.seek(at);
      file.write(octet ^ 4);
    }
  }

  private static MessageId id(Store store, long uid) {
    return store.messages().known(inbox(store), uid, uid).getFirst().id();
  }

  @Test
  void oneBitThatChangedOnTheDiskIsNoticedAndTheMessageFetchedAgain() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
    }
    flipBit(position(50) + 20);
    flipBit(position(60));
    try (Store store = Samples.open(profile())) {
      assertThat(store.contents().verify(id(store, 49))).isEqualTo(Soundness.INTACT);
      assertThatThrownBy(() -> store.contents().bytes(id(store, 50), 1 << 20))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged on this disk");
      assertThat(store.messages().incomplete(inbox(store), 10))
          .singleElement()
          .satisfies(message -> assertThat(message.uid()).isEqualTo(50));
      assertThat(store.maintenance().check())
          .filteredOn(finding -> !finding.detail().isEmpty())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.ok()).isTrue();
            assertThat(finding.repaired()).startsWith("1 messages will be fetched again");
          });
      assertThat(store.messages().incomplete(inbox(store), 10)).hasSize(2);
      MessageId again = id(store, 50);
      byte[] octets = octets(50);
      assertThat(store.contents().append(again, 0, octets, octets.length)).isTrue();
      store.contents().complete(again, arrived(50, "s", "t").index());
      assertThat(store.contents().bytes(again, 1 << 20)).isEqualTo(octets);
      assertThat(store.contents().verify(again)).isEqualTo(Soundness.INTACT);
      assertSound(store);
    }
  }

  @Test
  void damagedMailThatNoServerHasIsSaidAndGivenAsItIs() throws IOException {
    MessageId copy;
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
      Account account = store.accounts().find("alice@example.org").orElseThrow();
      MailboxId trash = mailbox(store, account, "Trash", MailboxRole.TRASH);
      store.actions().copy(List.of(id(store, 50)), trash);
      copy = new MessageId(ids(store, trash)[0]);
    }
    flipBit(position(50) + 20);
    try (Store store = Samples.open(profile())) {
      assertThat(store.contents().verify(id(store, 50))).isEqualTo(Soundness.FORGOTTEN);
      assertThat(store.contents().verify(copy)).isEqualTo(Soundness.DAMAGED);
      assertThat(store.contents().bytes(copy, 1 << 20)).hasSameSizeAs(octets(50));
      assertThat(store.maintenance().check())
          .filteredOn(finding -> !finding.ok())
          .singleElement()
          .satisfies(
              finding -> assertThat(finding.detail()).contains("no server has 1 of the messages"));
    }
  }

  @Test
  void aBackupDoesNotMakeDamageLookSound() throws IOException {
    Path backup = directory.resolve("backup.db");
    Path other = directory.resolve("other");
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 100);
      flipBit(position(50) + 20);
      store.maintenance().backup(backup);
    }
    Maintenance.restore(backup, other);
    try (Store store = Samples.open(other)) {
      assertThat(store.messages().incomplete(inbox(store), 10))
          .singleElement()
          .satisfies(message -> assertThat(message.uid()).isEqualTo(50));
      assertSound(store);
    }
  }

  @Test
  void compactingGivesTheSpaceOfDeletedMailBack() throws IOException {
    try (Store store = Samples.open(profile())) {
      fill(store, 1, 200);
      MailboxId inbox = inbox(store);
      MessageId copied = store.messages().known(inbox, 7, 7).getFirst().id();
      MailboxId trash =
          mailbox(
              store,
              store.accounts().find("alice@example.org").orElseThrow(),
              "Trash",
              MailboxRole.TRASH);
      store.actions().copy(List.of(copied), trash);
      long[] gone = LongStream.rangeClosed(1, 150).toArray();
      store.messages().apply(vanished(inbox, gone));
      store.maintenance().compact();
      assertThat(Files.exists(pack(1))).as("it is being added to").isTrue();
    }
    Files.write(pack(77), new byte[100]);
    try (Store store = Samples.open(profile())) {
      store.maintenance().compact();
      assertThat(store.messages().known(inbox(store), 1, Integer.MAX_VALUE)).hasSize(50);
      for (MessageStore.KnownUid message : store.messages().known(inbox(store), 1, 1000)) {
        assertThat(store.contents().bytes(message.id(), 1 << 20)).isEqualTo(octets(message.uid()));
      }
      MailboxId trash =
          store
              .mailboxes()
              .find(store.accounts().find("alice@example.org").orElseThrow().id(), "Trash")
              .orElseThrow()
              .id();
      long copy = ids(store, trash)[0];
      assertThat(store.contents().bytes(new MessageId(copy), 1 << 20)).isEqualTo(octets(7));
      assertSound(store);
    }
    assertThat(packs()).containsExactly(pack(2));
    assertThat(Files.size(pack(2)))
        .isEqualTo(
            LongStream.rangeClosed(151, 200).map(u -> octets(u).length).sum() + octets(7).length);
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidAndTheNextTryBegins() throws IOException {
    try (Store store = Samples.open(profile())) {
      Files.createDirectory(pack(1));
      assertThatThrownBy(() -> fill(store, 1, 50)).isInstanceOf(StoreException.class);
      assertAllThere(store, 0);
      fill(store, 1, 50);
      assertAllThere(store, 50);
      assertSound(store);
    }
  }
}
