package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Values of {@code spec.image.pin}, for the schema; the Java field accepts any string. */
public enum ImagePin {
  @JsonProperty("Tag")
  TAG,
  @JsonProperty("Digest")
  DIGEST
}
