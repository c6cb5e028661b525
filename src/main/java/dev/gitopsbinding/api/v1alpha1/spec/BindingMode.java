package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.mode}, for the schema; the Java field accepts any string. */
public enum BindingMode {
  @JsonProperty("Write")
  WRITE,
  @JsonProperty("Preview")
  PREVIEW
}
