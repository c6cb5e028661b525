package dev.gitopsbinding.binding;

/**
 * Which commit of the source branch is deployed.
 *
 * @param select which of the commits that are newer than the deployed one
 * @param holdsRewound whether a commit that does not descend from the deployed one is held
 */
public record SourcePolicy(Select select, boolean holdsRewound) {
  /** Which commit is wanted. */
  public enum Select {
    /** The tip of the branch. */
    NEWEST,
    /** The newest commit whose image exists. */
    NEWEST_WITH_IMAGE
  }

  /** Whether the wanted commit may be another one than the tip. */
  public boolean looksBack() {
    return select == Select.NEWEST_WITH_IMAGE;
  }

  /** Whether the history of the source is read to decide what is deployed. */
  public boolean readsHistory() {
    return looksBack() || holdsRewound;
  }
}
