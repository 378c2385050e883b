package app.paloma.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Platform;

/// The way off the UI thread and back to it. View models get one, so that tests run them without a
/// toolkit and in a known order.
public final class UiExecutor {
  private final Executor workers;
  private final Executor ui;

  public UiExecutor(Executor workers, Executor ui) {
    this.workers = workers;
    this.ui = ui;
  }

  /// The real one: results come back by [Platform#runLater].
  public static UiExecutor javafx(Executor workers) {
    return new UiExecutor(workers, Platform::runLater);
  }

  /// Runs everything at once in the calling thread.
  public static UiExecutor direct() {
    return new UiExecutor(Runnable::run, Runnable::run);
  }

  /// Anything that may wait for disk or network.
  public void work(Runnable task) {
    workers.execute(task);
  }

  public void ui(Runnable task) {
    ui.execute(task);
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
