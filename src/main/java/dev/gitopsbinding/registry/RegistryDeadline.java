package dev.gitopsbinding.registry;

import dev.gitopsbinding.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds a question from outside, because no timeout of a library covers all of it. */
record RegistryDeadline(String registry, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryDeadline.class);

  /**
   * Runs it in a thread of its own, which is interrupted when the time is up.
   *
   * @param abort ends what is under way; may block
   */
  Sight run(Callable<Sight> question, Runnable abort) {
    FutureTask<Sight> task = new FutureTask<>(question);
    Thread thread = Thread.ofVirtual().name("registry " + registry).start(task);
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      stop(thread, abort);
      return late(
          "Registry %s did not answer within %d s. Check its health, or raise spec.timeout"
              .formatted(registry, Math.round(timeout.toMillis() / 1000.0)));
    } catch (InterruptedException e) {
      stop(thread, abort);
      Thread.currentThread().interrupt();
      return late("Registry " + registry + ": given up, because the operator stops");
    } catch (ExecutionException e) {
      // Its words may repeat what was sent or received.
      LOG.error("{}: unexpected {}", registry, e.getCause().getClass().getName());
      return Sight.of(
          new RegistryException(
              Kind.ERROR,
              "Registry %s: unexpected %s. Report the error"
                  .formatted(registry, e.getCause().getClass().getSimpleName())));
    }
  }

  static Sight late(String text) {
    return Sight.of(new RegistryException(Kind.LATE, text));
  }

  private static void stop(Thread thread, Runnable abort) {
    thread.interrupt();
    Thread.ofVirtual().name("abort").start(abort);
  }
}
