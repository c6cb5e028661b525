package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedSource;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
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
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalTrackerTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final CommitSha OLD = new CommitSha("0".repeat(40));
  private static final CommitSha NEW = new CommitSha("1".repeat(40));
  private static final CommitSha BASE = new CommitSha("9".repeat(40));
  private static final CommitSha HEAD = new CommitSha("7".repeat(40));
  private static final CommitSha MERGE = new CommitSha("8".repeat(40));
  private static final Outcome WAITS =
      new Outcome.Waiting(Reason.AWAITING_MERGE, "https://forge/7", "it is open.");
  private static final Binding WEB =
      Bindings.parse(
          Bindings.resource(
              """
              push:
                branch: gitops/web
                pullRequest: {provider: Gitea, secretRef: {name: forge}}
              """));

  private static String image(CommitSha tag) {
    return "ghcr.io/acme/web:" + tag.hex();
  }

  private static Observation observe(GitOpsBindingStatus before, CommitSha manifest) {
    return Observation.of(WEB, before, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(NEW, NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(BASE, List.of(image(manifest))), NOW));
  }

  private static Observation with(Observation observation, State state, List<String> notes) {
    return observation.with(
        ProposalQuestions.PULL_REQUEST,
        new Fact.Known<>(
            new RequestSeen(
                new PullRequest(7, "https://forge/7", state, "t", "", HEAD, false), true, notes),
            NOW));
  }

  private static Observation with(Observation observation, CommitSha tip, boolean own) {
    return observation.with(
        ProposalQuestions.PUSH_BRANCH,
        new Fact.Known<>(
            new PushBranchSeen(tip, own, false, false, List.of(List.of(image(NEW))), true), NOW));
  }

  private static GitOpsBindingStatus waiting() {
    return StatusProjector.project(
        with(with(observe(GitOpsBindingStatus.EMPTY, OLD), State.OPEN, List.of()), HEAD, true),
        WAITS,
        NOW);
  }

  @Test
  void a_proposed_tag_is_no_push_and_no_landed_tag() {
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
  void pushes_of_others_and_time_change_nothing() {
    GitOpsBindingStatus before = waiting();
    CommitSha moved = new CommitSha("6".repeat(40));
    Observation later = with(with(observe(before, OLD), State.OPEN, List.of()), moved, true);

    assertThat(StatusProjector.project(later, WAITS, NOW.plusSeconds(7200))).isEqualTo(before);
  }

  @Test
  void the_commit_is_unknown_where_others_have_committed() {
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
  void what_landed_counts_as_pushed_from_then_on_and_is_told_as_such() {
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
  void what_was_known_at_the_push_is_told_when_it_has_landed() {
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
  void a_failure_of_the_tag_before_is_none_of_a_merged_one() {
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
  void an_open_one_of_others_ends_what_has_landed() {
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

  @Test
  void the_forge_was_asked_to_merge_at_the_tip_that_was_told() {
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
  void a_forge_that_does_not_answer_is_asked_again_for_the_sake_of_the_branch() {
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
  void a_refused_tag_stays_known_while_it_is_held() {
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
  void a_refused_tag_is_remembered_though_no_status_told_of_it() {
    Observation seen = with(observe(GitOpsBindingStatus.EMPTY, OLD), State.CLOSED, List.of());
    GitOpsBindingStatus after =
        StatusProjector.project(
            seen, new Outcome.Stopped(Reason.PULL_REQUEST_CLOSED, "On hold: it."), NOW);

    assertThat(after.proposed().tag()).isEqualTo(NEW.hex());
    assertThat(after.proposed().pullRequest().state()).isEqualTo("Closed");
  }

  @Test
  void a_wait_goes_on_while_the_forge_is_away_and_is_never_overdue() {
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
  void a_binding_without_it_keeps_nothing_of_it() {
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
