package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The statuses that a condition can have (Kubernetes API conventions, "Typical status properties").
 * The Java field of a condition accepts any string.
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

  /** The value of a condition's {@code status}. */
  public String text() {
    return text;
  }
}
