package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds a question from outside, and words what came of it. */
record RegistryDeadline(String registry, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryDeadline.class);

  /**
   * Runs it.
   *
   * @param abort ends what is under way; may block
   */
  LookupResult run(Callable<LookupResult> question, Runnable abort) {
    try {
      return new BoundedCall("registry " + registry, timeout)
          .run(question, abort, LookupResult.Answered.class::isInstance)
          .orElseGet(() -> LookupResult.of(RegistryException.late("Registry " + registry)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LookupResult.of(
          new RegistryException(
              Kind.LATE,
              "Registry " + registry + ": cancelled, because the operator is shutting down"));
    } catch (ExecutionException e) {
      // Its words may repeat what was sent or received.
      LOG.error("{}: unexpected {}", registry, e.getCause().getClass().getName());
      return LookupResult.of(
          new RegistryException(
              Kind.ERROR,
              "Registry %s: unexpected %s. Report the error"
                  .formatted(registry, e.getCause().getClass().getSimpleName())));
    }
  }
}
