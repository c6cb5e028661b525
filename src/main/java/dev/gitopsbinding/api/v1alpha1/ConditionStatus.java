package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The statuses a condition can have, for the schema; the field itself stays a lenient string. */
enum ConditionStatus {
  @JsonProperty("True")
  TRUE,
  @JsonProperty("False")
  FALSE,
  @JsonProperty("Unknown")
  UNKNOWN
}
