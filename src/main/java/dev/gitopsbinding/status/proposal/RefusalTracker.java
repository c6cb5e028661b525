package dev.gitopsbinding.status.proposal;

import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.RefusedTag;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracks in the status which tags people refused, beside the one that is proposed: a rollback is
 * proposed while a newer tag is on hold, and a newer tag after a rollback was refused. Pure.
 */
final class RefusalTracker {
  /** The schema has the same limit. */
  private static final int MAX = 4;

  private RefusalTracker() {}

  /**
   * What is proposed next, with the refused tags that are still wanted beside it.
   *
   * @param before what the status says
   * @param next the same without refused tags; null if nothing is proposed any more
   */
  static @Nullable ProposedStatus with(
      Observation observation,
      PushTarget target,
      @Nullable ProposedStatus before,
      @Nullable ProposedStatus next) {
    boolean landed = before != null && holds(observation, before.tag());
    List<RefusedTag> refused =
        all(observation, before).stream()
            .filter(tag -> tag.tag() != null && (next == null || !tag.tag().equals(next.tag())))
            .filter(tag -> isWanted(observation, tag, landed))
            .distinct()
            .limit(MAX)
            .toList();
    if (next != null) {
      return next.withRefused(refused);
    }
    return refused.isEmpty()
        ? null
        : onHold(observation, target, refused.getFirst())
            .withRefused(refused.subList(1, refused.size()));
  }

  private static List<RefusedTag> all(Observation observation, @Nullable ProposedStatus before) {
    List<RefusedTag> all = new ArrayList<>();
    if (before != null) {
      if (isRefused(observation, before)) {
        all.add(
            new RefusedTag(
                before.tag(), before.rollback(), ProposalMemory.requestOf(observation, before)));
      }
      all.addAll(before.refusals());
    }
    return all;
  }

  /** A rollback that was merged, and is not in the manifest, was taken back. */
  private static boolean isRefused(Observation observation, ProposedStatus before) {
    PullRequestStatus request = ProposalMemory.requestOf(observation, before);
    String state = request == null ? null : request.state();
    return PullRequestStatus.CLOSED.equals(state)
        || (Boolean.TRUE.equals(before.rollback())
            && PullRequestStatus.MERGED.equals(state)
            && observation.known(Questions.MANIFEST).isPresent()
            && !holds(observation, before.tag()));
  }

  /**
   * A refusal ends with the next source commit, that of a rollback with the next tag that is
   * merged.
   */
  private static boolean isWanted(Observation observation, RefusedTag refused, boolean landed) {
    Optional<String> desired = observation.desiredTag();
    return Boolean.TRUE.equals(refused.rollback())
        ? !landed
        : desired.isEmpty() || Objects.equals(desired.get(), refused.tag());
  }

  private static boolean holds(Observation observation, @Nullable String tag) {
    return tag != null
        && observation.known(Questions.MANIFEST).filter(seen -> seen.holds(tag)).isPresent();
  }

  private static ProposedStatus onHold(
      Observation observation, PushTarget target, RefusedTag refused) {
    return new ProposedStatus(
        target.branch().branch(),
        refused.tag(),
        null,
        refused.rollback(),
        refused.pullRequest(),
        observation.binding().file(),
        null,
        null,
        null,
        null);
  }
}
