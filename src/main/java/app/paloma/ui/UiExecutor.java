package app.paloma.ui;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.application.Platform;

/// The way off the UI thread and back to it. View models get one, so that tests run them without a
/// toolkit and in a known order.
public final class UiExecutor {
  private final Executor workers;
  private final Executor ui;
  private final BiConsumer<Duration, Runnable> timer;

  public UiExecutor(Executor workers, Executor ui, BiConsumer<Duration, Runnable> timer) {
    this.workers = workers;
    this.ui = ui;
    this.timer = timer;
  }

  /// The real one: results come back by [Platform#runLater].
  public static UiExecutor javafx(Executor workers) {
    return new UiExecutor(
        workers,
        Platform::runLater,
        (delay, task) ->
            CompletableFuture.delayedExecutor(
                    delay.toMillis(), TimeUnit.MILLISECONDS, Platform::runLater)
                .execute(task));
  }

  /// Runs everything at once in the calling thread, what is for later too.
  public static UiExecutor direct() {
    return new UiExecutor(Runnable::run, Runnable::run, (delay, task) -> task.run());
  }

  /// Anything that may wait for disk or network.
  public void work(Runnable task) {
    workers.execute(task);
  }

  public void ui(Runnable task) {
    ui.execute(task);
  }

  /// On the UI thread, after a while.
  public void later(Duration delay, Runnable task) {
    timer.accept(delay, task);
  }

  /// Computes on a worker, delivers on the UI thread; a failure goes to `failed` there.
  public <T> void load(
      Callable<? extends T> work, Consumer<? super T> done, Consumer<? super Exception> failed) {
    workers.execute(() -> {
      T result;
      try {
        result = work.call();
      } catch (Exception e) {
        ui.execute(() -> failed.accept(e));
        return;
      }
      ui.execute(() -> done.accept(result));
    });
  }
}
