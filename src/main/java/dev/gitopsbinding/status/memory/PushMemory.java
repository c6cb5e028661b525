package dev.gitopsbinding.status.memory;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.status.condition.Timestamps;
import dev.gitopsbinding.status.history.CommitProjector;
import dev.gitopsbinding.status.history.PushedTags;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a status remembers of pushes and of desired tags that the file held. */
public final class PushMemory {
  private PushMemory() {}

  /** The newest push. If its status was lost, it is taken from the history of the branch. */
  public static @Nullable LastPush lastPush(Observation observation, Outcome outcome) {
    if (outcome instanceof Outcome.Pushed(String tag, var push)) {
      return lastPush(
          observation.binding(), tag, push, observation.known(Questions.CONTENTS).orElse(null));
    }
    LastPush before = observation.status().lastPush();
    return observation
        .ownLanded()
        .map(own -> lastPush(observation, own, observation.desiredTag().orElseThrow()))
        .or(() -> rollback(observation))
        .filter(push -> before == null || !Objects.equals(push.commit(), before.commit()))
        .filter(push -> !isProposed(observation, push, before))
        .orElse(before);
  }

  /** A proposed tag counts as pushed once, by the commit that was seen to hold it. */
  private static boolean isProposed(
      Observation observation, LastPush push, @Nullable LastPush before) {
    return observation.binding().push() != null
        && before != null
        && Objects.equals(push.toTag(), before.toTag())
        && Objects.equals(push.file(), before.file());
  }

  /**
   * What is remembered of a push.
   *
   * @param contents the source commits that it brings; null if they are not known
   */
  static LastPush lastPush(
      Binding binding, String tag, PushResult.Pushed push, @Nullable PushContents contents) {
    LastPush last = lastPush(binding, push.commit().hex(), push.replaced(), tag, push.at());
    return contents == null || !contents.replaced().containsAll(push.replaced())
        ? last
        : last.with(
            CommitProjector.pushedCommits(contents),
            contents.count(),
            contents.more() ? true : null);
  }

  /** What a push with an outcome has written. */
  public static ImageVersion version(Observation observation, Outcome pushed, String tag) {
    String digest =
        FailedRollout.rolledBackBy(observation, pushed)
            .map(failed -> Optional.ofNullable(failed.digest()))
            .orElseGet(observation::desiredDigest)
            .orElse(null);
    return new ImageVersion(tag, digest, null);
  }

  /** The rollback that only the branch shows; its tag is not the desired one. */
  private static Optional<LastPush> rollback(Observation observation) {
    return RollbackMemory.newest(observation)
        .flatMap(
            newest ->
                Optional.ofNullable(newest.own())
                    .map(own -> lastPush(observation, own, newest.toTag())));
  }

  private static LastPush lastPush(Observation observation, OwnCommit own, String tag) {
    return lastPush(observation.binding(), own.commit().hex(), own.replaced(), tag, own.at());
  }

  private static LastPush lastPush(
      Binding binding, String commit, List<String> replaced, String tag, Instant at) {
    return new LastPush(
        commit, fromTag(replaced), tag, Timestamps.format(at), binding.file(), binding.selection());
  }

  /** The distinct tags of replaced images, separated by commas; null if they have none. */
  static @Nullable String fromTag(List<String> replaced) {
    List<String> from =
        replaced.stream().flatMap(image -> ManifestSeen.tagOf(image).stream()).distinct().toList();
    return from.isEmpty() ? null : String.join(", ", from);
  }

  /** When the author made the commit of a tag; null if that is not known. */
  public static @Nullable Instant committed(
      String tag, Binding binding, @Nullable PushContents contents) {
    return contents == null
        ? null
        : contents.newest().stream()
            .filter(commit -> binding.image().tagFormat().tagOf(commit.commit()).equals(tag))
            .findFirst()
            .map(SourceCommit::date)
            .orElse(null);
  }

  /**
   * The status with a push added that ended after its sync; all else stays as it was.
   *
   * @param version the tag that was written; the history keeps its commit, which may not follow
   *     from the tag
   * @param imageFound when the image was first found; null if that is not known
   * @param contents the source commits that the push brings; null if they are not known
   * @param rollback whether the push takes back a failed rollout
   */
  public static GitOpsBindingStatus withPush(
      GitOpsBindingStatus before,
      Binding pushedFor,
      ImageVersion version,
      PushResult.Pushed push,
      @Nullable Instant imageFound,
      @Nullable PushContents contents,
      boolean rollback) {
    String tag = version.tag();
    LastPush lastPush = lastPush(pushedFor, tag, push, contents);
    List<DeployedTag> history =
        new PushedTags(before.history(), before.lastPush())
            .with(
                lastPush,
                pushedFor.image().tagFormat(),
                new PushedTags.Origin(
                    version.commit(),
                    before.source(),
                    committed(tag, pushedFor, contents),
                    imageFound),
                rollback);
    GitOpsBindingStatus after = before.withLastPush(lastPush).withHistory(history);
    return rollback
        ? after.withRollback(RollbackTracker.ended(before, pushedFor, tag, push))
        : after;
  }

  /**
   * The newest desired tag that the file held. It is kept while the binding is on hold or fails and
   * when other fields of the spec change, until the file holds another desired tag.
   */
  public static @Nullable LandedTag landed(Observation observation, Outcome outcome) {
    String tag =
        switch (outcome) {
          case Outcome.Kept(String kept) -> kept;
          // What a rollback writes is not desired; what it replaces still is, and nothing older.
          case Outcome.Pushed _ when FailedRollout.rolledBackBy(observation, outcome).isPresent() ->
              null;
          case Outcome.Pushed(String pushed, var _) -> pushed;
          case Outcome.Stopped(Reason reason, String _) when reason == Reason.MANIFEST_CHANGED ->
              observation.desiredTag().orElse(null);
          // A binding that follows another one waits for a newer tag than the file holds.
          case Outcome.Waiting _ ->
              observation
                  .desiredTag()
                  .filter(
                      desired ->
                          observation
                              .known(Questions.MANIFEST)
                              .filter(seen -> seen.holds(desired))
                              .isPresent())
                  .orElse(null);
          case Outcome.Stopped _, Outcome.InFlight _, Outcome.Previewed _ -> null;
        };
    Binding binding = observation.binding();
    return tag == null
        ? observation.status().landed()
        : new LandedTag(tag, binding.file(), binding.selection());
  }
}
