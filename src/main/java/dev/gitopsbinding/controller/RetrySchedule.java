package dev.gitopsbinding.controller;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** When a sync that failed is tried again: with jittered exponential backoff. */
final class RetrySchedule {
  /** Also used for the retry of the SDK after an exception. */
  static final Duration FIRST = Duration.ofSeconds(2);

  static final Duration MAX_DELAY = Duration.ofMinutes(5);
  private static final Duration MAX_DELAY_FOR_USERS = Duration.ofMinutes(1);

  /** Failures that pass by themselves, or whose retry is expensive for a host. */
  private static final Set<Reason> FAULTS_OF_HOSTS =
      EnumSet.of(
          Reason.PUSH_CONTENDED,
          Reason.PUSH_DECLINED,
          Reason.HOST_UNREACHABLE,
          Reason.TIMED_OUT,
          Reason.RECEIVED_TOO_MUCH,
          Reason.REMOTE_ERROR,
          Reason.REGISTRY_UNAVAILABLE,
          Reason.FORGE_UNAVAILABLE,
          Reason.INTERNAL_ERROR);

  private static final int MAX_DOUBLINGS = 16;

  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<BindingId, Attempt> attempts = new ConcurrentHashMap<>();

  private record Attempt(int count, Instant next) {}

  /**
   * @param random numbers from 0 to 1
   */
  RetrySchedule(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The delay until the next attempt. It does not grow after a failure that came before the attempt
   * was due, because an event woke the binding.
   *
   * @param longest the limit of the delay
   */
  Duration next(BindingId binding, Duration longest) {
    Instant now = clock.instant();
    Attempt attempt =
        attempts.compute(
            binding,
            (_, before) ->
                before != null && now.isBefore(before.next())
                    ? before
                    : attempt(before == null ? 1 : before.count() + 1, longest, now));
    return Duration.between(now, attempt.next());
  }

  /** The next failure gets the first, shortest delay again. */
  void forget(BindingId binding) {
    attempts.remove(binding);
  }

  /**
   * The limit of the delay: short where a user can fix the cause, so that the fix is noticed soon;
   * long for failing hosts.
   */
  static Duration longest(Reason reason, Duration interval) {
    Duration least = FAULTS_OF_HOSTS.contains(reason) ? MAX_DELAY : MAX_DELAY_FOR_USERS;
    return interval.compareTo(least) > 0 ? interval : least;
  }

  private Attempt attempt(int count, Duration longest, Instant now) {
    Duration full = FIRST.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
    Duration capped = full.compareTo(longest) > 0 ? longest : full;
    return new Attempt(count, now.plus(Schedule.scale(capped, 0.5 + random.getAsDouble() / 2)));
  }
}
