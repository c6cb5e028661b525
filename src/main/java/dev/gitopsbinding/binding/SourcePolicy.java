package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.paths.PathFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which commit of the source branch is deployed.
 *
 * @param select which of the commits that are newer than the deployed one
 * @param holdsRewound whether a commit that does not descend from the deployed one is held
 * @param paths only commits that touch these files count; null: all commits
 */
public record SourcePolicy(Select select, boolean holdsRewound, @Nullable PathFilter paths) {
  /** Which commit is wanted. */
  public enum Select {
    /** The newest commit. */
    NEWEST,
    /** The newest commit whose image exists. */
    NEWEST_WITH_IMAGE
  }

  /** Whether the wanted commit may be another one than the newest that counts. */
  public boolean looksBack() {
    return select == Select.NEWEST_WITH_IMAGE;
  }

  /** Whether the history of the source is read to decide what is deployed. */
  public boolean readsHistory() {
    return looksBack() || holdsRewound || paths != null;
  }

  /** Whether the wanted commit is the tip of the branch. */
  public boolean wantsTip() {
    return !looksBack() && paths == null;
  }
}
