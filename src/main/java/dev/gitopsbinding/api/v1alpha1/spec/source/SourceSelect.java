package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.source.select}, for the schema; the Java field accepts any string. */
public enum SourceSelect {
  @JsonProperty("Newest")
  NEWEST,
  @JsonProperty("NewestWithImage")
  NEWEST_WITH_IMAGE
}
