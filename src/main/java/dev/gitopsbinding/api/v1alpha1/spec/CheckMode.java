package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Values of {@code spec.image.check.mode} and {@code spec.source.checks.mode}, for the schema; the
 * Java field accepts any string.
 */
public enum CheckMode {
  @JsonProperty("Required")
  REQUIRED,
  @JsonProperty("Skip")
  SKIP
}
