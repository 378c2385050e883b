package app.paloma.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;

/// The JavaFX toolkit without a display, started once for all tests of a run.
public final class Toolkit {
  private static boolean started;

  private Toolkit() {}

  public static synchronized void start() throws InterruptedException {
    if (!started) {
      CountDownLatch up = new CountDownLatch(1);
      Platform.startup(up::countDown);
      if (!up.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("JavaFX did not start");
      }
      Platform.setImplicitExit(false);
      started = true;
    }
  }

  public static <T> T onFx(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Platform.runLater(future);
    return future.get(60, TimeUnit.SECONDS);
  }

  /// Waits until it is so, asking on the UI thread.
  public static void until(String what, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!onFx(condition::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 20 s for: " + what);
      }
      Thread.sleep(20);
    }
  }

  /// Lets some frames pass.
  public static void settle(int millis) throws Exception {
    Thread.sleep(millis);
    onFx(() -> true);
  }
}
