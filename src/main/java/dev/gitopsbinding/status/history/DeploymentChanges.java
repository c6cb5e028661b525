package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.model.text.WholeSeconds;
import dev.gitopsbinding.status.history.DeploymentChange.ChangeFailed;
import dev.gitopsbinding.status.history.DeploymentChange.DeploymentEnded;
import dev.gitopsbinding.status.history.DeploymentChange.ServiceRestored;
import dev.gitopsbinding.status.history.DeploymentChange.StageEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to pushed tags, from the difference of two stored histories, so that a restart of
 * the operator repeats nothing.
 */
public final class DeploymentChanges {
  private DeploymentChanges() {}

  /** The changes from a history to the next one, both with the newest tag first. */
  public static List<DeploymentChange> between(List<DeployedTag> before, List<DeployedTag> after) {
    if (after.equals(before)) {
      return List.of();
    }
    List<DeploymentChange> changes = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      DeployedTag now = after.get(i);
      DeployedTag old = find(now, before);
      if (!now.equals(old)) {
        changes.addAll(stages(old, now));
        ended(old, now).map(DeploymentEnded::new).ifPresent(changes::add);
        if (isFailure(now) && !isFailure(old)) {
          changes.add(new ChangeFailed());
        }
        if (now.rolledOut() != null && (old == null || old.rolledOut() == null)) {
          restored(after.subList(i, after.size())).ifPresent(changes::add);
        }
      }
    }
    return changes;
  }

  private static @Nullable DeployedTag find(DeployedTag wanted, List<DeployedTag> tags) {
    for (DeployedTag tag : tags) {
      if (isSame(tag, wanted)) {
        return tag;
      }
    }
    return null;
  }

  /** A tag may be pushed more than once. */
  private static boolean isSame(DeployedTag one, DeployedTag other) {
    return Objects.equals(one.tag(), other.tag()) && Objects.equals(one.pushed(), other.pushed());
  }

  private static List<DeploymentChange> stages(@Nullable DeployedTag old, DeployedTag now) {
    List<StageEnded> ended = new ArrayList<>();
    if (old == null) {
      stage(LeadTimeStage.COMMIT, now.committed(), now.seen()).ifPresent(ended::add);
      stage(LeadTimeStage.IMAGE, now.seen(), now.imageFound()).ifPresent(ended::add);
      stage(LeadTimeStage.MANIFEST, now.imageFound(), now.pushed()).ifPresent(ended::add);
    }
    if (old == null || old.applied() == null) {
      stage(LeadTimeStage.APPLIED, now.pushed(), now.applied()).ifPresent(ended::add);
    }
    if (old == null || old.rolledOut() == null) {
      stage(LeadTimeStage.ROLLOUT, now.applied(), now.rolledOut()).ifPresent(ended::add);
      stage(LeadTimeStage.DELIVERY, now.seen(), now.rolledOut()).ifPresent(ended::add);
      stage(LeadTimeStage.TOTAL, now.committed(), now.rolledOut()).ifPresent(ended::add);
    }
    return List.copyOf(ended);
  }

  private static Optional<StageEnded> stage(
      LeadTimeStage stage, @Nullable String from, @Nullable String to) {
    if (from == null || to == null) {
      return Optional.empty();
    }
    return WholeSeconds.parse(from)
        .flatMap(
            begin -> WholeSeconds.parse(to).map(end -> new StageEnded(stage, took(begin, end))));
  }

  /** The clocks of the author of a commit, of the cluster and of the operator may differ. */
  private static Duration took(Instant from, Instant to) {
    Duration took = Duration.between(from, to);
    return took.isNegative() ? Duration.ZERO : took;
  }

  /** A rollback is no deployment; and what was rolled out at an unknown time may be counted. */
  private static Optional<Result> ended(@Nullable DeployedTag old, DeployedTag now) {
    boolean hasEnded = old != null && !old.is(Result.PUSHED);
    if (hasEnded || now.tookBack()) {
      return Optional.empty();
    }
    // One sync may see two results, such as a rollout that failed and its rollback.
    if (now.failed() != null || now.is(Result.ROLLED_BACK)) {
      return Optional.of(Result.FAILED);
    }
    if (now.rolledOut() != null) {
      return Optional.of(Result.ROLLED_OUT);
    }
    return Stream.of(Result.SUPERSEDED, Result.REVERTED).filter(now::is).findFirst();
  }

  private static boolean isFailure(@Nullable DeployedTag tag) {
    return tag != null
        && !tag.tookBack()
        && (tag.failed() != null
            || Stream.of(Result.FAILED, Result.REVERTED, Result.ROLLED_BACK).anyMatch(tag::is));
  }

  /**
   * @param since the tag that was rolled out, and the older ones
   */
  private static Optional<ServiceRestored> restored(List<DeployedTag> since) {
    Instant end = WholeSeconds.parse(since.getFirst().rolledOut()).orElse(Instant.MAX);
    return Stream.concat(
            Stream.of(since.getFirst()),
            since.stream().skip(1).takeWhile(tag -> tag.rolledOut() == null))
        .flatMap(tag -> WholeSeconds.parse(tag.failed()).stream())
        .min(Comparator.naturalOrder())
        .map(failed -> new ServiceRestored(took(failed, end)));
  }
}
