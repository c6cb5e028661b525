package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.status.memory.WaitTracker;
import org.jspecify.annotations.Nullable;

/**
 * How far a requested sync is. A request counts as handled when a sync has attempted it, even if
 * the sync failed. It stays pending while the sync is retried, so that the retries still do what it
 * asked for.
 *
 * @param handled the request that was attempted last, if there was one
 * @param pending the same request while it is retried; else null
 */
record HandledRequest(@Nullable String handled, @Nullable String pending) {
  static HandledRequest after(Observation observation, Outcome outcome) {
    Binding binding = observation.binding();
    GitOpsBindingStatus before = observation.status();
    boolean open = binding.requestIsOpen(before);
    String requested = binding.requestedAt();
    return switch (progress(outcome)) {
      case NOT_ATTEMPTED ->
          new HandledRequest(before.lastHandledRequestedAt(), before.pendingRequestedAt());
      case DONE ->
          new HandledRequest(requested == null ? before.lastHandledRequestedAt() : requested, null);
      case GOES_ON ->
          open
              ? new HandledRequest(requested, requested)
              : new HandledRequest(before.lastHandledRequestedAt(), null);
    };
  }

  private enum Progress {
    NOT_ATTEMPTED,
    GOES_ON,
    DONE
  }

  private static Progress progress(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Kept _, Outcome.Pushed _, Outcome.Previewed _ -> Progress.DONE;
      // A request cannot shorten a soak time or a review. If it stayed pending for so long, it
      // would overwrite what a person changes meanwhile.
      case Outcome.Waiting(Reason reason, var _, var _) when WaitTracker.isPatient(reason) ->
          Progress.DONE;
      case Outcome.InFlight _, Outcome.Waiting _ -> Progress.GOES_ON;
      case Outcome.Stopped(Reason reason, String _) when reason == Reason.SUSPENDED ->
          Progress.NOT_ATTEMPTED;
      case Outcome.Stopped(Reason reason, String _) ->
          switch (reason.handling()) {
            case STALLED, NEEDS_DECISION -> Progress.DONE;
            case DONE, WAITING, RETRIED -> Progress.GOES_ON;
          };
    };
  }
}
