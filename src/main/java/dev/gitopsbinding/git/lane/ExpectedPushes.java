package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.lane.CopyNames.Copy;
import dev.gitopsbinding.model.BindingId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bindings that may push soon, by the local copy that they refer to. A batch waits a moment for
 * them, so that all bindings of one source commit go in one push; without that, the first push
 * would hold a few, and all others would wait until it has landed. Thread-safe.
 */
final class ExpectedPushes {
  /** What is expected at a copy: the most likely of its bindings counts. */
  enum Expectation {
    NONE,

    /** A sync runs, and most syncs find nothing to push. */
    POSSIBLE,

    /** The source has a new commit, and the sync will find it. */
    LIKELY
  }

  private final Map<BindingId, Copy> copies = new HashMap<>();
  private final Map<Copy, Map<BindingId, Expectation>> bindings = new HashMap<>();

  /**
   * Bindings whose push waits or is sent: their syncs wait for it, so it must not wait for them.
   */
  private final Set<BindingId> submitted = new HashSet<>();

  /** Records what is expected of a binding; a likely push stays likely until it is settled. */
  synchronized void expect(BindingId binding, Copy copy, Expectation expectation) {
    if (submitted.contains(binding)) {
      return;
    }
    if (!copy.equals(copies.get(binding))) {
      settle(binding);
      copies.put(binding, copy);
    }
    bindings
        .computeIfAbsent(copy, _ -> new HashMap<>())
        .merge(binding, expectation, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Records that a binding has submitted a push; nothing more is expected of its sync. */
  synchronized void submitted(BindingId binding) {
    settle(binding);
    submitted.add(binding);
  }

  /** Records that a sync of a binding has ended, or that the binding is gone. */
  synchronized void ended(BindingId binding) {
    settle(binding);
    submitted.remove(binding);
  }

  /** What is expected at a copy now. */
  synchronized Expectation at(Copy copy) {
    Map<BindingId, Expectation> expected = bindings.get(copy);
    if (expected == null) {
      return Expectation.NONE;
    }
    return expected.containsValue(Expectation.LIKELY) ? Expectation.LIKELY : Expectation.POSSIBLE;
  }

  /** Expects nothing at the copy any more, until the next sync begins there. */
  synchronized void settleAll(Copy copy) {
    Map<BindingId, Expectation> late = bindings.remove(copy);
    if (late != null) {
      copies.keySet().removeAll(late.keySet());
    }
  }

  private void settle(BindingId binding) {
    Copy copy = copies.remove(binding);
    if (copy != null) {
      bindings.computeIfPresent(
          copy,
          (_, others) -> {
            others.remove(binding);
            return others.isEmpty() ? null : others;
          });
    }
  }
}
