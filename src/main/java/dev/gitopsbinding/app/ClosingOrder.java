package dev.gitopsbinding.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * In which order the operator's parts are closed. One that fails does not keep the others open: the
 * lease is given back, and pushes that were sent have their time.
 *
 * @param operator starts no more syncs, and comes first
 * @param awaitsPushes whether pushes are under way then; else the lease goes before git
 * @param rest what is closed last, in the list's order
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
   * @throws IllegalStateException once all else is closed, if a part failed
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
