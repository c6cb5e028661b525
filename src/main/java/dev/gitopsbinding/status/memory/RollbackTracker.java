package dev.gitopsbinding.status.memory;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import dev.gitopsbinding.status.condition.Timestamps;
import dev.gitopsbinding.status.rollout.Written;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tracks in the status which tags have run, and which were rolled back. Pure. */
public final class RollbackTracker {
  private static final int KEPT = 10;

  private RollbackTracker() {}

  /** Whether a status shows a rollback that the one before did not know. */
  public static boolean isNew(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    String commit = commit(after);
    return commit != null && !commit.equals(commit(before));
  }

  private static @Nullable String commit(GitOpsBindingStatus status) {
    return Optional.ofNullable(status.rollback()).map(RollbackStatus::commit).orElse(null);
  }

  /** Why the binding is on hold, if an outcome has rolled back a failed rollout. */
  public static Optional<Outcome.Stopped> hold(Observation observation, Outcome outcome) {
    return FailedRollout.rolledBackBy(observation, outcome)
        .map(
            failed ->
                new Outcome.Stopped(
                    Reason.ROLLED_BACK,
                    RollbackMessage.hold(
                        observation.binding(),
                        failed.tag(),
                        failed.lastCompleted(),
                        observation.desiredTag().orElse(failed.tag()))));
  }

  /**
   * What is known after an outcome; null for nothing, so that a binding that does not roll back
   * stores nothing.
   *
   * @param manifest what the file holds after the outcome
   */
  public static @Nullable RollbackStatus next(
      Observation observation, Outcome outcome, @Nullable ManifestStatus manifest) {
    Binding binding = observation.binding();
    RollbackStatus known = known(observation);
    Optional<String> now =
        binding.rollsBack() ? completedTag(observation, manifest) : Optional.empty();
    List<String> completed =
        now.map(tag -> first(tag, known.completed()))
            .orElse(binding.rollsBack() ? known.completed() : List.of());
    RollbackStatus next =
        rolledBack(observation, outcome, known, completed)
            .withDigest(now.isPresent() ? runningDigest(observation) : known.completedDigest());
    return next.completed().isEmpty() && next.failed().isEmpty() ? null : next;
  }

  private static RollbackStatus rolledBack(
      Observation observation, Outcome outcome, RollbackStatus known, List<String> completed) {
    FailedRollout failed = FailedRollout.rolledBackBy(observation, outcome).orElse(null);
    if (failed != null && outcome instanceof Outcome.Pushed(String tag, var push)) {
      return rolledBack(observation, failed.tag(), tag, push, known, completed);
    }
    RollbackMemory.Newest newest = RollbackMemory.newest(observation).orElse(null);
    if (newest == null) {
      return with(known, completed, null);
    }
    Boolean ended = (newest.ended() || ends(outcome, newest)) ? true : null;
    OwnCommit own = newest.own();
    return own == null
        ? with(known, completed, ended)
        : new RollbackStatus(
            completed,
            first(newest.failed(), known.failed()),
            hex(newest.failedCommit()),
            newest.toTag(),
            own.commit().hex(),
            Timestamps.format(own.at()),
            ended,
            known.file(),
            known.selection());
  }

  private static RollbackStatus rolledBack(
      Observation observation,
      String failed,
      String toTag,
      PushResult.Pushed push,
      RollbackStatus known,
      List<String> completed) {
    return new RollbackStatus(
        completed,
        first(failed, known.failed()),
        hex(RollbackMemory.commitOf(observation, failed).orElse(null)),
        toTag,
        push.commit().hex(),
        Timestamps.format(push.at()),
        null,
        known.file(),
        known.selection());
  }

  private static RollbackStatus known(Observation observation) {
    Binding binding = observation.binding();
    return RollbackMemory.known(observation)
        .orElseGet(
            () ->
                new RollbackStatus(
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    binding.file(),
                    binding.selection()));
  }

  /**
   * What is known after a rollback that ended after its sync; it took back the newest push.
   *
   * @param toTag the tag that it wrote
   */
  static @Nullable RollbackStatus ended(
      GitOpsBindingStatus before, Binding pushedFor, String toTag, PushResult.Pushed push) {
    LastPush last = before.lastPush();
    String failed = last == null ? null : last.toTag();
    var observation = Observation.of(pushedFor, before, null, new Workload.Missing(), push.at());
    RollbackStatus known = known(observation);
    return failed == null || failed.equals(toTag)
        ? before.rollback()
        : rolledBack(observation, failed, toTag, push, known, known.completed())
            .withDigest(known.completedDigest());
  }

  private static RollbackStatus with(
      RollbackStatus known, List<String> completed, @Nullable Boolean ended) {
    return new RollbackStatus(
        completed,
        known.failed(),
        known.failedCommit(),
        known.toTag(),
        known.commit(),
        known.time(),
        ended,
        known.file(),
        known.selection());
  }

  private static @Nullable String hex(@Nullable CommitSha commit) {
    return commit == null ? null : commit.hex();
  }

  /** Another tag in the file than the one that the rollback wrote, and that is wanted. */
  private static boolean ends(Outcome outcome, RollbackMemory.Newest newest) {
    return switch (outcome) {
      case Outcome.Kept(String tag) -> !tag.equals(newest.toTag());
      case Outcome.Pushed(String tag, var _) -> !tag.equals(newest.toTag());
      case Outcome.Stopped _, Outcome.Waiting _, Outcome.InFlight _, Outcome.Previewed _ -> false;
    };
  }

  /** The tag that the target runs in all its pods, if the file holds it. */
  private static Optional<String> completedTag(
      Observation observation, @Nullable ManifestStatus manifest) {
    return observation.workload() instanceof Workload.Found found
            && found.rollout() instanceof Rollout.Complete
        ? Written.tag(manifest)
            .filter(
                tag ->
                    found.asksFor(
                        observation.binding(), tag, digests(observation.binding(), tag, manifest)))
        : Optional.empty();
  }

  private static Set<String> digests(
      Binding binding, String tag, @Nullable ManifestStatus manifest) {
    return manifest != null && binding.image().pinned()
        ? ManifestSeen.digestsBeside(tag, Written.images(manifest))
        : Set.of();
  }

  /**
   * The digest of the tag that the target runs; null if it has none that a file can get, or none is
   * written.
   */
  private static @Nullable String runningDigest(Observation observation) {
    return observation.binding().image().pinned()
            && observation.workload() instanceof Workload.Found found
        ? found.digestFor(observation.binding()).filter(ImageReference::isDigest).orElse(null)
        : null;
  }

  private static List<String> first(String tag, List<String> others) {
    return Stream.concat(
            Stream.of(tag), others.stream().filter(other -> !Objects.equals(other, tag)))
        .limit(KEPT)
        .toList();
  }
}
