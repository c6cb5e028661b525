package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bindings whose sync has begun, or is about to begin, and will probably push to a branch. A
 * batch waits a moment for them, so that all bindings of one source commit go in one push; without
 * that, the first push would hold a few, and all others would wait until it has landed.
 * Thread-safe.
 */
final class ExpectedPushes {
  private final Map<BindingId, BranchIdentity> branches = new HashMap<>();
  private final Map<BranchIdentity, Set<BindingId>> bindings = new HashMap<>();

  /** Records that a binding will probably push to a branch soon. */
  synchronized void expect(BindingId binding, BranchIdentity branch) {
    settle(binding);
    branches.put(binding, branch);
    bindings.computeIfAbsent(branch, _ -> new HashSet<>()).add(binding);
  }

  /** Records that a binding has pushed, or will not push. */
  synchronized void settle(BindingId binding) {
    BranchIdentity branch = branches.remove(binding);
    if (branch != null) {
      bindings.computeIfPresent(
          branch, (_, others) -> others.remove(binding) && others.isEmpty() ? null : others);
    }
  }

  /** Whether a push to the branch is expected. */
  synchronized boolean any(BranchIdentity branch) {
    return bindings.containsKey(branch);
  }

  /** Expects no push to the branch any more: a sync that takes long is not waited for again. */
  synchronized void settleAll(BranchIdentity branch) {
    Set<BindingId> late = bindings.remove(branch);
    if (late != null) {
      branches.keySet().removeAll(late);
    }
  }
}
