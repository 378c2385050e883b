package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.store.OutboxStore.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Files the copies of what was taken while the next messages leave, those of a moment in one
/// transaction. That a message was taken is recorded before it comes here: if the process ends
/// first, the next one files it.
final class FilingBatch {
  private static final int MOST = 64;

  /// How long a copy waits for others.
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(200);

  /// @param octets the message, where it is at hand
  record Taken(Entry entry, Optional<byte[]> octets) {}

  private final Account account;
  private final SentFiling filing;
  private final Consumer<Entry> filed;
  private LinkedBlockingQueue<Optional<Taken>> waiting;
  private FutureTask<Void> thread;

  /// @param filed told of each, on another thread but never after [#finish]
  FilingBatch(Account account, SentFiling filing, Consumer<Entry> filed) {
    this.account = account;
    this.filing = filing;
    this.filed = filed;
  }

  void add(Entry entry, OutboundContent content) {
    if (thread == null) {
      LinkedBlockingQueue<Optional<Taken>> queue = new LinkedBlockingQueue<>();
      waiting = queue;
      thread =
          new FutureTask<>(() -> {
            work(queue);
            return null;
          });
      Thread.ofVirtual().name("filing for " + account.email()).start(thread);
    }
    waiting.add(Optional.of(new Taken(entry, content.small())));
  }

  /// Waits until all is filed.
  void finish() {
    if (thread == null) {
      return;
    }
    FutureTask<Void> last = thread;
    thread = null;
    waiting.add(Optional.empty());
    Completion.of(last);
  }

  private void work(LinkedBlockingQueue<Optional<Taken>> queue) throws InterruptedException {
    Optional<Taken> next = queue.take();
    while (next.isPresent()) {
      ArrayList<Taken> batch = new ArrayList<>();
      long end = System.nanoTime() + MOMENT;
      while (next != null && next.isPresent()) {
        batch.add(next.get());
        next =
            batch.size() == MOST ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      List<Entry> now = filing.file(account, batch);
      now.forEach(filed);
      next = next == null ? queue.take() : next;
    }
  }
}
