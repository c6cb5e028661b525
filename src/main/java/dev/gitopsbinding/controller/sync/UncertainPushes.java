package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The bindings for which a push may have been made that is not in their status. An earlier process
 * may have pushed for any binding that existed when this process became the leader; this process
 * may have pushed until the result is in the status. A binding that was created later and never
 * pushed for is not among them, so that its syncs read no history.
 */
public final class UncertainPushes {
  private final Set<BindingId> doubtful = ConcurrentHashMap.newKeySet();
  private boolean begun;

  /** Notes the bindings that are there before the first of them is looked at; once. */
  public synchronized void begin(Supplier<Set<BindingId>> present) {
    if (!begun) {
      begun = true;
      doubtful.addAll(present.get());
    }
  }

  /** Whether a push may have been lost. */
  public boolean about(BindingId binding) {
    return doubtful.contains(binding);
  }

  /** A push is about to be sent. */
  void raise(BindingId binding) {
    doubtful.add(binding);
  }

  /** The status was written after a sync that ended so. */
  public void settle(BindingId binding, Outcome outcome) {
    boolean settled =
        switch (outcome) {
          case Outcome.Kept _, Outcome.Pushed _ -> true;
          case Outcome.Stopped(Reason reason, String _) -> reason == Reason.MANIFEST_CHANGED;
          case Outcome.Waiting _, Outcome.InFlight _ -> false;
        };
    if (settled) {
      doubtful.remove(binding);
    }
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    doubtful.remove(binding);
  }
}
