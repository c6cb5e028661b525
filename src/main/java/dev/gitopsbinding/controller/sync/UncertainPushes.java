package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The bindings for which a push may have been made that their status does not tell of: by an
 * earlier process, for all that were there when this one began; and by this one, until the status
 * says what came of it. A binding that was made later and never pushed for is in no doubt, so that
 * it costs no look into the branch's history.
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
