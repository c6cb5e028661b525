package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.rollback.mode}, for the schema; the Java field accepts any string. */
public enum RollbackMode {
  @JsonProperty("Never")
  NEVER,
  @JsonProperty("OnFailedRollout")
  ON_FAILED_ROLLOUT
}
