package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is asked of an image, for the schema; the field itself stays a lenient string. */
enum CheckMode {
  @JsonProperty("Required")
  REQUIRED,
  @JsonProperty("Skip")
  SKIP
}
