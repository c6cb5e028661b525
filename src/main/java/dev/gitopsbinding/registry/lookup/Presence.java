package dev.gitopsbinding.registry.lookup;

/** Whether a registry has an image. */
public enum Presence {
  /** There is a manifest under this name and tag. */
  FOUND,
  /** There is none that the login can see. */
  MISSING
}
