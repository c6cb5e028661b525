package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.ProposalProjections.HEAD;
import static dev.gitopsbinding.status.ProposalProjections.MERGE;
import static dev.gitopsbinding.status.ProposalProjections.NEW;
import static dev.gitopsbinding.status.ProposalProjections.NOW;
import static dev.gitopsbinding.status.ProposalProjections.OLD;
import static dev.gitopsbinding.status.ProposalProjections.WAITS;
import static dev.gitopsbinding.status.ProposalProjections.image;
import static dev.gitopsbinding.status.ProposalProjections.observe;
import static dev.gitopsbinding.status.ProposalProjections.waiting;
import static dev.gitopsbinding.status.ProposalProjections.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status tells and remembers of a tag whose proposal was merged. */
class MergedProposalTest {
  @Test
  void whatLandedCountsAsPushedFromThenOnAndIsToldAsSuch() {
    GitOpsBindingStatus before = waiting();
    Observation seen = with(observe(before, NEW), State.MERGED, List.of());
    var landed =
        new Action.NoteLanded(
            new ImageVersion(NEW.hex(), null, NEW), MERGE, List.of(image(OLD)), false);
    Observation noted = seen.withStatus(LandedProposal.note(seen, landed, NOW));
    GitOpsBindingStatus after = StatusProjector.project(noted, new Outcome.Kept(NEW.hex()), NOW);

    assertThat(after.lastPush().toTag()).isEqualTo(NEW.hex());
    assertThat(after.lastPush().fromTag()).isEqualTo(OLD.hex());
    assertThat(after.lastPush().commit()).isEqualTo(MERGE.hex());
    assertThat(after.lastPush().time()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(after.lastPush().mergedAfter()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(after.landed().tag()).isEqualTo(NEW.hex());
    assertThat(after.history())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.tag()).isEqualTo(NEW.hex());
              assertThat(tag.result()).isEqualTo("Pushed");
            });
    assertThat(after.proposed()).isNull();
    assertThat(after.pullRequest().state()).isEqualTo("Merged");
    assertThat(after.awaiting()).isNull();
    assertThat(EventProjector.changes(before, after))
        .extracting(change -> change.event().reason())
        .contains("Pushed");
  }

  @Test
  void whatWasKnownAtThePushIsToldWhenItHasLanded() {
    Instant found = NOW.minusSeconds(60);
    Observation pushed =
        with(with(observe(GitOpsBindingStatus.EMPTY, OLD), State.OPEN, List.of()), HEAD, true)
            .with(Questions.IMAGE, new Fact.Known<>(ImageSeen.FOUND, found))
            .with(
                Questions.CONTENTS,
                new Fact.Known<>(
                    new PushContents(
                        List.of(image(OLD)),
                        List.of(new SourceCommit(NEW, "Add tea", "Ada", "a@b", found)),
                        1,
                        false),
                    NOW));
    GitOpsBindingStatus before = StatusProjector.project(pushed, WAITS, NOW);
    GitOpsBindingStatus waited =
        StatusProjector.project(
            with(with(observe(before, OLD), State.OPEN, List.of()), HEAD, true),
            WAITS,
            NOW.plusSeconds(600));

    Observation seen = with(observe(waited, NEW), State.MERGED, List.of());
    var landed =
        new Action.NoteLanded(
            new ImageVersion(NEW.hex(), null, NEW), MERGE, List.of(image(OLD)), false);
    GitOpsBindingStatus after = LandedProposal.note(seen, landed, NOW.plusSeconds(1200));

    assertThat(after.lastPush().commits())
        .containsExactly(new PushedCommit(NEW.hex(), "Add tea", "Ada", "2026-02-03T04:04:06Z"));
    assertThat(after.lastPush().commitCount()).isOne();
    assertThat(after.history())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.commit()).isEqualTo(NEW.hex());
              assertThat(tag.imageFound()).isEqualTo("2026-02-03T04:04:06Z");
              assertThat(tag.committed()).isEqualTo("2026-02-03T04:04:06Z");
            });
  }

  @Test
  void aFailureOfTheTagBeforeIsNoneOfAMergedOne() {
    GitOpsBindingStatus before = waiting();
    DeployedTag failed =
        new DeployedTag(
            OLD.hex(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "2026-02-03T05:00:00Z",
            null,
            "Failed");
    Observation seen =
        with(observe(before.withHistory(List.of(failed)), NEW), State.MERGED, List.of());
    var landed =
        new Action.NoteLanded(new ImageVersion(NEW.hex(), null, NEW), MERGE, List.of(), false);

    assertThat(LandedProposal.note(seen, landed, NOW.plusSeconds(9999)).lastPush().mergedAfter())
        .isEqualTo("2026-02-03T05:00:01Z");
  }

  @Test
  void anOpenOneOfOthersEndsWhatHasLanded() {
    GitOpsBindingStatus before = waiting();
    Observation seen =
        observe(before, NEW)
            .with(
                ProposalQuestions.PULL_REQUEST,
                new Fact.Known<>(
                    RequestSeen.of(
                        new PullRequest(8, "https://forge/8", State.OPEN, "t", "", HEAD, false)),
                    NOW));
    GitOpsBindingStatus after = StatusProjector.project(seen, new Outcome.Kept(NEW.hex()), NOW);

    assertThat(after.proposed()).isNull();
    assertThat(after.pullRequest())
        .isEqualTo(new PullRequestStatus("https://forge/7", 7L, "Merged", null));
  }
}
