package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bindings for which a push may have been made that is not in their status: those that existed
 * when this process became the leader, as an earlier leader may have pushed for them, and those for
 * which this process has pushed and not yet written the result. Only for these bindings is the
 * history of the branch searched for the operator's own commits.
 */
public final class UncertainPushes {
  private final Set<BindingId> doubtful = ConcurrentHashMap.newKeySet();
  private final @Nullable Set<BindingId> met;
  private boolean begun;

  /**
   * @param shared whether other operators serve other bindings of the cluster, so that a binding
   *     may move from one to the other
   */
  public UncertainPushes(boolean shared) {
    met = shared ? ConcurrentHashMap.newKeySet() : null;
  }

  /** Notes the bindings that exist before the first sync; only the first call counts. */
  public synchronized void begin(Supplier<Set<BindingId>> present) {
    if (!begun) {
      begun = true;
      doubtful.addAll(present.get());
    }
  }

  /**
   * Notes that a sync begins. A binding that comes with a status has moved here from another
   * operator, whose last push may not be in that status.
   *
   * @param hasStatus whether the binding was synced before, by any operator
   */
  public void meets(BindingId binding, boolean hasStatus) {
    if (met != null && met.add(binding) && hasStatus) {
      doubtful.add(binding);
    }
  }

  /** Whether a push may have been made that is not in the status. */
  public boolean about(BindingId binding) {
    return doubtful.contains(binding);
  }

  /** Notes that a push is about to be sent. */
  void raise(BindingId binding) {
    doubtful.add(binding);
  }

  /**
   * Notes that the outcome of a sync was written to the status.
   *
   * @param searched whether the sync has searched the history of the branch
   */
  public void settle(BindingId binding, Outcome outcome, boolean searched) {
    boolean settled =
        switch (outcome) {
          case Outcome.Kept _, Outcome.Pushed _ -> true;
          case Outcome.Stopped(Reason reason, String _)
              when reason == Reason.MANIFEST_CHANGED || reason == Reason.ROLLED_BACK ->
              true;
          // These last for days: a history that was searched is not searched at each sync.
          case Outcome.Stopped(Reason reason, String _) when reason == Reason.PULL_REQUEST_CLOSED ->
              searched;
          case Outcome.Waiting(Reason reason, String _, String _)
              when reason == Reason.AWAITING_MERGE ->
              searched;
          case Outcome.Previewed _ -> searched;
          case Outcome.Stopped _, Outcome.Waiting _, Outcome.InFlight _ -> false;
        };
    if (settled) {
      doubtful.remove(binding);
    }
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    doubtful.remove(binding);
    if (met != null) {
      met.remove(binding);
    }
  }
}
