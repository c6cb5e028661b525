package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this sync has pushed to the branch of a binding, or the sync before whose push took longer.
 * No status shows it yet.
 *
 * @param version the tag, and its source commit if that is known
 * @param rollback whether the tag is an older one, because a rollout has failed
 * @param created whether the push made the branch
 * @param before the tip of the branch that was read before the push; null if there was none, or if
 *     the sync that read it has ended
 */
public record PushSeen(
    ImageVersion version, boolean rollback, boolean created, @Nullable CommitSha before) {
  /**
   * What a push has done.
   *
   * @param observation what it was planned for
   */
  public static PushSeen of(Plan.Push push, boolean created, Observation observation) {
    CommitSha tip =
        observation
            .known(ProposalQuestions.PUSH_BRANCH)
            .flatMap(branch -> Optional.ofNullable(branch.tip()))
            .orElse(null);
    return new PushSeen(push.version(), push.rollback(), created, tip);
  }

  /** The observation that knows of one more push. */
  public Observation in(Observation observation) {
    PushSeen first = of(observation).orElse(this);
    PushSeen both = new PushSeen(version, rollback, created || first.created(), first.before());
    return observation.with(
        ProposalQuestions.PUSHED, new Fact.Known<>(both, observation.notBefore()));
  }

  /** The same, unless the push went elsewhere: the spec may have changed since. */
  public Observation in(Observation observation, Binding pushedFor) {
    Binding now = observation.binding();
    boolean same =
        pushedFor.file().equals(now.file())
            && pushedFor.selection().equals(now.selection())
            && pushedFor.push() != null
            && now.push() != null
            && pushedFor.push().branch().equals(now.push().branch());
    return same ? in(observation) : observation;
  }

  /** The newest push; empty if this sync has made none. */
  public static Optional<PushSeen> of(Observation observation) {
    return observation.known(ProposalQuestions.PUSHED);
  }
}
