package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The local copies that each binding refers to: that of its manifest, and that of the branch that
 * it pushes to, which is the same one in most cases. Thread-safe.
 */
final class CopyNames {
  /** Identifies a local copy: its branch and its access. */
  record Copy(BranchIdentity lane, Lane.Access access) {
    static Copy of(Remote remote) {
      return new Copy(remote.branch().identity(), Lane.Access.of(remote));
    }
  }

  private record Named(Copy manifest, Copy pushes) {
    Set<Copy> copies() {
      return manifest.equals(pushes) ? Set.of(manifest) : Set.of(manifest, pushes);
    }
  }

  private final Map<BindingId, Named> named = new ConcurrentHashMap<>();
  private final Map<Copy, Integer> counts = new HashMap<>();

  /**
   * Records that a binding refers to these copies, and to no others.
   *
   * @return the previous copies of the binding that no binding refers to any more
   */
  List<Copy> name(BindingId binding, Copy manifest, Copy pushes) {
    Named now = new Named(manifest, pushes);
    if (now.equals(named.get(binding))) {
      return List.of();
    }
    synchronized (counts) {
      Named before = named.put(binding, now);
      now.copies().forEach(copy -> counts.merge(copy, 1, Integer::sum));
      return unused(before);
    }
  }

  /**
   * Records that a binding refers to no copy any more.
   *
   * @return the previous copies of the binding that no binding refers to any more
   */
  List<Copy> release(BindingId binding) {
    synchronized (counts) {
      return unused(named.remove(binding));
    }
  }

  /** The copy that a binding pushes from; empty if it refers to none. */
  Optional<Copy> pushes(BindingId binding) {
    return Optional.ofNullable(named.get(binding)).map(Named::pushes);
  }

  /** Whether any binding refers to the copy. */
  boolean isNamed(Copy copy) {
    synchronized (counts) {
      return counts.containsKey(copy);
    }
  }

  private List<Copy> unused(@Nullable Named before) {
    return before == null ? List.of() : before.copies().stream().filter(this::wasLast).toList();
  }

  private boolean wasLast(Copy copy) {
    return counts.merge(copy, -1, (count, less) -> count == 1 ? null : count + less) == null;
  }
}
