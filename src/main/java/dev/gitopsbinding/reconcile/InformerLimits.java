package dev.gitopsbinding.reconcile;

/** How informers ask the API server. */
final class InformerLimits {
  /** How many objects one request lists. */
  static final long LIST_LIMIT = 500;

  private InformerLimits() {}
}
