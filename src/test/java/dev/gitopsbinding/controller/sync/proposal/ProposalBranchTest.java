package dev.gitopsbinding.controller.sync.proposal;

import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.IMAGE;
import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.sha;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.proposal.RequestRenderer;
import dev.gitopsbinding.plan.proposal.RequestSections;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which branches are deleted after a merge: those that the operator made, and no others. */
class ProposalBranchTest {
  private static final Binding WEB = Bindings.parse(resource("web"));
  private static final Binding API = Bindings.parse(resource("api"));
  private static final TimeLimit LIMIT = TimeLimit.in(Duration.ofMinutes(1));

  private final ProposalStage stage = new ProposalStage(WEB);

  @Test
  void theBranchGoesWhicheverBindingOpenedThePullRequest() throws InterruptedException {
    stage.afterPush = this::openForAnotherBinding;
    stage.sync();
    stage.sync();
    stage.merge(true);
    stage.sync();

    assertThat(stage.forge.writes).containsExactly("open 1", "update 1");
    assertThat(stage.deleted).hasSize(1);
  }

  @Test
  @Fault(
      value = "the branch of the binding was there before, and people use it",
      holds = {"I1"})
  void aBranchThatTheOperatorDidNotMakeIsNeverDeleted() throws InterruptedException {
    stage.prepare(IMAGE + "old");
    stage.sync();
    stage.close();
    assertThat(stage.sync()).isEqualTo("PullRequestClosed");
    stage.source = sha(2);
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    stage.merge(true);
    assertThat(stage.sync()).isEqualTo("UpToDate");

    assertThat(stage.forge.writes).containsExactly("open 1", "open 2");
    assertThat(stage.deleted).isEmpty();
  }

  @Test
  @Fault(
      value = "people make a branch of the same name after the merge",
      holds = {"I1"})
  void aBranchThatPeopleMadeAfterTheMergeIsNotDeleted() throws InterruptedException {
    stage.sync();
    stage.merge(true);
    stage.sync();
    assertThat(stage.deleted).hasSize(1);
    stage.prepare(stage.base);
    stage.source = sha(2);
    stage.sync();
    stage.merge(true);
    assertThat(stage.sync()).isEqualTo("UpToDate");

    assertThat(stage.forge.writes).containsExactly("open 1", "open 2");
    assertThat(stage.deleted).hasSize(1);
  }

  @Test
  void aBranchThatOutlivedItsPullRequestGoesWithTheNextOne() throws InterruptedException {
    stage.sync();
    CommitSha first = stage.head();
    stage.source = sha(2);
    stage.afterPush = () -> stage.forge.set(PullRequest.State.MERGED, first);
    stage.sync();
    stage.merge(true);
    stage.sync();

    assertThat(stage.forge.writes).containsExactly("open 1", "open 2");
    assertThat(stage.deleted).hasSize(1);
  }

  @Test
  @Fault(
      value = "a person removes the note from the description, while a newer tag is pushed",
      holds = {"I1"})
  void theNoteThatAPersonRemovedStaysAway() throws InterruptedException {
    stage.sync();
    stage.forge.set(PullRequest.State.OPEN, stage.head());
    stage.source = sha(2);
    stage.afterPush = this::removeNote;
    stage.sync();
    assertThat(stage.forge.newest().body()).doesNotContain(RequestSections.MADE);
    stage.merge(true);
    stage.sync();

    assertThat(stage.deleted).isEmpty();
  }

  private void openForAnotherBinding() {
    Action.Propose proposal =
        new Action.Propose(
            ImageVersions.ofTag("v1"), List.of("ghcr.io/acme/web:old"), null, false, null, false);
    stage.forge.open(API, RequestRenderer.draft(API, proposal, null), LIMIT);
  }

  private void removeNote() {
    PullRequest open = stage.forge.newest();
    String body = open.body().replace(RequestSections.MADE, "");
    stage.forge.update(
        WEB,
        open,
        new PullRequestDraft(
            "gitops/web", "main", open.title(), body, List.of(), List.of(), false, false),
        LIMIT);
  }

  private static GitOpsBinding resource(String name) {
    GitOpsBinding resource =
        Bindings.resource(
            """
            image: {name: ghcr.io/acme/web, check: {mode: Skip}}
            manifest:
              url: https://git.example.com/acme/deploy.git
              ref: {branch: main}
              path: apps/web/deployment.yaml
            push:
              branch: gitops/web
              pullRequest: {provider: Gitea, secretRef: {name: forge}}
            """);
    resource.getMetadata().setName(name);
    return resource;
  }
}
