package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.NextAttempt;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Duration;
import java.time.Instant;

/** Says in a status when the operator looks again by itself. Pure. */
public final class AttemptProjector {
  private AttemptProjector() {}

  /**
   * The status with its next attempt. An attempt causes no write: a status that says the same as
   * the one before stays as it is, so that no sync writes because of its own time.
   *
   * @param delay until the next sync
   * @param every the longest delay between syncs from then on, as long as nothing changes
   */
  public static GitOpsBindingStatus project(
      GitOpsBindingStatus before,
      GitOpsBindingStatus after,
      Outcome outcome,
      Duration delay,
      Duration every,
      Instant now) {
    return after.equals(before)
        ? after
        : after.withNextAttempt(
            isExpected(outcome)
                ? new NextAttempt(Timestamps.format(now.plus(delay)), GoDuration.format(every))
                : null);
  }

  /** Whether an attempt without any change of the spec may end in another way than this one. */
  private static boolean isExpected(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stopped(Reason reason, String _) ->
          reason != Reason.SUSPENDED && reason.handling() != Reason.Handling.STALLED;
      case Outcome.Waiting _, Outcome.InFlight _, Outcome.Previewed _ -> true;
      case Outcome.Kept _, Outcome.Pushed _ -> false;
    };
  }
}
