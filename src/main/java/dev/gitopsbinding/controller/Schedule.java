package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.status.NewerCommits;
import dev.gitopsbinding.status.memory.WaitTracker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * Decides when a binding is synced next: at its interval, or with jittered exponential backoff
 * while it is retried.
 */
public final class Schedule {
  /** Short for a user, but long enough for the informer to see what was written. */
  static final Duration SOON = Duration.ofMillis(200);

  /**
   * The part of the interval in which a read counts as fresh. Much shorter than the interval, so
   * that the reads of both branches come due together.
   */
  private static final double REUSE = 0.5;

  /** The part of the interval over which syncs are spread. */
  private static final double SPREAD = 0.05;

  private static final Duration WIDEST_SPREAD = Duration.ofSeconds(5);

  /**
   * When a binding is synced again after an exception, if the SDK has not retried it: the SDK
   * counts by the machine's clock, which may have been set back. Longer than the longest delay of
   * the SDK.
   */
  static final Duration BACKSTOP = RetrySchedule.MAX_DELAY.plusMinutes(1);

  private static final Duration SOONEST = Duration.ofSeconds(1);

  private final Clock clock;
  private final DoubleSupplier random;
  private final ReadFreshness freshness = new ReadFreshness();
  private final RetrySchedule retries;
  private final LookSchedule looks;

  /**
   * @param clock a monotonic clock, that of reads
   * @param random numbers from 0 to 1
   */
  public Schedule(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
    this.retries = new RetrySchedule(clock, random);
    this.looks = new LookSchedule(clock, random);
  }

  /**
   * The oldest moment at which a shared read may have been made, to be used by the sync that begins
   * now.
   *
   * @param requested whether a sync was requested that is not done yet: only reads after the
   *     request are used
   */
  Instant notBefore(Binding binding, boolean requested) {
    if (freshness.isFirstSyncSinceAsked(binding.id())) {
      looks.forget(binding.id());
    }
    Instant now = clock.instant();
    Instant reusable = now.minus(scale(binding.interval(), REUSE));
    return freshness.notBefore(binding, reusable, requested, now);
  }

  /** From now on, syncs of these bindings use only what is read, and looked for, from now on. */
  void askFreshReads(Collection<BindingId> bindings) {
    freshness.ask(bindings, clock.instant());
  }

  /**
   * The delay until the next sync. The backoff does not grow after a failure that came before the
   * retry was due, because an event woke the binding.
   *
   * @param after the status of the sync that has ended
   * @param now by the clock of statuses
   */
  Duration next(Observation observation, Outcome outcome, GitOpsBindingStatus after, Instant now) {
    Duration waited =
        NewerCommits.lookedFor(observation, after, now)
            .orElseGet(() -> WaitTracker.elapsed(after, now));
    return SoakSchedule.sooner(
        byOutcome(observation, outcome, waited), observation, clock.instant());
  }

  /**
   * @param waited how long the wait has lasted, also for the image of a newer commit than the one
   *     that was written; zero if there is none
   */
  private Duration byOutcome(Observation observation, Outcome outcome, Duration waited) {
    BindingId id = observation.binding().id();
    Duration interval = observation.binding().interval();
    return switch (outcome) {
      case Outcome.Stopped(Reason reason, String _)
          when reason.handling() == Reason.Handling.RETRIED ->
          untilAllowed(observation, retries.next(id, RetrySchedule.longest(reason, interval)));
      case Outcome.InFlight _ -> interval;
      case Outcome.Waiting(Reason reason, String subject, String _)
          when !WaitTracker.isPromotion(reason) -> {
        retries.forget(id);
        yield looks.next(observation, reason, subject, waited);
      }
      case Outcome.Kept _, Outcome.Pushed _, Outcome.Previewed _
          when observation.newerCommits() > 0 ->
          untilNewer(observation, waited);
      // The image of the fix ends this hold.
      case Outcome.Stopped(Reason reason, String _)
          when reason == Reason.ROLLED_BACK && observation.newerCommits() > 0 ->
          untilNewer(observation, waited);
      case Outcome.Waiting _,
          Outcome.Stopped _,
          Outcome.Kept _,
          Outcome.Pushed _,
          Outcome.Previewed _ -> {
        retries.forget(id);
        looks.forget(id);
        yield atInterval(observation);
      }
    };
  }

  /** The longest delay until a next sync after such an outcome, as long as nothing changes. */
  static Duration longest(Binding binding, Outcome outcome) {
    return outcome instanceof Outcome.Stopped(Reason reason, String _)
            && reason.handling() == Reason.Handling.RETRIED
        ? RetrySchedule.longest(reason, binding.interval())
        : binding.interval();
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** When a binding is synced again if the sync that begins now never ends. */
  static Duration ifTheSyncNeverEnds(Binding binding) {
    Duration longest = binding.interval().plus(binding.timeout());
    return longest.compareTo(BACKSTOP) > 0 ? longest : BACKSTOP;
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    retries.forget(binding);
    freshness.forget(binding);
    looks.forget(binding);
  }

  /**
   * Whether it is time to look for what a rule waits for. Only the schedule decides that: a sync
   * because of an event, such as a change of the workload, does not look earlier.
   *
   * @param reason why the rule waits
   * @param subject what it waits for
   */
  public boolean lookIsDue(Observation observation, Reason reason, String subject) {
    return looks.isDue(observation, reason, subject);
  }

  /** Until the images of newer commits are looked for. */
  private Duration untilNewer(Observation observation, Duration waited) {
    retries.forget(observation.binding().id());
    Binding.Image image = observation.binding().image();
    String newest = image.tagFormat().tagOf(observation.newest().orElseThrow());
    Duration untilLook =
        looks.next(observation, Reason.IMAGE_NOT_FOUND, image.tagged(newest), waited);
    return earlier(untilLook, atInterval(observation));
  }

  /** Waits until a host that limits requests may be asked, and spreads the syncs from then on. */
  private Duration untilAllowed(Observation observation, Duration delay) {
    Instant now = clock.instant();
    return observation.facts().all().stream()
        .flatMap(fact -> allowedAt(fact).stream())
        .map(at -> Duration.between(now, at).plus(scale(WIDEST_SPREAD, random.getAsDouble())))
        .filter(limited -> limited.compareTo(delay) > 0)
        .max(Duration::compareTo)
        .orElse(delay);
  }

  private static Optional<Instant> allowedAt(Fact<?> fact) {
    return fact instanceof Fact.Unavailable<?>(Failure.Limited limited)
        ? Optional.of(limited.until())
        : Optional.empty();
  }

  /** Counts from the oldest read, so that no read becomes much older than the interval. */
  private Duration atInterval(Observation observation) {
    Duration interval = observation.binding().interval();
    Instant now = clock.instant();
    Instant oldest =
        Stream.of(observation.fact(Questions.SOURCE_TIP), observation.fact(Questions.MANIFEST))
            .flatMap(fact -> fact.readAt().stream())
            .min(Instant::compareTo)
            .orElse(now);
    Duration widest = scale(interval, SPREAD);
    Duration spread = widest.compareTo(WIDEST_SPREAD) > 0 ? WIDEST_SPREAD : widest;
    Instant due = oldest.plus(interval).plus(scale(spread, random.getAsDouble()));
    Duration delay = Duration.between(now, due);
    return delay.compareTo(SOONEST) < 0 ? SOONEST : delay;
  }

  static Duration scale(Duration duration, double factor) {
    return Duration.ofMillis((long) (duration.toMillis() * factor));
  }
}
