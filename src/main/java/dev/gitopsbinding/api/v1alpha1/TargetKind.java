package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds a target can have, for the schema; the field itself stays a lenient string. */
enum TargetKind {
  @JsonProperty("Deployment")
  DEPLOYMENT
}
