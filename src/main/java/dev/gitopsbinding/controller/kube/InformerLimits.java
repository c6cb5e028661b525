package dev.gitopsbinding.controller.kube;

/** Limits of the requests of informers. */
public final class InformerLimits {
  /** The largest number of objects that one request lists. */
  public static final long LIST_LIMIT = 500;

  private InformerLimits() {}
}
