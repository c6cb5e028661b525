package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The source commits that are newer than the one to deploy, and have no image yet. Pure. */
public final class NewerCommits {
  private NewerCommits() {}

  /**
   * How long the images of newer commits are looked for, by the time when the tip was first seen;
   * zero if a search goes on. With paths, commits that do not count move the tip too; on a busy
   * branch the frequent looks would never end, so it is at least the interval. Empty if there is no
   * newer commit.
   *
   * @param after the status of this sync
   */
  public static Optional<Duration> lookedFor(
      Observation observation, GitOpsBindingStatus after, Instant now) {
    return observation
        .known(Questions.SELECTED_COMMIT)
        .filter(selected -> selected.newer() > 0)
        .map(
            selected ->
                selected.partial() ? Duration.ZERO : atLeast(observation, sinceSeen(after, now)));
  }

  private static Duration atLeast(Observation observation, Duration sinceSeen) {
    Duration interval = observation.binding().interval();
    boolean hasPaths = observation.binding().policy().paths() != null;
    return hasPaths && sinceSeen.compareTo(interval) < 0 ? interval : sinceSeen;
  }

  private static Duration sinceSeen(GitOpsBindingStatus after, Instant now) {
    return Optional.ofNullable(after.source())
        .map(SourceStatus::firstSeenTime)
        .flatMap(Timestamps::parse)
        .map(seen -> Duration.between(seen, now))
        .orElse(Duration.ZERO);
  }
}
