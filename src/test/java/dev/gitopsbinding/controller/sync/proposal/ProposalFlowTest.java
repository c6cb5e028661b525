package dev.gitopsbinding.controller.sync.proposal;

import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.IMAGE;
import static dev.gitopsbinding.controller.sync.proposal.ProposalStage.sha;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a tag that is proposed, sync by sync, whatever happens in between. */
class ProposalFlowTest {
  private static final Binding WEB =
      Bindings.parse(
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
              """));

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final ProposalStage stage = new ProposalStage(WEB);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTagIsProposedOnceAndItsBranchGoesWithTheMerge(boolean squash) throws InterruptedException {
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.pushes).containsExactly(sha(1).hex());
    assertThat(stage.forge.writes).containsExactly("open 1");
    assertThat(stage.status.lastPush()).isNull();

    stage.merge(squash);
    var merged = stage.head();
    assertThat(stage.sync()).isEqualTo("UpToDate");
    assertThat(stage.sync()).isEqualTo("UpToDate");

    assertThat(stage.deleted).containsExactly(merged);
    assertThat(stage.status.lastPush().toTag()).isEqualTo(sha(1).hex());
    assertThat(stage.status.history()).hasSize(1);
    assertThat(stage.status.proposed()).isNull();
    assertThat(stage.status.pullRequest().state()).isEqualTo("Merged");
    assertThat(stage.forge.writes).containsExactly("open 1");
  }

  @Test
  void newerTagsGoIntoTheOpenOne() throws InterruptedException {
    stage.sync();
    stage.source = sha(2);
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    stage.sync();

    assertThat(stage.pushes).containsExactly(sha(1).hex(), sha(2).hex());
    assertThat(stage.forge.writes).containsExactly("open 1", "update 1");
    assertThat(stage.forge.newest().title()).contains(sha(2).hex().substring(0, 7));
  }

  @Test
  @Fault(
      value = "the source goes back and forth while a pull request is open",
      holds = {"I3", "I10"})
  void aTipThatFlapsMakesOnePushAndOneWriteForEachChange() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      stage.source = sha(1 + i % 2);
      stage.sync();
      stage.sync();
    }

    assertThat(stage.pushes).hasSize(10);
    assertThat(stage.forge.writes).hasSize(10).startsWith("open 1").doesNotContain("open 2");
  }

  @Test
  void aRefusedTagIsHeldAndTheNextOneGetsAnotherRequest() throws InterruptedException {
    stage.sync();
    var refused = stage.head();
    stage.forge.set(State.CLOSED, refused);
    assertThat(stage.sync()).isEqualTo("PullRequestClosed");
    assertThat(stage.sync()).isEqualTo("PullRequestClosed");
    assertThat(stage.pushes).hasSize(1);

    stage.source = sha(2);
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");

    assertThat(stage.deleted).as("what was refused is not proposed again").containsExactly(refused);
    assertThat(stage.pushes).hasSize(2);
    assertThat(stage.forge.writes).containsExactly("open 1", "open 2");
  }

  @Test
  void aMergeThatWasTakenBackBetweenTwoSyncsIsHeld() throws InterruptedException {
    stage.sync();
    stage.merge(false);
    stage.base = IMAGE + "old";

    assertThat(stage.sync()).isEqualTo("ManifestChanged");
    assertThat(stage.sync()).isEqualTo("ManifestChanged");
    assertThat(stage.pushes).hasSize(1);
    assertThat(stage.forge.writes).hasSize(1);
  }

  @Test
  void aMergeOfAnOlderTagIsNotedAndTheNewerOneGetsAnotherRequest() throws InterruptedException {
    stage.sync();
    stage.merge(false);
    stage.source = sha(2);

    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.status.lastPush().toTag()).isEqualTo(sha(1).hex());
    assertThat(stage.forge.writes).containsExactly("open 1", "open 2");
    assertThat(stage.status.proposed().tag()).isEqualTo(sha(2).hex());
  }

  @Test
  @Fault(
      value = "the forge fails between the push and the pull request, for some syncs",
      holds = {"I2", "I3"})
  void whatWasPushedIsProposedOnceTheForgeAnswers() throws InterruptedException {
    stage.afterPush =
        () -> stage.forge.failure = new Failure.Remote(Reason.FORGE_UNAVAILABLE, "No answer.");
    assertThat(stage.sync()).isEqualTo("ForgeUnavailable");
    assertThat(stage.sync()).isEqualTo("ForgeUnavailable");
    stage.forge.failure = null;

    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.pushes).hasSize(1);
    assertThat(stage.forge.writes).containsExactly("open 1");
  }

  @Test
  @Fault(
      value = "the process ends between the push and the pull request",
      holds = {"I2", "I3"})
  void aCrashAfterThePushLosesNothing() throws InterruptedException {
    stage.afterPush =
        () -> {
          throw new IllegalStateException("the process ends");
        };
    try {
      stage.sync();
    } catch (IllegalStateException e) {
      assertThat(stage.forge.writes).isEmpty();
    }

    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.pushes).hasSize(1);
    assertThat(stage.forge.writes).containsExactly("open 1");
  }

  @Test
  @Fault(
      value = "the forge is away after the merge",
      holds = {"I2", "I5"})
  void theBaseAloneMakesItReadyAndTheBranchGoesLater() throws InterruptedException {
    stage.sync();
    stage.merge(false);
    stage.forge.failure = new Failure.Remote(Reason.FORGE_UNAVAILABLE, "No answer.");
    assertThat(stage.sync()).isEqualTo("UpToDate");
    assertThat(stage.deleted).isEmpty();
    stage.forge.failure = null;

    assertThat(stage.sync()).isEqualTo("UpToDate");
    assertThat(stage.deleted).hasSize(1);
    assertThat(stage.status.history()).hasSize(1);
  }

  @Test
  @Fault(
      value = "somebody commits to the branch of a pull request",
      holds = {"I1"})
  void commitsOfOthersAreKept() throws InterruptedException {
    stage.sync();
    stage.commit(IMAGE + "mine");
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.pushes).as("a person has the last word").hasSize(1);

    stage.source = sha(2);
    assertThat(stage.sync()).isEqualTo("AwaitingMerge");
    assertThat(stage.pushes).hasSize(2);
    stage.merge(true);
    assertThat(stage.sync()).isEqualTo("UpToDate");
    assertThat(stage.deleted).isEmpty();
  }

  @Test
  void aMergeWithinTheSyncThatPushedIsNoted() throws InterruptedException {
    stage.sync();
    stage.source = sha(2);
    stage.afterPush = () -> stage.merge(true);

    assertThat(stage.sync()).isEqualTo("UpToDate");
    assertThat(stage.status.lastPush().toTag()).isEqualTo(sha(2).hex());
    assertThat(stage.status.history()).hasSize(1);
    assertThat(stage.status.proposed()).isNull();
    assertThat(stage.deleted).hasSize(1);
  }

  @Test
  void anAnswerOfTheLastHalfIntervalWillDoBetweenLooksAndOnHold() throws InterruptedException {
    stage.sync();
    assertThat(stage.age()).as("of a tag that nobody knows").isLessThan(ONE_SECOND);
    stage.lookIsDue = false;
    stage.sync();
    assertThat(stage.age()).isGreaterThan(ONE_SECOND);
    stage.lookIsDue = true;
    stage.sync();
    assertThat(stage.age()).isLessThan(ONE_SECOND);
    stage.close();
    assertThat(stage.sync()).isEqualTo("PullRequestClosed");
    assertThat(stage.sync()).isEqualTo("PullRequestClosed");

    assertThat(stage.age()).isGreaterThan(ONE_SECOND);
  }
}
