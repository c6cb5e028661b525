package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.paths.PathFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the binding that {@code spec.source.binding} names has rolled out. */
public sealed interface Promotion {
  /**
   * That binding has stopped, so nothing of it is promoted.
   *
   * @param reason why, as in {@link StagePolicy}
   */
  record Held(Reason reason) implements Promotion {}

  /**
   * It has not run any commit for long enough.
   *
   * @param soak what it runs now; null: nothing that is known
   */
  record Pending(@Nullable Soak soak) implements Promotion {}

  /**
   * A commit may be deployed.
   *
   * @param rolledOut the commits that it has rolled out, newest first; a commit that came back is
   *     there twice
   * @param position of the commit that may be deployed, in that list
   * @param newer a newer one that it has not run for long enough yet; null if there is none
   * @param origin what the first binding of the chain follows; null if it is not known
   */
  record Offer(
      List<CommitSha> rolledOut, int position, @Nullable Soak newer, @Nullable Origin origin)
      implements Promotion {
    /** Copies the list. */
    public Offer {
      rolledOut = List.copyOf(rolledOut);
    }

    /** The commit that may be deployed. */
    public CommitSha commit() {
      return rolledOut.get(position);
    }

    /**
     * The position of the newest commit that has one of these tags, whatever form of tags the spec
     * has by now; empty if it has none.
     *
     * @param follower the binding whose tags these are
     */
    public Optional<Integer> newestOf(Set<String> tags, Observation follower) {
      return PromotionPolicy.newestOf(rolledOut, follower, tags);
    }

    /** Whether the commit that may be deployed was rolled out before the one at {@code other}. */
    public boolean isBefore(int other) {
      return position > other
          || (position < other
              && rolledOut.subList(other + 1, rolledOut.size()).contains(commit()));
    }
  }

  /**
   * Where the commits of a chain come from.
   *
   * @param branch that the first binding of the chain follows
   * @param paths which files a commit must touch to count there; null: any
   */
  record Origin(RemoteBranch branch, @Nullable PathFilter paths) {}

  /**
   * A commit whose soak time is not over.
   *
   * @param since when its rollout was complete, by the clock of statuses
   * @param over when it may be deployed
   * @param left how long that was at the time of the read
   */
  record Soak(CommitSha commit, Instant since, Instant over, Duration left) {}
}
