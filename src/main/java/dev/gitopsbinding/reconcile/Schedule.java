package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * Says when a binding is looked at next: at its interval, or with jittered exponential back-off
 * while it is retried.
 */
final class Schedule {
  /**
   * The part of the interval in which a read counts as fresh. Much shorter than the interval, so
   * that the reads of both branches come due together.
   */
  private static final double REUSE = 0.5;

  /** The part of the interval over which syncs are spread. */
  private static final double SPREAD = 0.05;

  private static final Duration WIDEST_SPREAD = Duration.ofSeconds(5);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 16;

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration LOOK_SLOWER = Duration.ofSeconds(10);
  private static final Duration OFTEN_FOR = Duration.ofMinutes(1);

  /** The part of a pause by which it may be shorter, so that many do not ask at once. */
  private static final double LOOK_SPREAD = 0.1;

  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<BindingId, Attempt> attempts = new ConcurrentHashMap<>();
  private final Map<BindingId, Request> requests = new ConcurrentHashMap<>();

  private record Attempt(int count, Instant next) {}

  private record Request(Optional<String> value, Instant seen) {}

  /**
   * @param random numbers from 0 to 1
   */
  Schedule(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * How old a shared read may be for this sync.
   *
   * @param requested whether a sync was asked for and not done yet: what is read has to be younger
   *     than that
   */
  Instant notBefore(Binding binding, boolean requested) {
    Instant now = clock.instant();
    Instant reusable = now.minus(scale(binding.interval(), REUSE));
    if (!requested) {
      requests.remove(binding.id());
      return reusable;
    }
    Instant seen =
        requests
            .compute(
                binding.id(),
                (_, before) ->
                    before != null && before.value().equals(binding.requestedAt())
                        ? before
                        : new Request(binding.requestedAt(), now))
            .seen();
    return seen.isAfter(reusable) ? seen : reusable;
  }

  /**
   * The delay until the next sync. A failure that comes before the retry was due, because an event
   * woke the binding, does not lengthen the back-off.
   *
   * @param waited how long an image was looked for already
   */
  Duration next(Observation observation, Outcome outcome, Duration waited) {
    BindingId id = observation.binding().id();
    Duration interval = observation.binding().interval();
    return switch (outcome) {
      case Outcome.Stopped(Reason reason, String _)
          when reason.handling() == Reason.Handling.RETRIED ->
          untilAllowed(observation, retry(id, interval));
      case Outcome.InFlight _ -> interval;
      case Outcome.AwaitingImage _ -> {
        attempts.remove(id);
        yield untilLookedFor(waited, interval);
      }
      case Outcome.Stopped _, Outcome.Kept _, Outcome.Pushed _ -> {
        attempts.remove(id);
        yield atInterval(observation);
      }
    };
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    attempts.remove(binding);
    requests.remove(binding);
  }

  /**
   * Builds mostly end soon: for a minute the image is looked for every 5 s, and then after 10 s, 20
   * s, 40 s and so on, at most the interval.
   */
  private Duration untilLookedFor(Duration waited, Duration interval) {
    Duration doubling = waited.minus(OFTEN_FOR).plus(LOOK_SLOWER);
    Duration pause = doubling.compareTo(LOOK_SLOWER) < 0 ? LOOK : doubling;
    Duration capped = pause.compareTo(interval) > 0 ? interval : pause;
    return scale(capped, 1 - LOOK_SPREAD * random.getAsDouble());
  }

  private Duration retry(BindingId id, Duration interval) {
    Instant now = clock.instant();
    Attempt attempt =
        attempts.compute(
            id,
            (_, before) ->
                before != null && now.isBefore(before.next())
                    ? before
                    : attempt(before == null ? 1 : before.count() + 1, interval, now));
    return Duration.between(now, attempt.next());
  }

  /** Not before a host that wants to be left alone may be asked, and not all at that moment. */
  private Duration untilAllowed(Observation observation, Duration delay) {
    Instant now = clock.instant();
    return Stream.of(observation.source(), observation.manifest(), observation.imageExists())
        .flatMap(fact -> allowedAt(fact).stream())
        .map(at -> Duration.between(now, at).plus(scale(WIDEST_SPREAD, random.getAsDouble())))
        .filter(pause -> pause.compareTo(delay) > 0)
        .max(Duration::compareTo)
        .orElse(delay);
  }

  private static Optional<Instant> allowedAt(Fact<?> fact) {
    return fact instanceof Fact.Unavailable<?>(Failure.Limited limited)
        ? Optional.of(limited.until())
        : Optional.empty();
  }

  private Attempt attempt(int count, Duration interval, Instant now) {
    Duration cap = interval.compareTo(LONGEST_RETRY) > 0 ? interval : LONGEST_RETRY;
    Duration full = FIRST_RETRY.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
    Duration capped = full.compareTo(cap) > 0 ? cap : full;
    return new Attempt(count, now.plus(scale(capped, 0.5 + random.getAsDouble() / 2)));
  }

  /** Counts from the oldest read, so that no read grows much older than the interval. */
  private Duration atInterval(Observation observation) {
    Duration interval = observation.binding().interval();
    Instant now = clock.instant();
    Instant oldest =
        Stream.of(observation.source(), observation.manifest())
            .flatMap(fact -> at(fact).stream())
            .min(Instant::compareTo)
            .orElse(now);
    Duration widest = scale(interval, SPREAD);
    Duration spread = widest.compareTo(WIDEST_SPREAD) > 0 ? WIDEST_SPREAD : widest;
    Instant due = oldest.plus(interval).plus(scale(spread, random.getAsDouble()));
    Duration delay = Duration.between(now, due);
    return delay.compareTo(SOONEST) < 0 ? SOONEST : delay;
  }

  private static Optional<Instant> at(Fact<?> fact) {
    return fact instanceof Fact.Known<?>(var value, var at) ? Optional.of(at) : Optional.empty();
  }

  private static Duration scale(Duration duration, double factor) {
    return Duration.ofMillis((long) (duration.toMillis() * factor));
  }
}
