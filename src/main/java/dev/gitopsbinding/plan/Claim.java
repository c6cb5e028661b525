package dev.gitopsbinding.plan;

/** Which younger bindings must not write the image field of a binding. */
public enum Claim {
  /** None: every other binding may write the field. */
  NONE,
  /** Younger bindings of the same namespace. */
  NAMESPACE,
  /** Younger bindings of all namespaces. */
  EVERYWHERE;

  /** Whether a younger binding must not write the field. */
  public boolean binds(boolean sameNamespace) {
    return this == EVERYWHERE || (this == NAMESPACE && sameNamespace);
  }
}
