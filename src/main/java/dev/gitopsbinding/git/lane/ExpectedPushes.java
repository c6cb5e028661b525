package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * The bindings that may push to a branch soon. A batch waits a moment for them, so that all
 * bindings of one source commit go in one push; without that, the first push would hold a few, and
 * all others would wait until it has landed. Thread-safe.
 */
final class ExpectedPushes {
  /** What is expected at a branch: the most likely of its bindings counts. */
  enum Expectation {
    NONE,

    /** A sync runs, and most syncs find nothing to push. */
    POSSIBLE,

    /** The source has a new commit, and the sync will find it. */
    LIKELY
  }

  private final Map<BindingId, BranchIdentity> branches = new HashMap<>();
  private final Map<BranchIdentity, Map<BindingId, Expectation>> bindings = new HashMap<>();

  /** Records what is expected of a binding; a likely push stays likely until it is settled. */
  synchronized void expect(BindingId binding, BranchIdentity branch, Expectation expectation) {
    if (!branch.equals(branches.get(binding))) {
      settle(binding);
      branches.put(binding, branch);
    }
    bindings
        .computeIfAbsent(branch, _ -> new HashMap<>())
        .merge(binding, expectation, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Records that a binding has pushed, or will not push. */
  synchronized void settle(BindingId binding) {
    BranchIdentity branch = branches.remove(binding);
    if (branch != null) {
      bindings.computeIfPresent(
          branch,
          (_, others) -> {
            others.remove(binding);
            return others.isEmpty() ? null : others;
          });
    }
  }

  /** What is expected at a branch now. */
  synchronized Expectation at(BranchIdentity branch) {
    Map<BindingId, Expectation> expected = bindings.get(branch);
    if (expected == null) {
      return Expectation.NONE;
    }
    return expected.containsValue(Expectation.LIKELY) ? Expectation.LIKELY : Expectation.POSSIBLE;
  }

  /** Expects nothing at the branch any more: a sync that takes long is waited for only once. */
  synchronized void settleAll(BranchIdentity branch) {
    Map<BindingId, Expectation> late = bindings.remove(branch);
    if (late != null) {
      branches.keySet().removeAll(late.keySet());
    }
  }
}
