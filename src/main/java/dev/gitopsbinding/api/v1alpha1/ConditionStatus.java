package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The statuses that a condition can have (Kubernetes API conventions, "Typical status properties").
 * The field itself stays a lenient string.
 */
public enum ConditionStatus {
  @JsonProperty("True")
  TRUE("True"),
  @JsonProperty("False")
  FALSE("False"),
  @JsonProperty("Unknown")
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  /** As it stands in a condition. */
  public String text() {
    return text;
  }
}
