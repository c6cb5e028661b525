package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;

/** Says when a fact finder may look again for what a rule waits for. */
@FunctionalInterface
public interface WaitSchedule {
  /**
   * Whether to look for the subject now; if not, it still counts as missing.
   *
   * @param reason why the rule waits
   * @param subject what it waits for, as in {@link dev.gitopsbinding.plan.Plan.Wait}
   */
  boolean lookIsDue(Observation observation, Reason reason, String subject);
}
