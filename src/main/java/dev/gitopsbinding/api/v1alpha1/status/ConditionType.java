package dev.gitopsbinding.api.v1alpha1.status;

/**
 * The condition types of a binding. {@code Ready}, {@code Reconciling} and {@code Stalled} follow
 * kstatus ("The Kstatus library", sections "Conditions" and "The abnormal-true pattern").
 */
public enum ConditionType {
  /** Whether the manifest branch holds the desired tag. Always present. */
  READY("Ready"),
  /** Present, and True, only while a sync waits: for a retry, a push in flight or a gate. */
  RECONCILING("Reconciling"),
  /**
   * Present, and True, only while the operator cannot continue by itself: the spec has to be
   * changed, or a person has to decide.
   */
  STALLED("Stalled"),
  /** Present, and True, only while the binding is suspended. */
  SUSPENDED("Suspended"),
  /** Whether the target Deployment runs the desired tag, completely. Always present. */
  ROLLED_OUT("RolledOut");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** The condition's {@code type} as users see it. */
  public String text() {
    return text;
  }
}
