package dev.gitopsbinding.status.history;

import java.util.Locale;

/** The stages of a deployment that are timed; each ends where the next one begins. */
public enum LeadTimeStage {
  /** From the author date of the source commit until the operator saw the commit. */
  COMMIT,
  /** From there until the image was found in its registry. */
  IMAGE,
  /** From there until the manifest's server accepted the push. */
  MANIFEST,
  /** From there until the target asked for the tag. */
  APPLIED,
  /** From there until the target ran the tag in all its pods. */
  ROLLOUT,
  /** All but the first: from when the operator saw the source commit. */
  DELIVERY,
  /** All together: from the author date. */
  TOTAL;

  /** The value of the label {@code stage}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
