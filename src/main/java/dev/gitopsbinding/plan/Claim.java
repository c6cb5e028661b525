package dev.gitopsbinding.plan;

/** Who has to leave a scalar to an older binding that wants it too. */
public enum Claim {
  /** Nobody. */
  NONE,
  /** Younger bindings of the same namespace. */
  NAMESPACE,
  /** Younger bindings of all namespaces. */
  EVERYWHERE;

  /** Whether a younger binding has to leave the scalar alone. */
  public boolean binds(boolean sameNamespace) {
    return this == EVERYWHERE || (this == NAMESPACE && sameNamespace);
  }
}
