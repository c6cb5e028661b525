package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.time.Instant;
import java.util.List;

/** Observations and statuses of a binding that proposes its tags. */
public final class ProposalProjections {
  public static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  public static final CommitSha OLD = new CommitSha("0".repeat(40));
  public static final CommitSha NEW = new CommitSha("1".repeat(40));
  public static final CommitSha BASE = new CommitSha("9".repeat(40));
  public static final CommitSha HEAD = new CommitSha("7".repeat(40));
  public static final CommitSha MERGE = new CommitSha("8".repeat(40));
  public static final Outcome WAITS =
      new Outcome.Waiting(Reason.AWAITING_MERGE, "https://forge/7", "it is open.");
  public static final Binding WEB =
      Bindings.parse(
          Bindings.resource(
              """
              push:
                branch: gitops/web
                pullRequest: {provider: Gitea, secretRef: {name: forge}}
              """));

  private ProposalProjections() {}

  public static String image(CommitSha tag) {
    return "ghcr.io/acme/web:" + tag.hex();
  }

  public static Observation observe(GitOpsBindingStatus before, CommitSha manifest) {
    return Observation.of(WEB, before, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(NEW, NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(BASE, List.of(image(manifest))), NOW));
  }

  public static Observation with(Observation observation, State state, List<String> notes) {
    return observation.with(
        ProposalQuestions.PULL_REQUEST,
        new Fact.Known<>(
            new RequestSeen(
                new PullRequest(7, "https://forge/7", state, "t", "", HEAD, false), true, notes),
            NOW));
  }

  public static Observation with(Observation observation, CommitSha tip, boolean own) {
    return observation.with(
        ProposalQuestions.PUSH_BRANCH,
        new Fact.Known<>(
            new PushBranchSeen(tip, own, false, false, List.of(List.of(image(NEW))), true), NOW));
  }

  public static GitOpsBindingStatus waiting() {
    return StatusProjector.project(
        with(with(observe(GitOpsBindingStatus.EMPTY, OLD), State.OPEN, List.of()), HEAD, true),
        WAITS,
        NOW);
  }
}
