package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.RefusedTag;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Observation;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a status remembers of a tag that was proposed. It counts for one branch, and for the files
 * and the base that the tag was proposed for.
 *
 * @param tag the tag
 * @param commit the tip of the branch when the operator saw the tag there first; null if others had
 *     committed to it
 * @param rollback whether the tag is an older one, because a rollout has failed
 * @param number the number of its pull request; null if it has none
 * @param url the page of the pull request; null if it has none
 * @param refused whether people refused the tag: they closed its pull request without a merge
 * @param mergeAsked the tip of the branch when the forge was last asked to merge by itself; null if
 *     it was not
 */
public record ProposalMemory(
    String tag,
    @Nullable CommitSha commit,
    boolean rollback,
    @Nullable Long number,
    @Nullable String url,
    boolean refused,
    @Nullable CommitSha mergeAsked) {

  /** What is known of the tag that the branch holds since the last push of the binding. */
  public static Optional<ProposalMemory> of(Observation observation) {
    ProposedStatus proposed = status(observation).orElse(null);
    String tag = proposed == null ? null : proposed.tag();
    if (proposed == null || tag == null) {
      return Optional.empty();
    }
    boolean requests = target(observation).request() != null;
    PullRequestStatus request = requests ? requestOf(observation, proposed) : null;
    return Optional.of(
        new ProposalMemory(
            tag,
            CommitSha.parse(proposed.commit()).orElse(null),
            Boolean.TRUE.equals(proposed.rollback()),
            request == null ? null : request.number(),
            request == null ? null : request.url(),
            request != null && PullRequestStatus.CLOSED.equals(request.state()),
            CommitSha.parse(proposed.mergeAsked()).orElse(null)));
  }

  /** What is known of one tag: the same, or that it was refused before another one was pushed. */
  public static Optional<ProposalMemory> of(Observation observation, String tag) {
    return of(observation)
        .filter(known -> known.tag().equals(tag))
        .or(
            () ->
                status(observation)
                    .filter(_ -> target(observation).request() != null)
                    .flatMap(
                        proposed ->
                            proposed.refusals().stream()
                                .filter(refused -> tag.equals(refused.tag()))
                                .findFirst())
                    .map(refused -> refused(tag, refused)));
  }

  private static ProposalMemory refused(String tag, RefusedTag refused) {
    PullRequestStatus request = refused.pullRequest();
    return new ProposalMemory(
        tag,
        null,
        Boolean.TRUE.equals(refused.rollback()),
        request == null ? null : request.number(),
        request == null ? null : request.url(),
        true,
        null);
  }

  /** The status of what is proposed, if it is about the branch and the files of today. */
  public static Optional<ProposedStatus> status(Observation observation) {
    Binding binding = observation.binding();
    PushTarget target = binding.push();
    return Optional.ofNullable(observation.status().proposed())
        .filter(proposed -> target != null && target.branch().branch().equals(proposed.branch()))
        // A status that was stored before it named the files counts for those of today.
        .filter(proposed -> proposed.file() == null || binding.file().equals(proposed.file()));
  }

  private static PushTarget target(Observation observation) {
    return Objects.requireNonNull(observation.binding().push(), "it has a status");
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
  public static boolean hasSection(PullRequest request, Observation observation) {
    return new RequestSections(request.body()).tagOf(observation.binding().id()).isPresent();
  }

  /** Whether what a binding writes is proposed, and not written to the branch that it reads. */
  public static boolean proposes(Binding binding) {
    return binding.push() != null && !binding.previews();
  }
}
