package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import java.time.Duration;

/** Says when a fact finder may look again for what a rule waits for. */
@FunctionalInterface
public interface WaitSchedule {
  /** The delay between looks in the first minute. */
  Duration FIRST_DELAY = Duration.ofSeconds(5);

  /** The part by which the schedule shortens a delay, so that requests do not come together. */
  double SPREAD = 0.1;

  /**
   * The delay until the next look. Most waits, such as for a build, end soon: for a minute there is
   * a look every 5 s, and then after 10 s, 20 s, 40 s and so on, at most the interval.
   *
   * @param waited how long the wait has lasted
   */
  static Duration delay(Duration waited, Duration interval) {
    Duration doubling = waited.minusMinutes(1).plusSeconds(10);
    Duration delay = doubling.compareTo(Duration.ofSeconds(10)) < 0 ? FIRST_DELAY : doubling;
    return delay.compareTo(interval) > 0 ? interval : delay;
  }

  /**
   * Whether to look for the subject now; if not, it still counts as missing.
   *
   * @param reason why the rule waits
   * @param subject what it waits for, as in {@link dev.gitopsbinding.plan.Plan.Wait}
   */
  boolean lookIsDue(Observation observation, Reason reason, String subject);
}
