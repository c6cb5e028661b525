package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Remembers which scalar each binding wants, so that rivals hear when one is set free or taken. */
final class Claims {
  private final Map<BindingId, Scalar> claims = new ConcurrentHashMap<>();

  /**
   * Notes what a binding wants now.
   *
   * @return the scalars whose other bindings have to look again; empty where nothing changed
   */
  Set<Scalar> change(BindingId binding, Optional<Scalar> wanted) {
    Optional<Scalar> before =
        wanted
            .map(scalar -> Optional.ofNullable(claims.put(binding, scalar)))
            .orElseGet(() -> Optional.ofNullable(claims.remove(binding)));
    return before.equals(wanted)
        ? Set.of()
        : Stream.concat(before.stream(), wanted.stream()).collect(Collectors.toSet());
  }
}
