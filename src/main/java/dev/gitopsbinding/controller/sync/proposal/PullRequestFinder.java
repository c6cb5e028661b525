package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.delivery.pullrequest.PullRequestClient;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.time.Clock;
import java.util.function.Supplier;

/** Finds the newest pull request of the branch that a binding pushes to. */
public final class PullRequestFinder implements FactFinder<RequestSeen> {
  private final Supplier<PullRequestClient> client;
  private final MergeLook look;
  private final Clock clock;

  /**
   * @param client asked for at the first use only
   * @param waits decides when what is waited for is looked for again
   * @param clock a monotonic clock
   */
  public PullRequestFinder(Supplier<PullRequestClient> client, WaitSchedule waits, Clock clock) {
    this.client = client;
    this.look = new MergeLook(waits, clock);
    this.clock = clock;
  }

  @Override
  public Question<RequestSeen> question() {
    return ProposalQuestions.PULL_REQUEST;
  }

  /**
   * The answer may be a shared, older one. It is dated after it was received: a manifest that was
   * read earlier may lack what it says is merged.
   */
  @Override
  public Fact<RequestSeen> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    return Fact.of(
        client.get().find(observation.binding(), look.notBefore(observation), deadline),
        newest -> new Fact.Known<>(RequestSeen.of(newest.orElse(null)), clock.instant()));
  }
}
