package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.http.ConnectionFault;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.net.share.TimeLimit;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that traces could not be sent: once at first, then at most every five minutes, and once when
 * they can be sent again. Shows no header, and no text of the collector.
 */
final class ExportReporter {
  private static final Logger LOG = LoggerFactory.getLogger(ExportReporter.class);
  private static final Duration QUIET = Duration.ofMinutes(5);

  private final URI endpoint;
  private final InstantSource steady;
  private @Nullable TimeLimit quiet;
  private int lost;

  ExportReporter(URI endpoint) {
    this(endpoint, new MonotonicClock());
  }

  /**
   * @param steady a monotonic clock
   */
  ExportReporter(URI endpoint, InstantSource steady) {
    this.endpoint = endpoint;
    this.steady = steady;
  }

  /** The collector answered. */
  synchronized void answered(int status) {
    if (status < 200 || status >= 300) {
      report("answered with HTTP status %d".formatted(status));
    } else if (lost > 0) {
      LOG.info("{} takes traces again; requests that were lost: {}", endpoint, lost);
      lost = 0;
      quiet = null;
    }
  }

  /** There was no answer. */
  synchronized void failed(Throwable cause) {
    report(text(CauseChain.of(cause)));
  }

  private void report(String what) {
    lost++;
    if (quiet == null || quiet.expired()) {
      quiet = TimeLimit.in(QUIET, steady);
      LOG.warn(
          "{} {}; traces are lost, syncs are not affected. Check the collector and OTEL_EXPORTER_OTLP_ENDPOINT; requests lost so far: {}",
          endpoint,
          what,
          lost);
    }
  }

  private static String text(CauseChain causes) {
    Optional<String> refusal =
        causes.all().stream()
            .filter(FailureException.class::isInstance)
            .map(cause -> ((FailureException) cause).failure().message())
            .findFirst();
    ConnectionFault fault = ConnectionFault.of(causes);
    String name = fault.cause().getClass().getSimpleName();
    return refusal.orElseGet(
        () ->
            switch (fault.kind()) {
              case CERTIFICATE -> "has a certificate that is not trusted";
              case TLS -> "does not speak TLS as expected (%s)".formatted(name);
              case UNREACHABLE -> "cannot be reached (%s)".formatted(name);
              case TIMED_OUT -> "did not answer in time";
              case OTHER -> "did not take the traces (%s)".formatted(name);
            });
  }
}
