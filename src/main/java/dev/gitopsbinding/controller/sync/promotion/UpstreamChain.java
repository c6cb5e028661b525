package dev.gitopsbinding.controller.sync.promotion;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bindings from one that follows another to the first of the chain, which follows a branch.
 *
 * @param bindings in the order in which one follows the next
 * @param end how it ends
 * @param origin what the first of the chain follows; null if it was not found
 */
record UpstreamChain(List<BindingId> bindings, End end, Promotion.@Nullable Origin origin) {
  /** How many bindings may be in a chain. */
  static final int MAX_BINDINGS = 16;

  /** How a chain ends. */
  enum End {
    /** At a branch, at a binding that cannot be read, or in a cycle of others. */
    OPEN,
    /** At the binding that it begins with. */
    CYCLE,
    /** Not within the longest chain that is allowed. */
    TOO_LONG
  }

  /** Copies the list. */
  UpstreamChain {
    bindings = List.copyOf(bindings);
  }

  /**
   * Follows the chain as far as its owners consent.
   *
   * @param next the binding that one of a namespace follows; empty if it cannot be read or may not
   *     be followed
   */
  static UpstreamChain of(Binding start, BiFunction<String, BindingId, Optional<Binding>> next) {
    List<BindingId> path = new ArrayList<>(List.of(start.id()));
    Binding current = start;
    while (true) {
      switch (current.source()) {
        case Source.Branch(var location) -> {
          return new UpstreamChain(
              path, End.OPEN, new Promotion.Origin(location.branch(), current.policy().paths()));
        }
        case Source.Upstream(BindingId upstream, var _) -> {
          boolean seen = path.contains(upstream);
          path.add(upstream);
          if (seen || path.size() > MAX_BINDINGS) {
            return new UpstreamChain(path, end(start, upstream, seen), null);
          }
          Binding found = next.apply(current.id().namespace(), upstream).orElse(null);
          if (found == null) {
            return new UpstreamChain(path, End.OPEN, null);
          }
          current = found;
        }
      }
    }
  }

  private static End end(Binding start, BindingId last, boolean seen) {
    if (!seen) {
      return End.TOO_LONG;
    }
    return last.equals(start.id()) ? End.CYCLE : End.OPEN;
  }
}
