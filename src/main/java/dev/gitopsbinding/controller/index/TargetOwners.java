package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Claim;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which image field each binding writes and how strong its claim to it is, so that rivals
 * are woken when a field is released or claimed.
 */
final class TargetOwners {
  private final Map<BindingId, Wish> wishes = new ConcurrentHashMap<>();

  /** What a binding wants to write, and who has to leave it alone. */
  record Wish(ImageField field, Claim claim) {}

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
            .map(Wish::field)
            .collect(Collectors.toSet());
  }
}
