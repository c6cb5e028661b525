package dev.gitopsbinding.controller;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.WaitSchedule;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.status.WaitTracker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a binding is synced next: at its interval, or with jittered exponential back-off
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

  /** Also used for the retry of the SDK after an exception. */
  static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  /**
   * When a binding is synced again after an exception, if the SDK has not retried it: the SDK
   * counts by the machine's clock, which may have been set back. Longer than the longest pause of
   * the SDK.
   */
  static final Duration BACKSTOP = LONGEST_RETRY.plusMinutes(1);

  private static final Duration LONGEST_RETRY_FOR_USERS = Duration.ofMinutes(1);

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

  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 16;

  private final Clock clock;
  private final DoubleSupplier random;
  private final Map<BindingId, Attempt> attempts = new ConcurrentHashMap<>();
  private final ReadFreshness freshness = new ReadFreshness();
  private final Map<BindingId, Look> looks = new ConcurrentHashMap<>();

  private record Attempt(int count, Instant next) {}

  /**
   * The next time to look for what is waited for.
   *
   * @param subject what the last look was for; another subject is looked for at once
   */
  private record Look(LookSubject subject, Instant due) {}

  private record LookSubject(
      Reason reason, String subject, long generation, @Nullable String requestedAt) {
    static LookSubject of(Observation observation, Reason reason, String subject) {
      return new LookSubject(
          reason, subject, observation.binding().generation(), observation.binding().requestedAt());
    }
  }

  /**
   * @param random numbers from 0 to 1
   */
  public Schedule(Clock clock, DoubleSupplier random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The oldest moment at which a shared read may have been made, to be used by the sync that begins
   * now.
   *
   * @param requested whether a sync was requested that is not done yet: only reads after the
   *     request are used
   */
  Instant notBefore(Binding binding, boolean requested) {
    if (freshness.beginsAnew(binding.id())) {
      looks.remove(binding.id());
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
   * The delay until the next sync. The back-off does not grow after a failure that came before the
   * retry was due, because an event woke the binding.
   *
   * @param waited how long the wait has lasted, also for the image of a newer commit than the one
   *     that was written; zero if there is none
   */
  Duration next(Observation observation, Outcome outcome, Duration waited) {
    BindingId id = observation.binding().id();
    Duration interval = observation.binding().interval();
    return switch (outcome) {
      case Outcome.Stopped(Reason reason, String _)
          when reason.handling() == Reason.Handling.RETRIED ->
          untilAllowed(observation, retry(id, longestRetry(reason, interval)));
      case Outcome.InFlight _ -> interval;
      case Outcome.Waiting(Reason reason, String subject, String _)
          when !WaitTracker.isPromotion(reason) -> {
        attempts.remove(id);
        yield untilLookedFor(observation, LookSubject.of(observation, reason, subject), waited);
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
        attempts.remove(id);
        looks.remove(id);
        yield atInterval(observation);
      }
    };
  }

  /** The longest delay until a next sync after such an outcome, as long as nothing changes. */
  static Duration longest(Binding binding, Outcome outcome) {
    return outcome instanceof Outcome.Stopped(Reason reason, String _)
            && reason.handling() == Reason.Handling.RETRIED
        ? longestRetry(reason, binding.interval())
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
    attempts.remove(binding);
    freshness.forget(binding);
    looks.remove(binding);
  }

  /**
   * Whether it is time to look for what a rule waits for. Only the schedule decides that: a sync
   * because of an event, such as a change of the workload, does not look earlier.
   *
   * @param reason why the rule waits
   * @param subject what it waits for
   */
  public boolean lookIsDue(Observation observation, Reason reason, String subject) {
    LookSubject wanted = LookSubject.of(observation, reason, subject);
    return pendingLook(observation.binding().id(), wanted).isEmpty();
  }

  private Optional<Look> pendingLook(BindingId id, LookSubject subject) {
    return Optional.ofNullable(looks.get(id))
        .filter(look -> look.subject().equals(subject))
        .filter(look -> clock.instant().isBefore(look.due()));
  }

  /** Until the images of newer commits are looked for. */
  private Duration untilNewer(Observation observation, Duration waited) {
    attempts.remove(observation.binding().id());
    Binding.Image image = observation.binding().image();
    String newest = image.tagFormat().tagOf(observation.newest().orElseThrow());
    LookSubject subject = LookSubject.of(observation, Reason.IMAGE_NOT_FOUND, image.tagged(newest));
    return earlier(untilLookedFor(observation, subject, waited), atInterval(observation));
  }

  private Duration untilLookedFor(Observation observation, LookSubject subject, Duration waited) {
    BindingId id = observation.binding().id();
    Instant now = clock.instant();
    Instant due =
        pendingLook(id, subject)
            .map(Look::due)
            .orElseGet(() -> now.plus(pause(waited, observation.binding().interval())));
    looks.put(id, new Look(subject, due));
    return Duration.between(now, due);
  }

  /** The pause of {@link WaitSchedule}; and there is a look when the wait becomes overdue. */
  private Duration pause(Duration waited, Duration interval) {
    Duration pause = WaitSchedule.pause(waited, interval);
    Duration spread = scale(pause, 1 - WaitSchedule.SPREAD * random.getAsDouble());
    Duration untilOverdue = WaitTracker.OVERDUE.minus(waited);
    return untilOverdue.isPositive() && untilOverdue.compareTo(spread) < 0 ? untilOverdue : spread;
  }

  private Duration retry(BindingId id, Duration longest) {
    Instant now = clock.instant();
    Attempt attempt =
        attempts.compute(
            id,
            (_, before) ->
                before != null && now.isBefore(before.next())
                    ? before
                    : attempt(before == null ? 1 : before.count() + 1, longest, now));
    return Duration.between(now, attempt.next());
  }

  /** Waits until a host that limits requests may be asked, and spreads the syncs from then on. */
  private Duration untilAllowed(Observation observation, Duration delay) {
    Instant now = clock.instant();
    return observation.facts().all().stream()
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

  private Attempt attempt(int count, Duration longest, Instant now) {
    Duration full = FIRST_RETRY.multipliedBy(1L << Math.min(count - 1, MAX_DOUBLINGS));
    Duration capped = full.compareTo(longest) > 0 ? longest : full;
    return new Attempt(count, now.plus(scale(capped, 0.5 + random.getAsDouble() / 2)));
  }

  /**
   * Short where a user can fix the cause, so that the fix is noticed soon; long for failing hosts.
   */
  private static Duration longestRetry(Reason reason, Duration interval) {
    Duration least = FAULTS_OF_HOSTS.contains(reason) ? LONGEST_RETRY : LONGEST_RETRY_FOR_USERS;
    return interval.compareTo(least) > 0 ? interval : least;
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

  private static Duration scale(Duration duration, double factor) {
    return Duration.ofMillis((long) (duration.toMillis() * factor));
  }
}
