package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a lookup with a hard limit, and turns what goes wrong into a result. */
record BoundedLookup(String registry, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedLookup.class);

  /**
   * Runs a lookup.
   *
   * @param abort ends what the lookup waits for; may block
   */
  LookupResult run(Callable<LookupResult> lookup, Runnable abort) {
    try {
      return new BoundedCall("registry " + registry, timeout)
          .run(lookup, abort, LookupResult.Answered.class::isInstance)
          .orElseGet(() -> LookupResult.of(RegistryException.late("Registry " + registry)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LookupResult.of(
          new RegistryException(
              Kind.LATE,
              "Registry " + registry + ": cancelled, because the operator is shutting down"));
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      // Without the message, which may repeat what was sent or received.
      LOG.error(
          "Lookup at registry {} failed: unexpected {}", registry, cause.getClass().getName());
      return LookupResult.of(
          new RegistryException(
              Kind.ERROR,
              "Registry %s: unexpected %s. Report the error"
                  .formatted(registry, cause.getClass().getSimpleName())));
    }
  }
}
