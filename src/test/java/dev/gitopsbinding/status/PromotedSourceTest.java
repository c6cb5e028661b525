package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The status of a binding that follows another one. */
class PromotedSourceTest {
  private static final Binding FOLLOWER =
      Bindings.parse(Bindings.resource("{source: {binding: {name: staging}}}"));
  private static final RemoteBranch ORIGIN =
      new RemoteBranch(RepositoryUrl.parse("https://example.com/web.git"), "main");
  private static final Outcome SOAKING =
      new Outcome.Waiting(Reason.SOAKING, "commit " + OTHER + " of shop/staging", "it soaks.");

  @Test
  void theCommitIsShownWithTheBranchThatItComesFrom() {
    // When
    GitOpsBindingStatus status =
        project(GitOpsBindingStatus.EMPTY, offer(ORIGIN), new Outcome.Kept(TIP.hex()), NOW);

    // Then
    assertThat(status.source().commit()).isEqualTo(TIP.hex());
    assertThat(status.source().branch()).isEqualTo("main");
    assertThat(status.source().url()).isEqualTo("https://example.com/web.git");
    assertThat(project(status, offer(ORIGIN), new Outcome.Kept(TIP.hex()), LATER))
        .as("nothing new")
        .isEqualTo(status);
    assertThat(project(status, offer(null), new Outcome.Kept(TIP.hex()), LATER).source().url())
        .isNull();
  }

  @Test
  void aHoldKeepsTheCommitThatIsDeployed() {
    // Given
    GitOpsBindingStatus deployed =
        project(GitOpsBindingStatus.EMPTY, offer(ORIGIN), new Outcome.Kept(TIP.hex()), NOW);

    // When
    GitOpsBindingStatus held =
        project(
            deployed,
            new Promotion.Held(Reason.SUSPENDED),
            new Outcome.Stopped(Reason.PROMOTION_HELD, "On hold: because"),
            LATER);

    // Then
    assertThat(held.source()).isEqualTo(deployed.source());
    assertThat(condition(held, "Stalled").reason()).isEqualTo("PromotionHeld");
  }

  @Test
  void aLongSoakTimeIsNeverOverdueAndRemembersWhatTheFileHolds() {
    // Given
    GitOpsBindingStatus begins = project(GitOpsBindingStatus.EMPTY, offer(ORIGIN), SOAKING, NOW);

    // When
    GitOpsBindingStatus after =
        project(begins, offer(ORIGIN), SOAKING, NOW.plus(Duration.ofDays(1)));

    // Then
    assertThat(after.awaiting().reason()).isEqualTo("Soaking");
    assertThat(after.awaiting().since()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(after.awaiting().overdue()).isNull();
    assertThat(after.landed().tag()).isEqualTo(TIP.hex());
  }

  private static Promotion offer(RemoteBranch origin) {
    return new Promotion.Offer(
        List.of(TIP), 0, null, origin == null ? null : new Promotion.Origin(origin, null));
  }

  private static GitOpsBindingStatus project(
      GitOpsBindingStatus before, Promotion promotion, Outcome outcome, Instant now) {
    var observation =
        Observation.of(FOLLOWER, before, null, new Workload.Missing(), now)
            .with(Questions.PROMOTION, new Fact.Known<>(promotion, now));
    if (promotion instanceof Promotion.Offer) {
      observation =
          observation
              .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, now))
              .with(
                  Questions.MANIFEST,
                  new Fact.Known<>(
                      new ManifestSeen(MANIFEST, List.of("ghcr.io/acme/web:" + TIP.hex())), now));
    }
    return StatusProjector.project(observation, outcome, now);
  }
}
