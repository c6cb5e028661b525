package dev.gitopsbinding.http;

import java.util.Optional;

/** A condition for a probe to succeed. Called from many threads. */
@FunctionalInterface
public interface HealthCheck {
  /** The problem in a few words, without a secret; empty if the check passes. */
  Optional<String> problem();
}
