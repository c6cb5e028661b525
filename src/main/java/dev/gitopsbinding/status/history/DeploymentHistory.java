package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.text.WholeSeconds;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tags that the operator pushed for a binding, after one sync. Only the newest one is followed
 * on its way to the cluster, and only while the spec means the file and the images for which it was
 * pushed.
 */
public final class DeploymentHistory {
  private final Observation observation;
  private final Outcome outcome;
  private final Function<String, Optional<Rollout>> rollouts;
  private final Instant now;

  /**
   * The history after an outcome.
   *
   * @param rollouts the rollout of a tag; empty if the target does not ask for this tag
   */
  public DeploymentHistory(
      Observation observation,
      Outcome outcome,
      Function<String, Optional<Rollout>> rollouts,
      Instant now) {
    this.observation = observation;
    this.outcome = outcome;
    this.rollouts = rollouts;
    this.now = now;
  }

  /**
   * The tags, the newest first.
   *
   * @param push the newest push after this sync; null if there is none
   * @param source the newest source commit after this sync
   * @param committed when the author made the pushed source commit; null if nobody has read it
   */
  public List<DeployedTag> next(
      @Nullable LastPush push, @Nullable SourceStatus source, @Nullable Instant committed) {
    GitOpsBindingStatus before = observation.status();
    List<DeployedTag> known = followed(before.history(), before.lastPush());
    if (push == null || push.equals(before.lastPush())) {
      return known;
    }
    var additions = new PushedTags(known, before.lastPush());
    if (outcome instanceof Outcome.Pushed(String tag, var _)) {
      boolean desired = observation.desiredTag().equals(Optional.of(tag));
      List<DeployedTag> all =
          additions.with(
              push,
              format(),
              new PushedTags.Origin(
                  observation.selected().orElse(null),
                  source,
                  committed,
                  observation.imageFoundAt().filter(_ -> desired).orElse(null)),
              FailedRollout.rolledBackBy(observation, outcome).isPresent());
      return withNewest(all, seenInCluster(all.getFirst(), true));
    }
    return recovered(additions, push);
  }

  /**
   * The status of this push was lost. What has happened meanwhile is known, but not when; and a
   * rewrite of the branch may have given another commit to a push that is known.
   */
  private List<DeployedTag> recovered(PushedTags additions, LastPush push) {
    if (additions.isNewest(push.toTag())) {
      return additions.known();
    }
    List<DeployedTag> all =
        additions.with(
            push,
            format(),
            new PushedTags.Origin(null, observation.status().source(), null, null),
            isRollback(push));
    boolean complete =
        Optional.ofNullable(push.toTag()).flatMap(rollouts).orElse(null)
            instanceof Rollout.Complete;
    return complete ? withNewest(all, PushedTags.ended(all.getFirst(), Result.ROLLED_OUT)) : all;
  }

  private boolean isRollback(LastPush push) {
    return observation
        .known(Questions.OWN_COMMIT)
        .flatMap(Function.identity())
        .filter(own -> own.rolledBack() != null && own.commit().hex().equals(push.commit()))
        .isPresent();
  }

  private TagFormat format() {
    return observation.binding().image().tagFormat();
  }

  private List<DeployedTag> followed(List<DeployedTag> history, @Nullable LastPush push) {
    if (history.isEmpty() || push == null || !isFollowed(history.getFirst(), push)) {
      return history;
    }
    DeployedTag newest = seenInCluster(history.getFirst(), false);
    return withNewest(history, seenInFile(newest, new PushedTags(history, push)));
  }

  private boolean isFollowed(DeployedTag newest, LastPush push) {
    Binding binding = observation.binding();
    return newest.tag() != null
        && newest.tag().equals(push.toTag())
        && binding.file().equals(push.file())
        && binding.selection().equals(push.selection());
  }

  private static List<DeployedTag> withNewest(List<DeployedTag> all, DeployedTag newest) {
    if (newest.equals(all.getFirst())) {
      return all;
    }
    List<DeployedTag> tags = new ArrayList<>(all);
    tags.set(0, newest);
    return List.copyOf(tags);
  }

