package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Claim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Remembers which image fields each binding writes and how far its claim to them goes. */
final class TargetOwners {
  private final Map<BindingId, Wish> wishes = new ConcurrentHashMap<>();

  /** The fields that a binding writes, and its claim to them. */
  record Wish(List<ImageField> fields, Claim claim) {
    /** Copies the list. */
    Wish {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Notes what a binding writes from now on.
   *
   * @param wanted null if it writes nothing
   * @return the fields whose other bindings have to be synced; empty if nothing changed
   */
  Set<ImageField> change(BindingId binding, @Nullable Wish wanted) {
    Wish before = wanted == null ? wishes.remove(binding) : wishes.put(binding, wanted);
    return Objects.equals(before, wanted)
        ? Set.of()
        : Stream.of(before, wanted)
            .filter(Objects::nonNull)
            .flatMap(wish -> wish.fields().stream())
            .collect(Collectors.toSet());
  }
}
