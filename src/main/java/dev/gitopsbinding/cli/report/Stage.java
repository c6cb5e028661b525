package dev.gitopsbinding.cli.report;

/** The stages on the way of a commit to the cluster, in their order. */
public enum Stage {
  /** The binding itself: its spec, and whether it is suspended. */
  BINDING("Binding"),
  /** Which commit is wanted. */
  SOURCE("Source"),
  /** Whether the checks of the commit have passed; only if the spec asks for some. */
  CHECKS("Checks"),
  /** Whether the image of the commit exists. */
  IMAGE("Image"),
  /** Whether the manifest branch holds the tag. */
  MANIFEST("Manifest"),
  /** Whether the target runs the tag. */
  ROLLOUT("Rollout");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  /** The word for users. */
  public String text() {
    return text;
  }
}
