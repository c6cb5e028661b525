package dev.gitopsbinding.controller.sync.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How old an answer of a forge may be. */
class MergeLookTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Instant EARLIER = NOW.minusSeconds(60);
  private static final CommitSha OLD = new CommitSha("0".repeat(40));
  private static final CommitSha NEW = new CommitSha("1".repeat(40));
  private static final CommitSha NEXT = new CommitSha("2".repeat(40));

  private final MergeLook look = new MergeLook((_, _, _) -> true, Clock.fixed(NOW, ZoneOffset.UTC));

  private static Observation observe(
      GitOpsBindingStatus status, @Nullable String requestedAt, CommitSha source, CommitSha base) {
    GitOpsBinding resource =
        Bindings.resource(
            """
            push:
              branch: gitops/web
              pullRequest: {provider: Gitea, secretRef: {name: forge}}
            """);
    if (requestedAt != null) {
      resource.getMetadata().setAnnotations(Map.of(GitOpsBinding.REQUESTED_AT, requestedAt));
    }
    return Observation.of(Bindings.parse(resource), status, null, new Workload.Missing(), EARLIER)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(source, NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(
                new ManifestSeen(OLD, List.of("ghcr.io/acme/web:" + base.hex())), NOW));
  }

  private static GitOpsBindingStatus status(String state, @Nullable CommitSha manifest) {
    GitOpsBindingStatus before =
        new GitOpsBindingStatus(
            null,
            null,
            null,
            null,
            manifest == null
                ? null
                : new ManifestStatus(
                    "main", OLD.hex(), "ghcr.io/acme/web:" + manifest.hex(), null, null),
            null,
            null,
            null,
            null,
            List.of());
    return before.withProposed(
        new ProposedStatus(
            "gitops/web",
            NEW.hex(),
            null,
            null,
            new PullRequestStatus("https://forge/7", 7L, state, null),
            null,
            null,
            null,
            null,
            null));
  }

  @Test
  void aTagThatNobodyKnowsNeedsTheNewestAnswer() {
    assertThat(look.notBefore(observe(GitOpsBindingStatus.EMPTY, null, NEW, OLD))).isEqualTo(NOW);
    assertThat(look.notBefore(observe(status("Closed", OLD), null, NEXT, OLD))).isEqualTo(NOW);
  }

  @Test
  void aBranchThatOthersHaveFilledIsLookedAtOncePerInterval() {
    GitOpsBindingStatus stopped =
        new GitOpsBindingStatus(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(
                new BindingCondition(
                    "Ready", "False", 3L, "2026-02-03T04:00:00Z", "InvalidSpec", "It is filled.")));

    assertThat(look.notBefore(observe(stopped, null, NEW, OLD))).isEqualTo(EARLIER);
  }

  @Test
  void onHoldAnOlderAnswerWillDoUnlessSomebodyAsks() {
    assertThat(look.notBefore(observe(status("Closed", OLD), null, NEW, OLD))).isEqualTo(EARLIER);
    assertThat(look.notBefore(observe(status("Closed", OLD), "1", NEW, OLD))).isEqualTo(NOW);
  }

  @Test
  void theFirstLookAfterAMergeNeedsTheNewestAnswer() {
    assertThat(look.notBefore(observe(status("Open", OLD), null, NEW, NEW))).isEqualTo(NOW);
    assertThat(look.notBefore(observe(status("Open", NEW), null, NEW, NEW))).isEqualTo(EARLIER);
  }
}
