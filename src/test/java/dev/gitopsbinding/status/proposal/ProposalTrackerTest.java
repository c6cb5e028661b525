package dev.gitopsbinding.status.proposal;

import static dev.gitopsbinding.status.ProposalProjections.HEAD;
import static dev.gitopsbinding.status.ProposalProjections.MERGE;
import static dev.gitopsbinding.status.ProposalProjections.NEW;
import static dev.gitopsbinding.status.ProposalProjections.NOW;
import static dev.gitopsbinding.status.ProposalProjections.OLD;
import static dev.gitopsbinding.status.ProposalProjections.WAITS;
import static dev.gitopsbinding.status.ProposalProjections.WEB;
import static dev.gitopsbinding.status.ProposalProjections.observe;
import static dev.gitopsbinding.status.ProposalProjections.waiting;
import static dev.gitopsbinding.status.ProposalProjections.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedSource;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import dev.gitopsbinding.status.BindingState;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.StatusProjector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status tells and remembers of a tag that is proposed. */
class ProposalTrackerTest {
  @Test
  void aProposedTagIsNoPushAndNoLandedTag() {
    GitOpsBindingStatus status = waiting();

    assertThat(status.proposed())
        .isEqualTo(
            new ProposedStatus(
                "gitops/web",
                NEW.hex(),
                HEAD.hex(),
                null,
                new PullRequestStatus("https://forge/7", 7L, "Open", null),
                WEB.file(),
                "2026-02-03T04:05:06Z",
                new ProposedSource(NEW.hex(), null, null, null, null),
                null,
                null));
    assertThat(status.pullRequest())
        .isEqualTo(new PullRequestStatus("https://forge/7", 7L, "Open", null));
    assertThat(status.awaiting().subject()).isEqualTo("https://forge/7");
    assertThat(status.lastPush()).isNull();
    assertThat(status.landed()).isNull();
    assertThat(status.history()).isEmpty();
    assertThat(status.conditions().getFirst().reason()).isEqualTo("AwaitingMerge");
    assertThat(status.conditions().getFirst().message())
        .startsWith("Waiting since 2026-02-03T04:05:06Z: ");
    assertThat(EventProjector.changes(GitOpsBindingStatus.EMPTY, status))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.event().reason()).isEqualTo("PullRequestOpened");
              assertThat(change.event().note())
                  .isEqualTo(
                      "Pull request https://forge/7 proposes tag 1111111 in place of ghcr.io/acme/web:0000000.");
            });
  }

  @Test
  void pushesOfOthersAndTimeChangeNothing() {
    GitOpsBindingStatus before = waiting();
    CommitSha moved = new CommitSha("6".repeat(40));
    Observation later = with(with(observe(before, OLD), State.OPEN, List.of()), moved, true);

    assertThat(StatusProjector.project(later, WAITS, NOW.plusSeconds(7200))).isEqualTo(before);
  }

  @Test
  void theCommitIsUnknownWhereOthersHaveCommitted() {
    Observation observation =
        with(
            with(observe(GitOpsBindingStatus.EMPTY, OLD), State.OPEN, List.of("No label x.")),
            HEAD,
            false);
    GitOpsBindingStatus status = StatusProjector.project(observation, WAITS, NOW);

    assertThat(status.proposed().commit()).isNull();
    assertThat(status.pullRequest().note()).isEqualTo("No label x.");
  }

  @Test
  void theForgeWasAskedToMergeAtTheTipThatWasTold() {
    Binding auto =
        Bindings.parse(
            Bindings.resource(
                """
                push:
                  branch: gitops/web
                  pullRequest: {provider: Gitea, secretRef: {name: forge}, autoMerge: true}
                """));
    Observation told =
        with(
            with(
                Observation.of(auto, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), NOW)
                    .with(Questions.SOURCE_TIP, new Fact.Known<>(NEW, NOW)),
                State.OPEN,
                List.of()),
            HEAD,
            true);
    GitOpsBindingStatus status = StatusProjector.project(told, WAITS, NOW);
    assertThat(status.proposed().mergeAsked()).isEqualTo(HEAD.hex());

    Observation moved =
        with(
            told.withStatus(status)
                .with(
                    ProposalQuestions.PULL_REQUEST,
                    new Fact.Known<>(
                        RequestSeen.of(
                            new PullRequest(
                                7, "https://forge/7", State.OPEN, "t", "", HEAD, false)),
                        NOW)),
            MERGE,
            true);
    assertThat(StatusProjector.project(moved, WAITS, NOW).proposed().mergeAsked())
        .isEqualTo(HEAD.hex());
  }

  @Test
  void aForgeThatDoesNotAnswerIsAskedAgainForTheSakeOfTheBranch() {
    GitOpsBindingStatus before = waiting();
    Observation seen =
        observe(before, NEW)
            .with(
                ProposalQuestions.PULL_REQUEST,
                new Fact.Unavailable<>(new Failure.Remote(Reason.FORGE_UNAVAILABLE, "No.")));
    GitOpsBindingStatus after = StatusProjector.project(seen, new Outcome.Kept(NEW.hex()), NOW);

    assertThat(after.proposed()).isEqualTo(before.proposed());
    assertThat(after.pullRequest().state()).isEqualTo("Open");
    assertThat(after.conditions().getFirst().status()).isEqualTo("True");
  }

  @Test
  void aRefusedTagStaysKnownWhileItIsHeld() {
    GitOpsBindingStatus before = waiting();
    Observation seen = with(observe(before, OLD), State.CLOSED, List.of());
    GitOpsBindingStatus after =
        StatusProjector.project(
            seen, new Outcome.Stopped(Reason.PULL_REQUEST_CLOSED, "On hold: it."), NOW);

    assertThat(after.proposed().tag()).isEqualTo(NEW.hex());
    assertThat(after.proposed().pullRequest().state()).isEqualTo("Closed");
    assertThat(after.pullRequest().state()).isEqualTo("Closed");
    assertThat(BindingState.of(after)).isEqualTo(BindingState.HELD);
    assertThat(after.awaiting()).isNull();
  }

  @Test
  void aRefusedTagIsRememberedThoughNoStatusToldOfIt() {
    Observation seen = with(observe(GitOpsBindingStatus.EMPTY, OLD), State.CLOSED, List.of());
    GitOpsBindingStatus after =
        StatusProjector.project(
            seen, new Outcome.Stopped(Reason.PULL_REQUEST_CLOSED, "On hold: it."), NOW);

    assertThat(after.proposed().tag()).isEqualTo(NEW.hex());
    assertThat(after.proposed().pullRequest().state()).isEqualTo("Closed");
  }

  @Test
  void aWaitGoesOnWhileTheForgeIsAwayAndIsNeverOverdue() {
    GitOpsBindingStatus before = waiting();
    GitOpsBindingStatus away =
        StatusProjector.project(
            observe(before, OLD),
            new Outcome.Stopped(Reason.FORGE_UNAVAILABLE, "No answer."),
            NOW.plusSeconds(60));
    GitOpsBindingStatus later =
        StatusProjector.project(
            with(with(observe(away, OLD), State.OPEN, List.of()), HEAD, true),
            WAITS,
            NOW.plusSeconds(7200));

    assertThat(away.awaiting()).isEqualTo(before.awaiting());
    assertThat(later.awaiting().since()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(later.awaiting().overdue()).isNull();
  }

  @Test
  void aBindingWithoutItKeepsNothingOfIt() {
    GitOpsBindingStatus before = waiting();
    Observation plain =
        Observation.of(
                Bindings.parse(Bindings.resource("{}")), before, null, new Workload.Missing(), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(NEW, NOW));
    GitOpsBindingStatus after =
        StatusProjector.project(
            plain, new Outcome.Stopped(Reason.HOST_UNREACHABLE, "No route."), NOW);

    assertThat(after.proposed()).isNull();
    assertThat(after.pullRequest()).isNull();
  }
}
