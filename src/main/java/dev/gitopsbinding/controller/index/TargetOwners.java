package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Claim;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers which image field each binding writes and how strong its claim to it is, so that rivals
 * are woken when a field is released or claimed.
 */
final class TargetOwners {
  private final Map<BindingId, Wish> wishes = new ConcurrentHashMap<>();

  /** What a binding wants to write, and who has to leave it alone. */
  record Wish(ImageField scalar, Claim claim) {}

  /**
   * Notes what a binding wants now.
   *
   * @return the scalars whose other bindings have to look again; empty where nothing changed
   */
  Set<ImageField> change(BindingId binding, Optional<Wish> wanted) {
    Optional<Wish> before =
        wanted
            .map(wish -> Optional.ofNullable(wishes.put(binding, wish)))
            .orElseGet(() -> Optional.ofNullable(wishes.remove(binding)));
    return before.equals(wanted)
        ? Set.of()
        : Stream.concat(before.stream(), wanted.stream())
            .map(Wish::scalar)
            .collect(Collectors.toSet());
  }
}
