package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The local copy that each binding refers to. Thread-safe. */
final class CopyNames {
  /** Identifies a local copy: its branch and its access. */
  record Copy(BranchIdentity lane, Lane.Access access) {
    static Copy of(Remote remote) {
      return new Copy(remote.branch().identity(), Lane.Access.of(remote));
    }
  }

  private final Map<BindingId, Copy> named = new ConcurrentHashMap<>();
  private final Map<Copy, Integer> counts = new HashMap<>();

  /**
   * Records that a binding refers to a copy, and to no other.
   *
   * @return the previous copy of the binding, if no other binding refers to it; else empty
   */
  Optional<Copy> name(BindingId binding, Copy copy) {
    if (copy.equals(named.get(binding))) {
      return Optional.empty();
    }
    synchronized (counts) {
      Copy before = named.put(binding, copy);
      counts.merge(copy, 1, Integer::sum);
      return Optional.ofNullable(before).filter(this::wasLast);
    }
  }

  /**
   * Records that a binding refers to no copy any more.
   *
   * @return the previous copy of the binding, if no other binding refers to it; else empty
   */
  Optional<Copy> release(BindingId binding) {
    synchronized (counts) {
      return Optional.ofNullable(named.remove(binding)).filter(this::wasLast);
    }
  }

  /** The copy that a binding refers to; empty if none. */
  Optional<Copy> of(BindingId binding) {
    return Optional.ofNullable(named.get(binding));
  }

  /** Whether any binding refers to the copy. */
  boolean isNamed(Copy copy) {
    synchronized (counts) {
      return counts.containsKey(copy);
    }
  }

  private boolean wasLast(Copy copy) {
    return counts.merge(copy, -1, (count, less) -> count == 1 ? null : count + less) == null;
  }
}
