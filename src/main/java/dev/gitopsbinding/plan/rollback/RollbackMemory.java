package dev.gitopsbinding.plan.rollback;

import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of rollbacks by the status and, where that may be lost, by the trailers of the
 * operator's own commits. It counts for one file and one selection of images. Pure.
 */
public final class RollbackMemory {
  private RollbackMemory() {}

  /**
   * The newest rollback.
   *
   * @param failed the tag that was rolled back
   * @param failedCommit the source commit of that tag; null if it is not known
   * @param toTag the tag that was written
   * @param commit the commit in the manifest branch
   * @param own the operator's commit, if the status does not know the rollback yet
   * @param ended whether the hold after it has ended
   */
  public record Newest(
      String failed,
      @Nullable CommitSha failedCommit,
      String toTag,
      CommitSha commit,
      @Nullable OwnCommit own,
      boolean ended) {
    /** Whether the desired commit is the one that was rolled back, whatever its tag is by now. */
    public boolean isDesired(Observation observation) {
      return observation.desiredTag().equals(Optional.of(failed))
          || (failedCommit != null && observation.selected().equals(Optional.of(failedCommit)));
    }
  }

  /** What the status knows of rollbacks in the binding's file. */
  public static Optional<RollbackStatus> known(Observation observation) {
    Binding binding = observation.binding();
    return Optional.ofNullable(observation.status().rollback())
        .filter(status -> binding.file().equals(status.file()))
        .filter(status -> binding.selection().equals(status.selection()));
  }

  /** The tags whose rollout completed, the newest first. */
  public static List<String> completed(Observation observation) {
    return known(observation).map(RollbackStatus::completed).orElse(List.of());
  }

  /** The newest rollback of the binding, if there was one. */
  public static Optional<Newest> newest(Observation observation) {
    Optional<RollbackStatus> known = known(observation);
    List<String> failed = known.map(RollbackStatus::failed).orElse(List.of());
    return observation
        .known(Questions.OWN_COMMIT)
        .flatMap(Function.identity())
        .filter(own -> own.isFor(observation.binding()))
        .flatMap(own -> byTrailer(observation, own))
        .filter(newest -> !failed.contains(newest.failed()))
        .or(() -> known.flatMap(RollbackMemory::byStatus));
  }

  /** Whether a tag was rolled back before. */
  public static boolean wasRolledBack(Observation observation, String tag) {
    return known(observation).map(RollbackStatus::failed).orElse(List.of()).contains(tag)
        || newest(observation).filter(newest -> newest.failed().equals(tag)).isPresent();
  }

  /** The source commit of a tag that was pushed, by the history or by its digits. */
  public static Optional<CommitSha> commitOf(Observation observation, String tag) {
    return observation.status().history().stream()
        .filter(one -> tag.equals(one.tag()))
        .flatMap(one -> CommitSha.parse(one.commit()).stream())
        .findFirst()
        .or(
            () ->
                observation.binding().image().tagFormat().digitsIn(tag).flatMap(CommitSha::parse));
  }

  private static Optional<Newest> byTrailer(Observation observation, OwnCommit own) {
    String failed = own.rolledBack();
    List<String> tags =
        own.images().stream().flatMap(image -> ManifestSeen.tagOf(image).stream()).toList();
    return failed == null || tags.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Newest(
                failed,
                commitOf(observation, failed).orElse(null),
                tags.getFirst(),
                own.commit(),
                own,
                false));
  }

  private static Optional<Newest> byStatus(RollbackStatus status) {
    String toTag = status.toTag();
    CommitSha commit = CommitSha.parse(status.commit()).orElse(null);
    return status.failed().isEmpty() || toTag == null || commit == null
        ? Optional.empty()
        : Optional.of(
            new Newest(
                status.failed().getFirst(),
                CommitSha.parse(status.failedCommit()).orElse(null),
                toTag,
                commit,
                null,
                Boolean.TRUE.equals(status.ended())));
  }
}
