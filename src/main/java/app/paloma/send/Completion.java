package app.paloma.send;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waits for work that must not be left half-way, whoever interrupts.
final class Completion {
  private Completion() {}

  /// @throws RuntimeException what the work threw
  static <T> T of(Future<T> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
