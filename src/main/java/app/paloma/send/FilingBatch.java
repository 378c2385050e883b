package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.store.OutboxStore.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Files the copies of what was taken while the next messages leave, those of a moment in one
/// transaction. That a message was taken is recorded before it comes here: if the process ends
/// first, the next one files it.
final class FilingBatch {
  /// In one transaction.
  private static final int MOST = 128;

  /// How long a copy waits for others, in milliseconds. Nobody is woken for each: that would cost
  /// the thread that sends, and the server beside it, more than the filing does.
  private static final long MOMENT = 100;

  /// @param octets the message, where it is at hand
  record Taken(Entry entry, Optional<byte[]> octets) {}

  private final Account account;
  private final SentFiling filing;
  private final Consumer<Entry> filed;
  private final ConcurrentLinkedQueue<Taken> waiting = new ConcurrentLinkedQueue<>();
  private CountDownLatch ending;
  private FutureTask<Void> thread;

  /// @param filed told of each, on another thread but never after [#finish]
  FilingBatch(Account account, SentFiling filing, Consumer<Entry> filed) {
    this.account = account;
    this.filing = filing;
    this.filed = filed;
  }

  void add(Entry entry, OutboundContent content) {
    waiting.add(new Taken(entry, content.small()));
    if (thread == null) {
      CountDownLatch end = new CountDownLatch(1);
      ending = end;
      thread =
          new FutureTask<>(() -> {
            work(end);
            return null;
          });
      Thread.ofVirtual().name("filing for " + account.email()).start(thread);
    }
  }

  /// Waits until all is filed.
  void finish() {
    if (thread == null) {
      return;
    }
    FutureTask<Void> last = thread;
    thread = null;
    ending.countDown();
    Completion.of(last);
  }

  private void work(CountDownLatch end) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      ended = end.await(MOMENT, TimeUnit.MILLISECONDS);
      // Those that are taken meanwhile wait for the next moment: filed at once, each few of them
      // would wait for the disk, and with them the server that shares it.
      boolean more = true;
      while (more) {
        List<Taken> batch = next();
        more = batch.size() == MOST;
        if (!batch.isEmpty()) {
          filing.file(account, batch).forEach(filed);
        }
      }
    }
  }

  private List<Taken> next() {
    ArrayList<Taken> batch = new ArrayList<>();
    Taken taken = waiting.poll();
    while (taken != null) {
      batch.add(taken);
      taken = batch.size() == MOST ? null : waiting.poll();
    }
    return batch;
  }
}
