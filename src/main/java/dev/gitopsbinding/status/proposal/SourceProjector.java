package dev.gitopsbinding.status.proposal;

import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedSource;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.status.condition.Timestamps;
import dev.gitopsbinding.status.history.CommitProjector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps where a proposed tag comes from until it is merged: by then nobody asks any more. Pure. */
public final class SourceProjector {
  private SourceProjector() {}

  /** What is known of a tag when it is pushed; null for nothing. */
  public static @Nullable ProposedSource of(Observation observation, String tag, boolean rollback) {
    boolean desired = !rollback && observation.desiredTag().equals(Optional.of(tag));
    CommitSha commit =
        (desired ? observation.selected() : RollbackMemory.commitOf(observation, tag)).orElse(null);
    Instant found = desired ? observation.imageFoundAt().orElse(null) : null;
    PushContents contents = desired ? observation.known(Questions.CONTENTS).orElse(null) : null;
    return commit == null && found == null && contents == null
        ? null
        : new ProposedSource(
            commit == null ? null : commit.hex(),
            found == null ? null : Timestamps.format(found),
            contents == null ? null : CommitProjector.pushedCommits(contents),
            contents == null ? null : contents.count(),
            (contents != null && contents.more()) ? true : null);
  }

  /** When the image was first found; null if that is not known. */
  public static @Nullable Instant imageFound(@Nullable ProposedSource source) {
    return source == null || source.imageFound() == null
        ? null
        : Timestamps.parse(source.imageFound()).orElse(null);
  }

  /**
   * The source commits that come with the tag.
   *
   * @param replaced the images that it replaces
   */
  public static Optional<PushContents> contents(
      @Nullable ProposedSource source, List<String> replaced) {
    return source == null || source.commits() == null
        ? Optional.empty()
        : CommitProjector.contents(
            replaced,
            source.commits(),
            source.commitCount(),
            Boolean.TRUE.equals(source.moreCommits()));
  }
}
