package dev.gitopsbinding.status.rollout;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.text.WholeSeconds;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.condition.Conditions;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commits that the target of a followed binding has run in all its pods, for the bindings that
 * follow it. An entry lasts as long as all pods run the commit and are available. After a break it
 * begins again, so that nothing is promoted whose pods come and go. Pure.
 */
public final class RolloutMemory {
  /** How many rollouts are remembered. */
  static final int REMEMBERED = 10;

  private static final long PARTS_OF_SECOND = 999_999_999;

  private RolloutMemory() {}

  /**
   * The status with the rollouts of this sync. They are kept only for a binding that is followed,
   * so that others pay nothing for it.
   *
   * @param after the status of this sync, with the rollouts of the one before
   */
  public static GitOpsBindingStatus noted(
      GitOpsBindingStatus after,
      Observation observation,
      Outcome outcome,
      boolean followed,
      Instant now) {
    if (!followed) {
      return after.rollouts() == null ? after : after.withRollouts(null);
    }
    List<RolledOutCommit> rollouts = new ArrayList<>(before(observation));
    var rollout =
        new RolloutAssessment(observation.binding(), observation.workload(), after.manifest());
    endFirst(rollouts, rollout, now);
    complete(after, observation, outcome, rollout)
        .ifPresent(commit -> add(rollouts, commit, after, observation, now));
    List<RolledOutCommit> kept = rollouts.stream().limit(REMEMBERED).toList();
    return after.withRollouts(kept.isEmpty() ? null : kept);
  }

  private static List<RolledOutCommit> before(Observation observation) {
    List<RolledOutCommit> before = observation.status().rollouts();
    return before == null ? List.of() : before;
  }

  private static void endFirst(
      List<RolledOutCommit> rollouts, RolloutAssessment rollout, Instant now) {
    if (rollouts.isEmpty()) {
      return;
    }
    RolledOutCommit first = rollouts.getFirst();
    String tag = first.tag();
    if (first.until() == null && (tag == null || !rollout.isComplete(tag))) {
      rollouts.set(
          0, new RolledOutCommit(first.commit(), tag, first.since(), Timestamps.format(now)));
    }
  }

  /** The rollouts of a binding that cannot be read: nobody sees whether its target goes on. */
  public static @Nullable List<RolledOutCommit> ended(
      @Nullable List<RolledOutCommit> rollouts, Instant now) {
    return rollouts == null
        ? null
        : rollouts.stream()
            .map(
                rollout ->
                    rollout.until() == null
                        ? new RolledOutCommit(
                            rollout.commit(),
                            rollout.tag(),
                            rollout.since(),
                            Timestamps.format(now))
                        : rollout)
            .toList();
  }

  /** The commit and its tag, as in a status. */
  private record Complete(CommitSha commit, String tag) {
    boolean isIn(RolledOutCommit rollout) {
      return commit.hex().equals(rollout.commit()) && tag.equals(rollout.tag());
    }
  }

  /**
   * The commit that the target runs, and whose tag the file holds. It need not be the desired one,
   * else a stage whose tip is always newer would promote nothing. The tag is taken from the file,
   * as the target may run a digest without a tag. Empty for a tag that somebody else wrote, and if
   * the commit does not follow from the tag.
   */
  private static Optional<Complete> complete(
      GitOpsBindingStatus after,
      Observation observation,
      Outcome outcome,
      RolloutAssessment rollout) {
    String desired = DesiredTag.of(observation, outcome, after.source());
    return Written.tag(after.manifest())
        .filter(rollout::isComplete)
        .filter(tag -> tag.equals(desired) || observation.landedTags().contains(tag))
        .flatMap(tag -> commit(tag, after, observation).map(commit -> new Complete(commit, tag)));
  }

  private static Optional<CommitSha> commit(
      String tag, GitOpsBindingStatus after, Observation observation) {
    Binding.Image image = observation.binding().image();
    Stream<CommitSha> candidates =
        Stream.of(
                observation.selected(),
                CommitSha.parse(after.source() == null ? null : after.source().commit()),
                image.tagFormat().digitsIn(tag).flatMap(CommitSha::parse))
            .flatMap(Optional::stream);
    Stream<CommitSha> remembered =
        Stream.of(
                before(observation).stream().map(RolledOutCommit::commit),
                after.history().stream().map(DeployedTag::commit),
                pushed(after.lastPush()))
            .flatMap(Function.identity())
            .flatMap(commit -> CommitSha.parse(commit).stream());
    return Stream.concat(candidates, remembered)
        .filter(commit -> image.tagFormat().tagOf(commit).equals(tag))
        .findFirst();
  }

  private static Stream<@Nullable String> pushed(@Nullable LastPush push) {
    List<PushedCommit> commits = push == null ? null : push.commits();
    return commits == null ? Stream.of() : commits.stream().map(PushedCommit::commit);
  }

  private static void add(
      List<RolledOutCommit> rollouts,
      Complete complete,
      GitOpsBindingStatus after,
      Observation observation,
      Instant now) {
    Optional<RolledOutCommit> first = rollouts.stream().findFirst().filter(complete::isIn);
    if (first.filter(same -> same.until() == null).isPresent()) {
      return;
    }
    String since =
        rollouts.isEmpty()
            ? sinceBefore(after, observation)
                .map(Timestamps::format)
                .orElseGet(() -> roundedUp(now))
            : roundedUp(now);
    // The same commit after a break is one entry, so that breaks do not fill the list.
    first.ifPresent(same -> rollouts.removeFirst());
    rollouts.addFirst(new RolledOutCommit(complete.commit().hex(), complete.tag(), since, null));
  }

  /**
   * Since when a rollout has been complete that ended before the binding was followed, if the
   * target says so. The condition may be true since the rollout of an earlier tag, and the target
   * may have had a break since its rollout, so the later one counts.
   */
  private static Optional<Instant> sinceBefore(GitOpsBindingStatus after, Observation observation) {
    GitOpsBindingStatus before = observation.status();
    return rolledOut(before)
        .filter(condition -> condition.status().equals(ConditionStatus.TRUE.text()))
        .filter(_ -> Objects.equals(before.running(), after.running()))
        .flatMap(condition -> WholeSeconds.parse(condition.lastTransitionTime()))
        .flatMap(
            transition ->
                completeSince(observation)
                    .map(since -> since.isAfter(transition) ? since : transition));
  }

  private static Optional<Instant> completeSince(Observation observation) {
    return observation.workload() instanceof Workload.Found found
            && found.rollout() instanceof Rollout.Complete(var since, var _)
        ? Optional.ofNullable(since)
        : Optional.empty();
  }

  /** So that no soak time ends before its time. */
  private static String roundedUp(Instant now) {
    return Timestamps.format(now.plusNanos(PARTS_OF_SECOND));
  }

  private static Optional<BindingCondition> rolledOut(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.ROLLED_OUT);
  }
}
