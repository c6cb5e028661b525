package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.target.kind}, for the schema; the Java field accepts any string. */
enum TargetKind {
  @JsonProperty("Deployment")
  DEPLOYMENT
}
