package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.source.report}, for the schema; the Java field accepts any string. */
public enum SourceReport {
  @JsonProperty("CommitStatus")
  COMMIT_STATUS
}
