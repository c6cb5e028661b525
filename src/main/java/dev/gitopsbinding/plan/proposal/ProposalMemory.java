package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.api.v1alpha1.status.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.PullRequestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Observation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a status remembers of the tag that was proposed last.
 *
 * @param tag the tag
 * @param commit the tip of the branch when the operator saw the tag there first; null if others had
 *     committed to it
 * @param rollback whether the tag is an older one, because a rollout has failed
 * @param number of its pull request; null if it has none
 * @param url the page of the pull request; null if it has none
 * @param refused whether that was closed without a merge
 */
public record ProposalMemory(
    String tag,
    @Nullable CommitSha commit,
    boolean rollback,
    @Nullable Long number,
    @Nullable String url,
    boolean refused) {

  /** What is known of the branch that the binding pushes to today. */
  public static Optional<ProposalMemory> of(Observation observation) {
    ProposedStatus proposed = observation.status().proposed();
    PushTarget target = observation.binding().push();
    String tag = proposed == null ? null : proposed.tag();
    if (proposed == null
        || tag == null
        || target == null
        || !target.branch().branch().equals(proposed.branch())) {
      return Optional.empty();
    }
    PullRequestStatus request = target.request() == null ? null : requestOf(observation, proposed);
    return Optional.of(
        new ProposalMemory(
            tag,
            CommitSha.parse(proposed.commit()).orElse(null),
            Boolean.TRUE.equals(proposed.rollback()),
            request == null ? null : request.number(),
            request == null ? null : request.url(),
            request != null && PullRequestStatus.CLOSED.equals(request.state())));
  }

  /**
   * The one that proposed the tag. The newest one of the status may be about another tag, such as
   * that of a rollback; it answers for a status that was stored without the tag's own.
   */
  public static @Nullable PullRequestStatus requestOf(
      Observation observation, ProposedStatus proposed) {
    return proposed.pullRequest() == null
        ? observation.status().pullRequest()
        : proposed.pullRequest();
  }

  /** The tag that was proposed last, for a binding that proposes and does not only preview. */
  public static Optional<ProposalMemory> ifProposing(Observation observation) {
    return proposes(observation.binding()) ? of(observation) : Optional.empty();
  }

  /** Whether the pull request is the one that proposed the tag. */
  public boolean isOf(PullRequest request) {
    return number != null && number == request.number();
  }

  /** Whether the text of a pull request has a section of the binding. */
  public static boolean isToldIn(PullRequest request, Observation observation) {
    return new RequestSections(request.body()).tagOf(observation.binding().id()).isPresent();
  }

  /** Whether what a binding writes is proposed, and not written to the branch that it reads. */
  public static boolean proposes(Binding binding) {
    return binding.push() != null && !binding.previews();
  }
}
