package dev.gitopsbinding.plan.rollback;

import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tag that the operator wrote, whose rollout has failed, and that may be rolled back. Pure.
 *
 * @param tag the tag that the file holds and the target asks for
 * @param lastCompleted the tag to write in its place
 * @param digest the digest that ran with it and is written beside it; null if there was none, or if
 *     the binding writes none. It is not asked for: no registry may delay a rollback.
 * @param why what shows that the rollout failed, as the end of a sentence without a full stop
 */
public record FailedRollout(String tag, String lastCompleted, @Nullable String digest, String why) {

  /**
   * The failed rollout, if all of this holds: the binding rolls back; the newest push of the
   * operator wrote the tag; the file still holds it; the target asks for it, and its rollout failed
   * after the push; the tag has neither run before nor been rolled back; a tag is known that has
   * run and, if references move with the tag, its commit.
   */
  public static Optional<FailedRollout> of(Observation observation) {
    return ifInFile(observation)
        .filter(
            failed ->
                observation
                    .known(Questions.MANIFEST)
                    .filter(seen -> seen.holds(failed.tag()))
                    .isPresent());
  }

  /** The same, whether or not the file still holds the tag, which costs a read to know. */
  public static Optional<FailedRollout> ifInFile(Observation observation) {
    Binding binding = observation.binding();
    LastPush push = observation.status().lastPush();
    if (!binding.rollsBack() || push == null || !isHere(binding, push)) {
      return Optional.empty();
    }
    List<String> completed = RollbackMemory.completed(observation);
    return Optional.ofNullable(push.toTag())
        .filter(tag -> !completed.isEmpty() && !completed.contains(tag))
        .filter(tag -> !RollbackMemory.wasRolledBack(observation, tag))
        .filter(_ -> isWritable(observation, completed.getFirst()))
        .flatMap(
            tag ->
                failed(observation, tag, push)
                    .map(
                        failed ->
                            new FailedRollout(
                                tag, completed.getFirst(), digest(observation), why(failed))));
  }

  /** The failed rollout that an outcome has rolled back, if it has. */
  public static Optional<FailedRollout> rolledBackBy(Observation observation, Outcome outcome) {
    return outcome instanceof Outcome.Pushed(String tag, var _)
        ? of(observation).filter(failed -> failed.lastCompleted().equals(tag))
        : Optional.empty();
  }

  /**
   * Whether the tag can be written back. Where the push also moves a ref, it needs the tag's
   * commit: without one, every sync would end at this refused push, and the rules behind would
   * never write the commit that fixes the rollout.
   */
  private static boolean isWritable(Observation observation, String tag) {
    return observation.binding().places().all().stream().noneMatch(ManifestPlace::movesRefs)
        || RollbackMemory.commitOf(observation, tag).isPresent();
  }

  private static @Nullable String digest(Observation observation) {
    return RollbackMemory.known(observation)
        .filter(_ -> observation.binding().image().pinned())
        .map(RollbackStatus::completedDigest)
        .filter(ImageReference::isDigest)
        .orElse(null);
  }

  private static boolean isHere(Binding binding, LastPush push) {
    return binding.file().equals(push.file()) && binding.selection().equals(push.selection());
  }

  private static Optional<Rollout.Failed> failed(
      Observation observation, String tag, LastPush push) {
    return observation.workload() instanceof Workload.Found found
            && found.asksFor(observation.binding(), tag, digests(observation, tag))
            && found.rollout() instanceof Rollout.Failed failed
            && isAfter(push, failed.since())
        ? Optional.of(failed)
        : Optional.empty();
  }

  /** As the file holds them, or as it held them when it was read last. */
  private static Set<String> digests(Observation observation, String tag) {
    if (!observation.binding().image().pinned()) {
      return Set.of();
    }
    return ManifestSeen.digestsBeside(
        tag,
        observation
            .known(Questions.MANIFEST)
            .map(seen -> seen.images().stream())
            .orElseGet(() -> lastRead(observation)));
  }

  private static Stream<String> lastRead(Observation observation) {
    return Optional.ofNullable(observation.status().manifest())
        .map(ManifestStatus::image)
        .map(image -> Arrays.stream(image.split(", ")))
        .orElseGet(Stream::empty);
  }

  private static boolean isAfter(LastPush push, @Nullable Instant since) {
    return since != null && time(push).filter(pushed -> !since.isBefore(pushed)).isPresent();
  }

  /** Without the message of another controller, which is no text for a commit. */
  private static String why(Rollout.Failed failed) {
    return switch (failed) {
      case Rollout.DeadlineExceeded _ -> "it exceeded its progress deadline";
      case Rollout.Degraded _ -> "its controller reports it as Degraded";
    };
  }

  /**
   * Before this moment no rollout of the tag can have failed. A Deployment may show the failure of
   * an earlier tag for a moment after it has observed the new one, for example if it is scaled at
   * the same time.
   */
  private static Optional<Instant> time(LastPush push) {
    try {
      return Optional.ofNullable(push.mergedAfter() == null ? push.time() : push.mergedAfter())
          .map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
