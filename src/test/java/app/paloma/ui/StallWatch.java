package app.paloma.ui;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;

/// Measures the longest time the UI thread did not answer because it worked, waited or was blocked.
/// The time in which the machine let other programs run is not its fault and not counted.
public final class StallWatch implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Thread uiThread;
  private final AtomicLong longest = new AtomicLong();
  private final Thread thread;
  private final Queue<List<StackTraceElement>> stacks = new ConcurrentLinkedQueue<>();
  private volatile boolean running = true;

  public StallWatch() {
    uiThread = uiThread();
    thread = Thread.ofPlatform().name("stall-watch").daemon().start(this::watch);
  }

  private void watch() {
    while (running) {
      long asked = System.nanoTime();
      long before = worked();
      boolean waited = false;
      CountDownLatch answered = new CountDownLatch(1);
      Platform.runLater(answered::countDown);
      try {
        if (!answered.await(90, TimeUnit.MILLISECONDS)) {
          Thread.getAllStackTraces().forEach(this::note);
          waited = waits();
          answered.await(30, TimeUnit.SECONDS);
        }
        longest.accumulateAndGet(waited ? System.nanoTime() - asked : worked() - before, Math::max);
        Thread.sleep(2);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private long worked() {
    return THREADS.getThreadCpuTime(uiThread.threadId());
  }

  /// Whether code of ours waits for something on the UI thread.
  private boolean waits() {
    return switch (uiThread.getState()) {
      case BLOCKED, WAITING, TIMED_WAITING ->
          Stream.of(uiThread.getStackTrace())
              .anyMatch(frame -> frame.getClassName().startsWith("app.paloma."));
      case NEW, RUNNABLE, TERMINATED -> false;
    };
  }

  private static Thread uiThread() {
    CompletableFuture<Thread> found = new CompletableFuture<>();
    Platform.runLater(() -> found.complete(Thread.currentThread()));
    return found.join();
  }

  private void note(Thread where, StackTraceElement[] stack) {
    if (where.getName().equals("JavaFX Application Thread")) {
      stacks.add(List.of(stack));
    }
  }

  /// Where the UI thread was each time it did not answer within 90 ms.
  public String stalls() {
    return stacks.stream()
        .map(stack -> stack.stream().limit(25).map(Object::toString).toList())
        .map(lines -> String.join("\n  at ", lines))
        .collect(Collectors.joining("\n\n"));
  }

  public long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longest.get());
  }

  public long longestMillisAndReset() {
    return TimeUnit.NANOSECONDS.toMillis(longest.getAndSet(0));
  }

  @Override
  public void close() {
    running = false;
    thread.interrupt();
  }
}
