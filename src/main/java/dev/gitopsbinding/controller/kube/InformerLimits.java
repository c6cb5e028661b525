package dev.gitopsbinding.controller.kube;

/** How informers ask the API server. */
public final class InformerLimits {
  /** How many objects one request lists. */
  public static final long LIST_LIMIT = 500;

  private InformerLimits() {}
}
