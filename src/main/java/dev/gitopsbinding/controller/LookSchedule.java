package dev.gitopsbinding.controller;

import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.status.memory.WaitTracker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Decides when to look again for what a binding waits for. */
final class LookSchedule {
  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<BindingId, Look> looks = new ConcurrentHashMap<>();

  /**
   * The next time to look for what is waited for.
   *
   * @param subject what the last look was for; another subject is looked for at once
   */
  private record Look(Subject subject, Instant due) {}

  private record Subject(
      Reason reason, String subject, long generation, @Nullable String requestedAt) {
    static Subject of(Observation observation, Reason reason, String subject) {
      return new Subject(
          reason, subject, observation.binding().generation(), observation.binding().requestedAt());
    }
  }

  /**
   * @param random numbers from 0 to 1
   */
  LookSchedule(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
  }

  /** Whether to look for this subject now: no later look for it is planned. */
  boolean isDue(Observation observation, Reason reason, String subject) {
    Subject wanted = Subject.of(observation, reason, subject);
    return pending(observation.binding().id(), wanted).isEmpty();
  }

  /**
   * The delay until the next look, which is the planned one if there is one.
   *
   * @param waited how long the wait has lasted
   */
  Duration next(Observation observation, Reason reason, String subject, Duration waited) {
    BindingId id = observation.binding().id();
    Subject wanted = Subject.of(observation, reason, subject);
    Instant now = clock.instant();
    Instant due =
        pending(id, wanted)
            .map(Look::due)
            .orElseGet(() -> now.plus(delay(waited, observation.binding().interval())));
    looks.put(id, new Look(wanted, due));
    return Duration.between(now, due);
  }

  /** From now on a look is due. */
  void forget(BindingId binding) {
    looks.remove(binding);
  }

  private Optional<Look> pending(BindingId id, Subject subject) {
    return Optional.ofNullable(looks.get(id))
        .filter(look -> look.subject().equals(subject))
        .filter(look -> clock.instant().isBefore(look.due()));
  }

  /** The delay by {@link WaitSchedule}; there is also a look when the wait becomes overdue. */
  private Duration delay(Duration waited, Duration interval) {
    Duration delay = WaitSchedule.delay(waited, interval);
    Duration spread = Schedule.scale(delay, 1 - WaitSchedule.SPREAD * random.getAsDouble());
    Duration untilOverdue = WaitTracker.OVERDUE.minus(waited);
    return untilOverdue.isPositive() && untilOverdue.compareTo(spread) < 0 ? untilOverdue : spread;
  }
}
