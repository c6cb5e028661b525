package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The branch that a binding pushes to.
 *
 * @param tip its newest commit; null if there is no such branch
 * @param own whether the operator made every commit of it that the base branch lacks
 * @param contained whether the base branch contains it
 * @param lags whether it lacks commits of the base branch
 * @param places what each place of the binding holds at the tip; empty if there is no branch, or if
 *     one of them cannot be read there
 * @param deletable false after the host refused to delete it
 */
public record PushBranchSeen(
    @Nullable CommitSha tip,
    boolean own,
    boolean contained,
    boolean lags,
    List<List<String>> places,
    boolean deletable) {
  /** There is no such branch. */
  public static final PushBranchSeen NONE =
      new PushBranchSeen(null, true, false, false, List.of(), true);

  /** Copies the lists. */
  public PushBranchSeen {
    places = places.stream().map(List::copyOf).toList();
  }

  /** The same branch, which the host keeps. */
  public PushBranchSeen kept() {
    return new PushBranchSeen(tip, own, contained, lags, places, false);
  }

  /** Whether every selected image has the tag, and a digest if one is needed. */
  public boolean holds(String tag, boolean pinned) {
    List<String> images = images();
    return tip != null && !images.isEmpty() && new ManifestSeen(tip, images).holds(tag, pinned);
  }

  /** The images of all places. */
  public List<String> images() {
    return places.stream().flatMap(List::stream).toList();
  }

  /** Whether it holds commits that the base branch lacks, and all of them are the operator's. */
  boolean holdsOnlyOwn() {
    return own && !contained && tip != null;
  }
}
