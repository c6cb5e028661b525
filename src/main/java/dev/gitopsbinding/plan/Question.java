package dev.gitopsbinding.plan;

/** A fact that is dear to learn. Whom to ask, and how fresh it must be, the observation says. */
public enum Question {
  /** Which commit is the newest of the source branch? */
  SOURCE_TIP,
  /** What does the manifest file hold at the tip of its branch? */
  MANIFEST,
  /**
   * Which commit did the operator make for the binding last, as far as the branch's history says?
   */
  OWN_COMMIT,
  /** Who changed the manifest file last? */
  MANIFEST_CHANGE,
  /** Does the registry have the image with the desired tag? */
  IMAGE
}
