package dev.gitopsbinding.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Closes the operator's parts in order. A part that fails does not keep the others open: the lease
 * is always released, and running pushes get their time.
 *
 * @param operator ends syncs; comes first
 * @param awaitsPushes whether there are running pushes then. If so, git is closed before the lease
 *     is released; otherwise the lease is released first, so that the next leader starts sooner
 * @param git waits for running pushes
 * @param lease releases the lease
 * @param rest what is closed last, in this order
 */
record ClosingOrder(
    Runnable operator,
    BooleanSupplier awaitsPushes,
    Runnable git,
    Runnable lease,
    List<Runnable> rest) {
  /**
   * Closes everything.
   *
   * @throws IllegalStateException if a part failed; all other parts are closed then
   */
  void run() {
    List<Throwable> faults = new ArrayList<>();
    close(operator, faults);
    List<Runnable> next = awaitsPushes.getAsBoolean() ? List.of(git, lease) : List.of(lease, git);
    next.forEach(part -> close(part, faults));
    rest.forEach(part -> close(part, faults));
    if (!faults.isEmpty()) {
      var error =
          new IllegalStateException(
              "A part of the operator could not be closed", faults.getFirst());
      faults.stream().skip(1).forEach(error::addSuppressed);
      throw error;
    }
  }

  private static void close(Runnable part, List<Throwable> faults) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      faults.add(e);
    }
  }
}
