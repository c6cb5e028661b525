package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether commits left a binding's manifest branch since its status last named one. What happened
 * before this process first read the branch is not known.
 */
final class BranchRewrites {
  private record Seen(String file, long count, boolean rewritten) {}

  private final Map<BindingId, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Notes a read of the branch.
   *
   * @param before how many rewrites its lane had counted before the read
   * @param after the same after it
   */
  boolean note(Binding binding, long before, long after) {
    return seen.compute(
            binding.id(),
            (_, last) ->
                last != null && last.file().equals(binding.file())
                    ? new Seen(last.file(), before, last.rewritten() || last.count() != after)
                    : new Seen(binding.file(), before, false))
        .rewritten();
  }

  /** The status was written; where the branch was read, it names a commit that is in it. */
  void named(Observation observation) {
    if (observation.known(Questions.MANIFEST).isPresent()) {
      seen.computeIfPresent(
          observation.binding().id(), (_, last) -> new Seen(last.file(), last.count(), false));
    }
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    seen.remove(binding);
  }
}
