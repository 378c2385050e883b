package app.paloma.ui.composer;

import app.paloma.ui.UiExecutor;
import java.util.ArrayDeque;
import java.util.Queue;

/// Runs the store's work of one composer on the workers, one after the other and in order: a draft
/// that is saved twice at once would become two.
final class Serial {
  private final UiExecutor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  Serial(UiExecutor executor) {
    this.executor = executor;
  }

  void run(Runnable task) {
    synchronized (waiting) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    executor.work(this::drain);
  }

  private void drain() {
    while (true) {
      Runnable task;
      synchronized (waiting) {
        task = waiting.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      task.run();
    }
  }
}
