package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.BindingId;
import java.time.Duration;

/** Where the commits come from whose tags are written. */
public sealed interface Source {
  /** A branch of a repository. */
  record Branch(Binding.Location location) implements Source {}

  /**
   * Another binding: what it has rolled out is promoted.
   *
   * @param binding the binding that is followed
   * @param soak how long its target must have run a commit; from zero to 30 days
   */
  record Upstream(BindingId binding, Duration soak) implements Source {}
}
