package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which binding names which copy, and which copies nobody names any more. Thread-safe. */
final class CopyNames {
  /** One local copy. */
  record Copy(BranchIdentity lane, Lane.Access access) {
    static Copy of(Remote remote) {
      return new Copy(remote.branch().identity(), Lane.Access.of(remote));
    }
  }

  private final Map<BindingId, Copy> named = new ConcurrentHashMap<>();
  private final Map<Copy, Integer> counts = new HashMap<>();

  /**
   * The binding names this copy from now on, and no other.
   *
   * @return the copy that it was the last to name
   */
  Optional<Copy> name(BindingId binding, Copy copy) {
    if (copy.equals(named.get(binding))) {
      return Optional.empty();
    }
    synchronized (counts) {
      Optional<Copy> before = Optional.ofNullable(named.put(binding, copy));
      counts.merge(copy, 1, Integer::sum);
      return before.filter(this::wasLast);
    }
  }

  /**
   * The binding names no copy any more.
   *
   * @return the copy that it was the last to name
   */
  Optional<Copy> release(BindingId binding) {
    synchronized (counts) {
      return Optional.ofNullable(named.remove(binding)).filter(this::wasLast);
    }
  }

  /** Whether any binding names it. */
  boolean isNamed(Copy copy) {
    synchronized (counts) {
      return counts.containsKey(copy);
    }
  }

  private boolean wasLast(Copy copy) {
    return counts.merge(copy, -1, (count, less) -> count == 1 ? null : count + less) == null;
  }
}
