package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import java.util.Optional;

/**
 * What this sync has pushed to the branch of a binding, or the sync before whose push took longer.
 * No status tells of it yet.
 *
 * @param version the tag, and its source commit if that is known
 * @param rollback whether the tag is an older one, because a rollout has failed
 * @param created whether the push made the branch
 */
public record PushSeen(ImageVersion version, boolean rollback, boolean created) {
  /** The observation that knows of one more push. */
  public Observation in(Observation observation) {
    boolean made = created || of(observation).filter(PushSeen::created).isPresent();
    return observation.with(
        ProposalQuestions.PUSHED,
        new Fact.Known<>(new PushSeen(version, rollback, made), observation.notBefore()));
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
