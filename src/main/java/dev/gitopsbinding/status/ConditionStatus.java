package dev.gitopsbinding.status;

/** The values of a condition's status (Kubernetes API conventions, "Typical status properties"). */
enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
