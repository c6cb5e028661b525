package dev.gitopsbinding.http;

import java.util.Optional;

/** Something that must be so for a probe to succeed. Called from many threads. */
@FunctionalInterface
public interface HealthCheck {
  /** What is wrong, in a few words without a secret; empty if nothing is. */
  Optional<String> problem();
}
