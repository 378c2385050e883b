package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.Flags;
import app.paloma.model.MailboxId;
import app.paloma.model.ServerSettings;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How fast a plan is made, and how many messages a second are indexed and applied to the store,
/// without a network: `java -cp ... org.openjdk.jmh.Main ApplyingBenchmark`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ApplyingBenchmark {
  private static final int STEP = 900;

  private final SyncPlanner.Abilities abilities = new SyncPlanner.Abilities(true, true, true);
  private final SyncPlanner.Local local = new SyncPlanner.Local(7, 101, 500, 100, true);
  private final MessageReader reader = new MessageReader();
  private final List<byte[]> mail = new ArrayList<>();
  private SyncPlanner.Remote remote = new SyncPlanner.Remote(7, 101, 500, 100);
  private Path profile;
  private Store store;
  private MailboxId inbox;
  private long uid;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    Random random = new Random(7);
    mail.clear();
    for (int n = 1; n <= STEP; n++) {
      mail.add(SyncBenchmark.message(random, n, 15_000));
    }
    profile = Files.createTempDirectory("paloma-applying");
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
    Account account =
        store
            .accounts()
            .add(
                Account.unsaved(
                    "alice@example.test",
                    "",
                    ServerSettings.parse("imaps://alice@mail.example"),
                    ServerSettings.parse("smtps://alice@mail.example")));
    inbox = store.mailboxes().find(account.id(), "INBOX").orElseThrow().id();
    uid = 1_000_000;
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public Object plan() {
    remote =
        new SyncPlanner.Remote(7, 101 + (remote.uidNext() & 3), 500 + (remote.uidNext() & 1), 100);
    return SyncPlanner.plan(local, remote, abilities);
  }

  /// Messages of 15 KB, as they come from the network: parsed, indexed, stored.
  @Benchmark
  @OperationsPerInvocation(STEP)
  public int apply() {
    List<Arrived> arrived = new ArrayList<>();
    for (byte[] octets : mail) {
      arrived.add(
          new Arrived(
              uid--,
              1,
              Flags.NONE,
              Instant.EPOCH,
              octets.length,
              reader.index(octets, true),
              octets,
              true));
    }
    return store
        .messages()
        .apply(new SyncStep(inbox, arrived, List.of(), new long[0], List.of(), Optional.empty()))
        .added()
        .size();
  }
}
