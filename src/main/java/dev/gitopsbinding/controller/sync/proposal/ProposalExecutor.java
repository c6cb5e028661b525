package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.ActionExecutor;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.delivery.pullrequest.RequestPublisher;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import java.time.Clock;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the actions on branches that are proposed and on their pull requests. */
public final class ProposalExecutor implements ActionExecutor {
  private static final Logger log = LoggerFactory.getLogger(ProposalExecutor.class);

  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final Supplier<RequestPublisher> publisher;
  private final BiFunction<Observation, Action.NoteLanded, GitOpsBindingStatus> notes;
  private final Clock clock;

  /**
   * @param publisher asked for at the first use only
   * @param notes makes the status that knows of a tag that has landed
   * @param clock a monotonic clock
   */
  public ProposalExecutor(
      CredentialedRemotes remotes,
      Lanes lanes,
      Supplier<RequestPublisher> publisher,
      BiFunction<Observation, Action.NoteLanded, GitOpsBindingStatus> notes,
      Clock clock) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.publisher = publisher;
    this.notes = notes;
    this.clock = clock;
  }

  @Override
  public Observation perform(Action action, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    return switch (action) {
      case Action.ReadAgain() -> observation.withManifestStale(clock.instant());
      // Who changed the manifest may be asked again, about another of its files.
      case Action.NoteLanded landed ->
          observation
              .withStatus(notes.apply(observation, landed))
              .withStale(Questions.MANIFEST_CHANGE, observation.notBefore());
      case Action.Propose proposal ->
          observation.with(
              ProposalQuestions.PULL_REQUEST,
              Fact.of(
                  publisher.get().publish(observation.binding(), proposal, deadline),
                  seen -> new Fact.Known<>(seen, clock.instant())));
      case Action.DeleteBranch(var tip) ->
          observation.with(
              ProposalQuestions.PUSH_BRANCH,
              new Fact.Known<>(deleted(observation, tip, deadline), clock.instant()));
    };
  }

  /** A branch that the host refuses to delete does no harm: the next tag is pushed on top of it. */
  private PushBranchSeen deleted(Observation observation, CommitSha tip, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    String branch = Objects.requireNonNull(binding.push(), "a rule plans it").branch().branch();
    Result<Boolean> deleted =
        publisher
            .get()
            .deleteBranch(
                binding,
                deadline,
                () ->
                    remotes.use(
                        binding.id(),
                        binding.manifest(),
                        remote -> lanes.deleteBranch(remote, branch, tip, deadline.remaining())));
    return switch (deleted) {
      case Result.Ok<Boolean>(Boolean done) when done -> PushBranchSeen.NONE;
      case Result.Ok<Boolean> _ -> kept(observation);
      case Result.Failed<Boolean>(var failure) -> {
        log.info("The branch {} of a pull request stays: {}", branch, failure.message());
        yield kept(observation);
      }
    };
  }

  private static PushBranchSeen kept(Observation observation) {
    return observation.require(ProposalQuestions.PUSH_BRANCH).kept();
  }
}
