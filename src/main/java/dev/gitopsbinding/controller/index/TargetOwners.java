package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.plan.Claim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Remembers which image fields and branches each binding wants, and how far its claim goes. */
final class TargetOwners {
  private final Map<BindingId, Wish> wishes = new ConcurrentHashMap<>();

  /**
   * What a binding writes and reads, and its claim to it.
   *
   * @param fields those that it writes
   * @param branches those that it reads, and the one that it pushes to if that is another one
   */
  record Wish(List<ImageField> fields, List<BranchIdentity> branches, Claim claim) {
    /** Copies the lists. */
    Wish {
      fields = List.copyOf(fields);
      branches = List.copyOf(branches);
    }
  }

  /** What other bindings may want as well, so that these have to be synced. */
  record Contested(Set<ImageField> fields, Set<BranchIdentity> branches) {}

  /**
   * Notes what a binding wants from now on.
   *
   * @param wanted null if it wants nothing
   * @return nothing if nothing changed
   */
  Contested change(BindingId binding, @Nullable Wish wanted) {
    Wish before = wanted == null ? wishes.remove(binding) : wishes.put(binding, wanted);
    List<Wish> changed =
        Objects.equals(before, wanted)
            ? List.of()
            : Stream.of(before, wanted).filter(Objects::nonNull).toList();
    return new Contested(
        changed.stream().flatMap(wish -> wish.fields().stream()).collect(Collectors.toSet()),
        changed.stream().flatMap(wish -> wish.branches().stream()).collect(Collectors.toSet()));
  }
}