  /**
   * @param pushedNow whether this sync pushed the tag, so that a target that runs it already asked
   *     for it when it was pushed
   */
  private DeployedTag seenInCluster(DeployedTag newest, boolean pushedNow) {
    boolean open = newest.is(Result.PUSHED) || newest.is(Result.FAILED);
    Rollout rollout =
        Optional.ofNullable(newest.tag()).filter(_ -> open).flatMap(rollouts).orElse(null);
    if (rollout == null) {
      return newest;
    }
    return switch (rollout) {
      case Rollout.Progressing _ ->
          stepped(newest, applied(newest, pushedNow, moment(newest, null)), null, null);
      case Rollout.Complete(Instant at, var _) -> {
        String moment = moment(newest, at);
        yield stepped(newest, applied(newest, pushedNow, moment), moment, null);
      }
      case Rollout.Failed failed -> {
        String moment = moment(newest, failed.since());
        yield newest.is(Result.FAILED)
            ? newest
            : stepped(newest, applied(newest, pushedNow, moment), null, moment);
      }
    };
  }

  /**
   * When the target began to ask for the tag; null if it already did when the operator looked last,
   * so that the moment has passed unseen.
   */
  private @Nullable String applied(DeployedTag newest, boolean pushedNow, String moment) {
    if (newest.applied() != null) {
      return newest.applied();
    }
    return pushedNow || !ranBefore(newest.tag()) ? moment : null;
  }

  private boolean ranBefore(@Nullable String tag) {
    RunningStatus running = observation.status().running();
    return running != null
        && running.image() != null
        && Arrays.stream(running.image().split(", "))
            .allMatch(image -> ManifestSeen.tagOf(image).equals(Optional.ofNullable(tag)));
  }

  /**
   * The moment that the cluster names, if it may be true: not in the future, and not before what
   * was seen before. Else now; clocks differ, and may be set back.
   */
  private String moment(DeployedTag newest, @Nullable Instant named) {
    Instant least =
        WholeSeconds.parse(newest.applied())
            .or(() -> WholeSeconds.parse(newest.pushed()))
            .orElse(Instant.MIN);
    Instant best = named != null && !named.isAfter(now) && !named.isBefore(least) ? named : now;
    return WholeSeconds.format(best.isBefore(least) ? least : best);
  }

  private static DeployedTag stepped(
      DeployedTag tag,
      @Nullable String applied,
      @Nullable String rolledOut,
      @Nullable String failed) {
    Result result = rolledOut != null ? Result.ROLLED_OUT : failed != null ? Result.FAILED : null;
    return new DeployedTag(
        tag.tag(),
        tag.commit(),
        tag.committed(),
        tag.seen(),
        tag.imageFound(),
        tag.pushed(),
        applied,
        rolledOut,
        failed == null ? tag.failed() : failed,
        tag.rollback(),
        result == null ? tag.result() : result.text());
  }

  /** Somebody else may have replaced the tag in the file. */
  private DeployedTag seenInFile(DeployedTag newest, PushedTags pushed) {
    List<String> tags = tagsInFile();
    boolean open =
        newest.is(Result.PUSHED) || newest.is(Result.FAILED) || newest.is(Result.ROLLED_OUT);
    if (!open || tags.isEmpty() || tags.contains(newest.tag())) {
      return newest;
    }
    if (tags.stream().anyMatch(pushed::wasBefore)) {
      return PushedTags.ended(newest, Result.REVERTED);
    }
    return newest.is(Result.PUSHED) ? PushedTags.ended(newest, Result.SUPERSEDED) : newest;
  }

  /** The tags that the file held before this sync; empty if the outcome does not show them. */
  private List<String> tagsInFile() {
    return switch (outcome) {
      case Outcome.Kept(String tag) -> List.of(tag);
      case Outcome.Pushed(String _, var push) -> tags(push.replaced());
      case Outcome.Stopped(Reason reason, String _) when reason == Reason.MANIFEST_CHANGED ->
          tags(observation.known(Questions.MANIFEST).map(ManifestSeen::images).orElse(List.of()));
      case Outcome.Stopped _, Outcome.Waiting _, Outcome.InFlight _, Outcome.Previewed _ ->
          List.of();
    };
  }

  private static List<String> tags(List<String> images) {
    return images.stream().flatMap(image -> ManifestSeen.tagOf(image).stream()).toList();
  }
}
