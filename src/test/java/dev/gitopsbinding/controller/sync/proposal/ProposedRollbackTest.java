package dev.gitopsbinding.controller.sync.proposal;

import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.IMAGE;
import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.sha;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.Fault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a rollback that is proposed, sync by sync. */
class ProposedRollbackTest {
  private static final Binding ROLLING =
      Bindings.parse(
          Bindings.resource(
              """
              image: {name: ghcr.io/acme/web, check: {mode: Skip}}
              rollback: {mode: OnFailedRollout}
              manifest:
                url: https://git.example.com/acme/deploy.git
                ref: {branch: main}
                path: apps/web/deployment.yaml
              push:
                branch: gitops/web
                pullRequest: {provider: Gitea, secretRef: {name: forge}}
              """));
  private static final Rollout PROGRESSING = new Rollout.Progressing("0 of 1 pods are updated");

  @Test
  @Fault(
      value = "a rollback is proposed while a newer tag is on hold",
      holds = {"I1", "I3"})
  void aRefusedTagDoesNotComeBackWithARollback() throws InterruptedException {
    ProposalStage rolling = rollingBackBesideARefusedTag();
    for (int i = 0; i < 3; i++) {
      assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
      assertThat(rolling.status.proposed().tag()).isEqualTo(sha(1).hex());
      assertThat(rolling.status.proposed().refusals())
          .singleElement()
          .satisfies(refused -> assertThat(refused.tag()).isEqualTo(sha(3).hex()));
      assertThat(rolling.status.pullRequest().number()).isEqualTo(4);
    }
    assertThat(rolling.branch).isEqualTo(IMAGE + sha(1).hex());
    assertThat(rolling.pushes)
        .containsExactly(sha(1).hex(), sha(2).hex(), sha(3).hex(), sha(1).hex());

    rolling.source = sha(4);
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    assertThat(rolling.forge.writes)
        .as("the next tag tells the text of the open one")
        .containsExactly("open 1", "open 2", "open 3", "open 4", "update 4");
    assertThat(rolling.status.proposed().pullRequest().number()).isEqualTo(4);
    assertThat(rolling.status.proposed().refused()).isNull();
  }

  @Test
  void aRollbackBesideARefusedTagLandsAndTheTagStaysRefused() throws InterruptedException {
    ProposalStage rolling = rollingBackBesideARefusedTag();
    rolling.sync();
    rolling.merge(true);
    rolling.workload = running(1, PROGRESSING);

    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.status.lastPush().toTag()).isEqualTo(sha(1).hex());
    assertThat(rolling.status.rollback().failed()).containsExactly(sha(2).hex());
    assertThat(rolling.status.proposed().tag()).isEqualTo(sha(3).hex());
    assertThat(rolling.pushes).hasSize(4);
  }

  @Test
  void aRollbackThatWasRefusedIsNotProposedAgainAfterANewerTagWas() throws InterruptedException {
    ProposalStage rolling = rollingBack();
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    rolling.close();
    assertThat(rolling.sync()).isEqualTo("UpToDate");
    rolling.source = sha(3);
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    rolling.close();

    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.pushes)
        .containsExactly(sha(1).hex(), sha(2).hex(), sha(1).hex(), sha(3).hex());
  }

  @Test
  void aRollbackThatWasMergedAndTakenBackIsNotProposedAgain() throws InterruptedException {
    ProposalStage rolling = rollingBack();
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    rolling.merge(true);
    rolling.base = IMAGE + sha(2).hex();
    assertThat(rolling.sync()).isEqualTo("UpToDate");
    rolling.source = sha(3);
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    rolling.close();

    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    assertThat(rolling.pushes)
        .containsExactly(sha(1).hex(), sha(2).hex(), sha(1).hex(), sha(3).hex());
  }

  @Test
  void aRolloutThatFailedBeforeItsMergeWasNoticedIsRolledBack() throws InterruptedException {
    ProposalStage rolling = landed(1);
    rolling.source = sha(2);
    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    rolling.merge(true);
    rolling.workload = running(2, new Rollout.DeadlineExceeded(rolling.now().plusSeconds(30)));

    assertThat(rolling.sync()).isEqualTo("AwaitingMerge");
    assertThat(rolling.status.proposed().rollback()).isTrue();
    assertThat(rolling.status.history().getFirst().tag()).isEqualTo(sha(2).hex());
  }

  private static ProposalStage landed(int tag) throws InterruptedException {
    ProposalStage rolling = new ProposalStage(ROLLING);
    rolling.source = sha(tag);
    rolling.sync();
    rolling.merge(true);
    rolling.workload = running(tag, new Rollout.Complete());
    assertThat(rolling.sync()).isEqualTo("UpToDate");
    return rolling;
  }

  /** The rollout of the second tag has failed; nobody has looked yet. */
  private static ProposalStage rollingBack() throws InterruptedException {
    ProposalStage rolling = landed(1);
    rolling.source = sha(2);
    rolling.sync();
    rolling.merge(true);
    rolling.workload = running(2, PROGRESSING);
    assertThat(rolling.sync()).isEqualTo("UpToDate");
    rolling.workload =
        running(2, new Rollout.DeadlineExceeded(Instant.parse("2026-01-03T00:00:00Z")));
    return rolling;
  }

  /** The same, while the third tag is on hold. */
  private static ProposalStage rollingBackBesideARefusedTag() throws InterruptedException {
    ProposalStage rolling = rollingBack();
    Workload failed = rolling.workload;
    rolling.workload = running(2, PROGRESSING);
    rolling.source = sha(3);
    rolling.sync();
    rolling.close();
    assertThat(rolling.sync()).isEqualTo("PullRequestClosed");
    rolling.workload = failed;
    return rolling;
  }

  private static Workload running(int tag, Rollout rollout) {
    return new Workload.Found(
        List.of(new Workload.Container("web", IMAGE + sha(tag).hex())), List.of(), rollout);
  }
}
